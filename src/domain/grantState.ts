import type { OperationView } from './operationView.ts';
import { isUnderWay } from './operationView.ts';
import type { Problem } from './problems.ts';
import type { Readiness } from './readiness.ts';

/** How a grant goes, in short: what a batch keeps of each. */
export type GrantState =
  | { outcome: 'running' }
  | { outcome: 'awaitingApproval' }
  | { outcome: 'granted'; username: string; readiness: Readiness['level'] }
  | { outcome: 'failed'; problems: Problem[] };

/** The state of the operation of this id; `view` is undefined if Durable Functions knows none. */
export function grantStateOf(id: string, view: OperationView | undefined): GrantState {
  if (view === undefined) return failed('operation-not-found', `There is no operation '${id}' any more.`);
  const { state, outcome } = view;
  if (state === 'awaitingApproval') return { outcome: state };
  if (isUnderWay(view)) return { outcome: 'running' };
  if (outcome?.outcome === 'granted') {
    return { outcome: 'granted', username: outcome.username, readiness: outcome.readiness.level };
  }
  if (outcome?.outcome === 'failed') return { outcome: 'failed', problems: outcome.problems };
  return state === 'terminated'
    ? failed('operation-terminated', `Somebody terminated the operation ${id}.`)
    : failed('internal-error', `The operation ${id} ended without an outcome.`);
}

function failed(code: Problem['code'], message: string): GrantState {
  const fix =
    'Look at what the application holds (GET /api/grants/{application}), and ask for the grant again.';
  return { outcome: 'failed', problems: [{ code, message, fix }] };
}
