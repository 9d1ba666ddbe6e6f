import type { LocalRequest } from '../../http.ts';
import { callerOf } from '../demand.ts';
import type { State } from '../../state.ts';

/** Who wrote a resource, as `systemData` names them. */
export function author(state: State, request: LocalRequest): { by: string; type: string } {
  const { appId, name } = callerOf(request);
  if (appId === undefined) return { by: name, type: 'User' };
  return { by: appId, type: state.managedIdentities.has(appId) ? 'ManagedIdentity' : 'Application' };
}
