import type { State } from '../state.ts';

/** The principal and every group it is in, through groups of groups. In lower case. */
export function principalAndGroups(state: State, principalId: string): Set<string> {
  const found = new Set([principalId.toLowerCase()]);
  // A Set visits what is added while it is walked, and nothing twice: groups in a circle end.
  for (const id of found)
    for (const group of state.groups.values())
      if (group.memberIds.some((member) => member.toLowerCase() === id))
        found.add(group.objectId.toLowerCase());
  return found;
}
