import { addBits, emptyBits, includesBits } from './bits.ts';
import type { Operations } from './operations.ts';
import { risks } from './riskClass.ts';
import { allSigns, typesByRisk } from './roleGrant.ts';
import type { RoleGrant } from './roleGrant.ts';

/** A role as it is assigned: under a condition of the assignment, or not. */
export type HeldGrant = { grant: RoleGrant; conditional: boolean };

/** What several assignments give together, as far as it is counted. */
export type JointGrant = Pick<RoleGrant, 'held' | 'types' | 'unlisted'> & {
  fullControl: boolean;
  /** Some of it holds only under a condition. */
  conditional: boolean;
};

/** The union: what one assignment leaves out, another may still give. */
export function jointGrant(grants: readonly HeldGrant[], operations: Operations): JointGrant {
  const [first, ...others] = grants;
  if (first !== undefined && others.length === 0) return asItIs(first);
  const held = emptyBits(operations.keys.length);
  const plain = emptyBits(operations.keys.length);
  const types = typesByRisk(operations);
  const unlisted: RoleGrant['unlisted'] = new Map();
  const everything = { held: 0, plain: 0 };
  for (const { grant, conditional } of grants) {
    addBits(held, grant.held);
    for (const risk of risks) if (grant.patterns[risk] !== undefined) addBits(types[risk], grant.types[risk]);
    for (const [key, entry] of grant.unlisted) {
      const isPlain = (entry.plain && !conditional) || unlisted.get(key)?.plain === true;
      unlisted.set(key, { ...entry, plain: isPlain });
    }
    everything.held |= grant.everything.held;
    if (conditional) continue;
    addBits(plain, grant.plain);
    everything.plain |= grant.everything.plain;
  }
  return { held, types, unlisted, ...judged({ held, plain, unlisted, everything }) };
}

const alone = new WeakMap<RoleGrant, ReturnType<typeof judged>>();

function asItIs({ grant, conditional }: HeldGrant): JointGrant {
  const { held, types, unlisted } = grant;
  const found = alone.get(grant) ?? judged(grant);
  alone.set(grant, found);
  const anything = Object.keys(grant.patterns).length > 0;
  return { held, types, unlisted, ...found, conditional: anything && (conditional || found.conditional) };
}

function judged({
  held,
  plain,
  unlisted,
  everything,
}: Pick<RoleGrant, 'held' | 'plain' | 'unlisted' | 'everything'>) {
  const plainly = includesBits(plain, held) && [...unlisted.values()].every((entry) => entry.plain);
  return {
    fullControl: everything.held === allSigns,
    conditional: !plainly || (everything.held === allSigns && everything.plain !== allSigns),
  };
}
