import type { Count, Sum } from './sum.ts';

/** What somebody can do beyond sending, in the words of who has to decide about it. Worst first. */
export function sentenceOf(
  { byRisk }: Sum,
  { fullControl, conditional }: { fullControl: boolean; conditional: boolean },
): string {
  const { roleWrites, keyAccess, deletes, data, changes, reads } = byRisk;
  const rest = [
    ...(keyAccess === undefined ? [] : ['read keys']),
    ...some('delete', deletes),
    ...(data === undefined ? [] : ['use data']),
    ...some('change', changes),
    ...some('read', reads),
  ];
  const everything = [
    roleWrites === undefined ? 'do everything but assign roles' : 'do everything',
    ...(data === undefined ? [] : ['use data']),
  ];
  const parts = fullControl ? everything : [...(roleWrites === undefined ? [] : ['assign roles']), ...rest];
  if (parts.length === 0) return 'can do nothing beyond sending';
  return `can ${parts.join(', ')}${conditional ? ', some of it only under a condition' : ''}`;
}

function some(verb: string, count: Count | undefined): string[] {
  if (count === undefined) return [];
  return [`${verb} ${count.resourceTypes} resource ${count.resourceTypes === 1 ? 'type' : 'types'}`];
}
