import { covers } from '../permissions/pattern.ts';
import { neededActions } from '../senderRole.ts';
import { addBit, addBits, emptyBits } from './bits.ts';
import type { Bits } from './bits.ts';
import { resourceTypeOf, riskOf, risks } from './riskClass.ts';
import type { Risk } from './riskClass.ts';
import { roleWrites } from './roleWrites.ts';

/** Everything there is to exceed the need by. Each operation is known by its place in the order. */
export type Operations = {
  /** In Azure's spelling. */
  names: readonly string[];
  /** In lower case, sorted. */
  keys: readonly string[];
  /** The place of each operation's resource type. */
  types: Uint32Array;
  typePlaces: ReadonlyMap<string, number>;
  byRisk: Readonly<Record<Risk, Bits>>;
  /** The place of the first operation on mail services. */
  mailFrom: number;
  /** What patterns cover that could start with anything: each is looked for in all operations, once. */
  anywhere: Map<string, Bits>;
};

const needed: readonly string[] = neededActions.map((action) => action.toLowerCase());

// What has to be seen also where the list of operations is a short one.
const alwaysKnown = [
  ...roleWrites.map(({ operation }) => operation),
  'Microsoft.Communication/CommunicationServices/ListKeys/action',
  'Microsoft.Communication/CommunicationServices/RegenerateKey/action',
];
// Of 2 KB each for all of Azure's operations.
const mostAnywhere = 2_000;

/** Prepared once per audit, so that however many assignments share the work for each role. */
export function prepareOperations(operations: readonly string[]): Operations {
  const spelling = new Map<string, string>();
  // The last one wins: Azure's own spelling before ours.
  for (const operation of [...alwaysKnown, ...operations]) spelling.set(operation.toLowerCase(), operation);
  for (const action of needed) spelling.delete(action);
  const keys = [...spelling.keys()].sort();
  const typePlaces = new Map<string, number>();
  const types = new Uint32Array(keys.length);
  const byRisk = Object.fromEntries(risks.map((risk) => [risk, emptyBits(keys.length)])) as Record<
    Risk,
    Bits
  >;
  for (const [place, key] of keys.entries()) {
    const type = resourceTypeOf(key);
    if (!typePlaces.has(type)) typePlaces.set(type, typePlaces.size);
    types[place] = typePlaces.get(type) ?? 0;
    addBit(byRisk[riskOf(key)], place);
  }
  return {
    names: keys.map((key) => spelling.get(key) ?? key),
    keys,
    types,
    typePlaces,
    byRisk,
    mailFrom: firstFrom(keys, 'microsoft.communication/'),
    anywhere: new Map(),
  };
}

/** Puts the operations that a pattern covers into `into`. */
export function addCovered(operations: Operations, pattern: string, into: Bits): void {
  const key = pattern.toLowerCase();
  const star = key.indexOf('*');
  if (star === 0) {
    addBits(into, coveredAnywhere(operations, key));
    return;
  }
  const { keys } = operations;
  const head = star === -1 ? key : key.slice(0, star);
  const first = firstFrom(keys, head);
  if (star === -1) {
    if (keys[first] === key) addBit(into, first);
    return;
  }
  for (let place = first; keys[place]?.startsWith(head) === true; place += 1)
    if (covers(key, keys[place] ?? '')) addBit(into, place);
}

/** Whether a pattern covers one of the actions that sending takes. */
export function coversNeeded(pattern: string): boolean {
  return needed.some((action) => covers(pattern, action));
}

function coveredAnywhere({ keys, anywhere }: Operations, pattern: string): Bits {
  const known = anywhere.get(pattern);
  if (known !== undefined) return known;
  const found = emptyBits(keys.length);
  for (const [place, key] of keys.entries()) if (covers(pattern, key)) addBit(found, place);
  if (anywhere.size >= mostAnywhere) anywhere.clear();
  anywhere.set(pattern, found);
  return found;
}

/** The place of the first key that is not before `head`. */
function firstFrom(keys: readonly string[], head: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? '') < head) low = middle + 1;
    else high = middle;
  }
  return low;
}
