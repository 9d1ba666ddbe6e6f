import type { Application, ServicePrincipal, State } from '../state.ts';

/**
 * Carries an application's new tags and name over to its service principal (fact graph.tagsMirrored). Tags that
 * only the service principal has stay there and never flow back.
 */
export function mirror(
  state: State,
  application: Application,
  change: { tags?: string[] | undefined; displayName?: string | undefined },
): void {
  for (const one of backedBy(state, application)) {
    if (change.tags !== undefined) {
      const own = one.tags.filter((tag) => !application.tags.includes(tag));
      one.tags = [...new Set([...change.tags, ...own])];
    }
    one.displayName = change.displayName ?? one.displayName;
  }
}

/** With an application goes its service principal in its home tenant (fact application.delete.soft). */
export function deleteBackedBy(state: State, application: Application): void {
  for (const { objectId } of backedBy(state, application)) state.servicePrincipals.delete(objectId);
}

function backedBy(state: State, { appId }: Application): ServicePrincipal[] {
  return [...state.servicePrincipals.values()].filter((one) => one.appId === appId);
}
