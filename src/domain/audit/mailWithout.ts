import { evaluate } from '../permissions/evaluate.ts';
import type { Assignment } from '../permissions/evaluate.ts';
import { sameId } from '../resourceId.ts';
import { neededActions } from '../senderRole.ts';

/** What a principal holds by itself at a mail service. Times are in milliseconds since the epoch. */
export type HeldAtService = {
  serviceId: string;
  principalId: string;
  /** `changedOn` is when what it gives last changed, ISO 8601. */
  assignments: (Assignment & { changedOn: string })[];
};

export type Removed = {
  /** The ARM ids of the assignments that are to go. */
  ids: readonly string[];
  /** It has to be able to send afterwards, whether or not it is seen to be able to now. */
  mustSend: boolean;
  now: number;
  /** How long Azure may take to put an assignment into effect. */
  takesEffectWithin: number;
};

/**
 * From when on mail goes on without certain assignments: a time that is past or to be waited for. `never`: it would
 * stop. What one sees assigned may not be in effect yet, so each of the others counts only once it is old enough.
 */
export function mailGoesOnFrom(held: HeldAtService, removed: Removed): number | 'never' {
  const { ids, mustSend, now, takesEffectWithin } = removed;
  const goes = ({ id }: Assignment) => ids.some((each) => sameId(each, id));
  const rest = held.assignments.filter((each) => !goes(each));
  if (!maySend(held, rest)) {
    // What is not seen among the rest may be what lets it send: it may come from above the subscription.
    const isSeen = ids.every((id) => held.assignments.some((each) => sameId(each.id, id)));
    return mustSend || !isSeen || mightSend(held, held.assignments) ? 'never' : now;
  }
  // Azure's clock may be ahead of ours: nothing was changed later than now.
  const inEffectAt = ({ changedOn }: { changedOn: string }) =>
    Math.min(Date.parse(changedOn), now) + takesEffectWithin;
  const times = [now, ...rest.map(inEffectAt).filter((time) => time > now)].sort((one, other) => one - other);
  const first = times.find((time) =>
    maySend(
      held,
      rest.filter((each) => inEffectAt(each) <= time),
    ),
  );
  return first ?? 'never';
}

function maySend(held: HeldAtService, assignments: readonly Assignment[]): boolean {
  return verdicts(held, assignments).every((verdict) => verdict === 'allowed');
}

/** Perhaps under a condition. */
function mightSend(held: HeldAtService, assignments: readonly Assignment[]): boolean {
  return verdicts(held, assignments).every((verdict) => verdict === 'allowed' || verdict === 'conditional');
}

function verdicts({ principalId, serviceId }: HeldAtService, assignments: readonly Assignment[]) {
  return neededActions.map(
    (action) => evaluate({ principalIds: [principalId], action, scope: serviceId }, { assignments }).verdict,
  );
}
