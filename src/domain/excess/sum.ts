import { addBits, bitsOf, countBits, hasBit } from './bits.ts';
import type { Bits } from './bits.ts';
import type { JointGrant } from './jointGrant.ts';
import type { Operations } from './operations.ts';
import { risks } from './riskClass.ts';
import type { Risk } from './riskClass.ts';

/** How much there is of a risk. `examples` are a few operations, those on mail services first. */
export type Count = { operations: number; resourceTypes: number; examples: string[] };

/** What a grant comes to: by risk, changes and reads together, and everything together. Absent is nothing. */
export type Sum = { byRisk: Partial<Record<Risk, Count>>; other?: Count; all?: Count };

const mostExamples = 3;

export function sumOf(joint: JointGrant, operations: Operations): Sum {
  const unlisted = Map.groupBy(joint.unlisted.values(), ({ risk }) => risk);
  const byRisk: Sum['byRisk'] = {};
  for (const risk of risks) {
    const mask = operations.byRisk[risk];
    const more = unlisted.get(risk) ?? [];
    const count = countBits(joint.held, mask) + more.length;
    if (count === 0) continue;
    const names = [...listedExamples(joint.held, mask, operations), ...more.map(({ name }) => name)];
    const resourceTypes = typesOf(joint, [risk], operations);
    byRisk[risk] = { operations: count, resourceTypes, examples: names.slice(0, mostExamples) };
  }
  const together = (of: readonly Risk[]): Count | undefined => {
    const counts = of.flatMap((risk) => byRisk[risk] ?? []);
    if (counts.length === 0) return undefined;
    return {
      operations: counts.reduce((total, count) => total + count.operations, 0),
      resourceTypes: typesOf(joint, of, operations),
      examples: counts.flatMap(({ examples }) => examples).slice(0, mostExamples),
    };
  };
  const [other, all] = [together(['changes', 'reads']), together(risks)];
  return { byRisk, ...(other === undefined ? {} : { other }), ...(all === undefined ? {} : { all }) };
}

function typesOf(joint: JointGrant, of: readonly Risk[], operations: Operations): number {
  const [first, ...others] = of;
  if (first === undefined) return 0;
  const types = others.length === 0 ? joint.types[first] : joint.types[first].slice();
  for (const risk of others) addBits(types, joint.types[risk]);
  const unlisted = new Set<string>();
  for (const { risk, type } of joint.unlisted.values()) {
    const place = operations.typePlaces.get(type);
    if (of.includes(risk) && (place === undefined || !hasBit(types, place))) unlisted.add(type);
  }
  return countBits(types) + unlisted.size;
}

function listedExamples(held: Bits, mask: Bits, { names, keys, mailFrom }: Operations): string[] {
  const examples = new Set<string>();
  for (const place of bitsOf(held, mask, mailFrom)) {
    if (examples.size === mostExamples || keys[place]?.startsWith('microsoft.communication/') !== true) break;
    examples.add(names[place] ?? '');
  }
  for (const place of bitsOf(held, mask)) {
    if (examples.size === mostExamples) break;
    examples.add(names[place] ?? '');
  }
  return [...examples];
}
