import { statusOf } from './problems.ts';
import type { ProblemCode } from './problems.ts';
import type { OperationView } from './operationView.ts';
import { isUnderWay } from './operationView.ts';
import { isHastened } from './revocation.ts';
import type { Requester } from './requester.ts';

type Asked = {
  /** Who had asked for it. */
  door: Requester['door'];
};

/** The last grant of an application at the mail service that its tags name. */
export type LastGrant = Pick<OperationView, 'state' | 'startedAt' | 'outcome'> &
  Asked & {
    /** It asked for what the tags ask for now. */
    sameWish: boolean;
  };

/** The last revocation that was about this mail service. */
export type LastRevocation = Pick<OperationView, 'state' | 'updatedAt' | 'steps' | 'outcome'> & Asked;

/**
 * Whether an application that is tagged and holds no login is to be granted once more, though nothing has changed: if
 * its tags were never acted on, or if what kept the grant from succeeding may have gone. What a person decided stays,
 * be it an approver or whoever deleted the grant.
 */
export function isRetryDue(grant: LastGrant | undefined, revocation: LastRevocation | undefined): boolean {
  if (revocation !== undefined && isUnderWay(revocation)) return false;
  const taken =
    revocation !== undefined &&
    revocation.outcome?.outcome !== 'kept' &&
    (grant === undefined || revocation.updatedAt >= grant.startedAt);
  if (taken && (revocation.door === 'http' || isHastened(revocation))) return false;
  if (grant === undefined) return true;
  // What was asked for over HTTP goes its way first; what tags asked for before makes room.
  if (isUnderWay(grant)) return grant.door === 'event' && !grant.sameWish;
  // A DELETE takes back what waits for approval. What tags ask for is taken back when they change, too.
  if (!grant.sameWish) return grant.door === 'event' || !isWithdrawn(grant.outcome);
  if (grant.state === 'succeeded') return taken;
  return grant.state === 'failed' && endedByChance(grant.outcome);
}

function isWithdrawn(outcome: OperationView['outcome']): boolean {
  return outcome?.outcome === 'failed' && outcome.problems.some(({ code }) => code === 'request-withdrawn');
}

/** Without an outcome it has crashed. */
function endedByChance(outcome: OperationView['outcome']): boolean {
  if (outcome?.outcome !== 'failed') return outcome === undefined;
  return outcome.problems.every(({ code }) => mayMend(code));
}

/** Whether the problem may be gone another day, though nobody has asked for anything else or decided otherwise. */
export function mayMend(code: ProblemCode): boolean {
  return !decided.includes(code) && !refusing.includes(statusOf(code));
}

/** 400 is for who asks to mend, and 401 and 403 are the will of somebody. */
const refusing = [400, 401, 403, 413, 415];

const decided: readonly ProblemCode[] = ['approval-timed-out', 'request-withdrawn', 'operation-terminated'];
