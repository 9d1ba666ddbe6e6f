import { addBits, bitsOf, countBits, emptyBits, hasBit } from './bits.ts';
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
  const sum: Sum = { byRisk: {} };
  for (const risk of risks) {
    const count = countOf(joint, [risk], operations);
    if (count !== undefined) sum.byRisk[risk] = count;
  }
  const other = countOf(joint, ['changes', 'reads'], operations);
  const all = countOf(joint, risks, operations);
  return { ...sum, ...(other === undefined ? {} : { other }), ...(all === undefined ? {} : { all }) };
}

function countOf(joint: JointGrant, of: readonly Risk[], operations: Operations): Count | undefined {
  const mask = emptyBits(operations.keys.length);
  const types = emptyBits(operations.typePlaces.size);
  for (const risk of of) {
    addBits(mask, operations.byRisk[risk]);
    addBits(types, joint.types[risk]);
  }
  const listed = countBits(joint.held, mask);
  const unlisted = [...joint.unlisted.values()].filter(({ risk }) => of.includes(risk));
  if (listed + unlisted.length === 0) return undefined;
  const isNew = (type: string) => {
    const place = operations.typePlaces.get(type);
    return place === undefined || !hasBit(types, place);
  };
  const newTypes = new Set(unlisted.map(({ type }) => type).filter(isNew));
  const examples = new Set<string>();
  for (const from of [operations.mailFrom, 0])
    for (const place of bitsOf(joint.held, mask, from)) {
      const past = from > 0 && operations.keys[place]?.startsWith('microsoft.communication/') !== true;
      if (past || examples.size === mostExamples) break;
      examples.add(operations.names[place] ?? '');
    }
  for (const { name } of unlisted.slice(0, mostExamples)) examples.add(name);
  return {
    operations: listed + unlisted.length,
    resourceTypes: countBits(types) + newTypes.size,
    examples: [...examples].slice(0, mostExamples),
  };
}
