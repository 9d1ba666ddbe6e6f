import type { PermissionBlock } from '../permissions/coverage.ts';
import { covers } from '../permissions/pattern.ts';
import { addBit, addBits, bitsOf, emptyBits, meet, removeBits } from './bits.ts';
import type { Bits } from './bits.ts';
import { addCovered, coversNeeded } from './operations.ts';
import type { Operations } from './operations.ts';
import { resourceTypeOf, riskOf, risks } from './riskClass.ts';
import type { Risk } from './riskClass.ts';

/**
 * What a role's entries name that the list of operations has not: actions of providers that are not listed, and all
 * data actions, which a list of control-plane operations never has. Each counts as one.
 */
export type Unlisted = { name: string; risk: Risk; type: string; plain: boolean };

/** What a role gives beyond the needed actions. `plain` is the part that holds without a condition of the role's own. */
export type RoleGrant = {
  held: Bits;
  plain: Bits;
  /** By risk, the resource types that the listed operations are of. */
  types: Record<Risk, Bits>;
  unlisted: Map<string, Unlisted>;
  /** Of the signs of full control (`signs` below), which there are. */
  everything: { held: number; plain: number };
  /** The first entry that gives something of the risk, one without a condition before others. */
  patterns: Partial<Record<Risk | 'fullControl', string>>;
  /** The risks of which something holds without a condition. */
  unconditional: Set<Risk>;
};

// Full control is to write, delete and act on whatever there is: also on what no list has. So neither the spelling
// of the star matters nor how it is put together, nor that some things are taken out.
const signs = ['write', 'delete', 'unlisted/action'].map((verb) => `Microsoft.Unlisted/unlisted/${verb}`);
export const allSigns = 2 ** signs.length - 1;

// By the permissions themselves: they are one object however often the role is assigned, and a GUID may come again
// with others in the next audit.
const known = new WeakMap<Operations, WeakMap<readonly PermissionBlock[], RoleGrant>>();

/** What a role gives: worked out once for each role, however often it is assigned. */
export function roleGrant(permissions: readonly PermissionBlock[], operations: Operations): RoleGrant {
  const grants = known.get(operations) ?? new WeakMap<readonly PermissionBlock[], RoleGrant>();
  known.set(operations, grants);
  const grant = grants.get(permissions) ?? workOut(permissions, operations);
  grants.set(permissions, grant);
  return grant;
}

function workOut(permissions: readonly PermissionBlock[], operations: Operations): RoleGrant {
  const size = operations.keys.length;
  const grant: RoleGrant = {
    held: emptyBits(size),
    plain: emptyBits(size),
    types: typesByRisk(operations),
    unlisted: new Map(),
    everything: { held: 0, plain: 0 },
    patterns: {},
    unconditional: new Set(),
  };
  const blocks = [...permissions].sort(
    (one, other) => Number(isConditional(one)) - Number(isConditional(other)),
  );
  for (const block of blocks) addBlock(grant, block, operations);
  for (const risk of risks) {
    const ofRisk = operations.byRisk[risk];
    for (const place of bitsOf(grant.held, ofRisk)) addBit(grant.types[risk], operations.types[place] ?? 0);
    if (meet(grant.plain, ofRisk)) grant.unconditional.add(risk);
  }
  for (const { risk, plain } of grant.unlisted.values()) if (plain) grant.unconditional.add(risk);
  return grant;
}

/** None of any risk yet. */
export function typesByRisk({ typePlaces }: Operations): Record<Risk, Bits> {
  return Object.fromEntries(risks.map((risk) => [risk, emptyBits(typePlaces.size)])) as Record<Risk, Bits>;
}

function isConditional({ condition }: PermissionBlock): boolean {
  return (condition ?? '') !== '';
}

function addBlock(grant: RoleGrant, block: PermissionBlock, operations: Operations): void {
  const plain = !isConditional(block);
  const excluded = emptyBits(operations.keys.length);
  for (const pattern of block.notActions) addCovered(operations, pattern, excluded);
  for (const pattern of block.actions) {
    const given = emptyBits(operations.keys.length);
    addCovered(operations, pattern, given);
    const listed = given.some((word) => word !== 0);
    removeBits(given, excluded);
    for (const risk of risks)
      if (grant.patterns[risk] === undefined && meet(given, operations.byRisk[risk]))
        grant.patterns[risk] = pattern;
    addBits(grant.held, given);
    if (plain) addBits(grant.plain, given);
    addSigns(grant, { pattern, notActions: block.notActions, plain });
    // What covers a needed action and nothing else that is known, exceeds nothing that is known.
    if (!listed && !coversNeeded(pattern) && !excludedWhole(block.notActions, pattern))
      addUnlisted(grant, { name: pattern, risk: riskOf(pattern), plain });
  }
  for (const pattern of block.dataActions)
    if (!excludedWhole(block.notDataActions, pattern))
      addUnlisted(grant, { name: pattern, risk: 'data', plain });
}

function addSigns(
  { everything, patterns }: RoleGrant,
  { pattern, notActions, plain }: { pattern: string; notActions: readonly string[]; plain: boolean },
): void {
  if (!pattern.includes('*')) return;
  for (const [place, sign] of signs.entries()) {
    if (!covers(pattern, sign) || notActions.some((each) => covers(each, sign))) continue;
    patterns.fullControl ??= pattern;
    everything.held |= 1 << place;
    if (plain) everything.plain |= 1 << place;
  }
}

/** A star of the pattern can only be met by a star of what excludes it, so this holds for all that it stands for. */
function excludedWhole(excluding: readonly string[], pattern: string): boolean {
  return excluding.some((each) => covers(each, pattern));
}

function addUnlisted(grant: RoleGrant, { name, risk, plain }: Omit<Unlisted, 'type'>): void {
  const key = `${risk === 'data' ? 'data ' : ''}${name.toLowerCase()}`;
  const known = grant.unlisted.get(key);
  grant.patterns[risk] ??= name;
  if (known === undefined) grant.unlisted.set(key, { name, risk, plain, type: resourceTypeOf(name) });
  else known.plain ||= plain;
}
