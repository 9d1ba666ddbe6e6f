import type { InvocationContext } from '@azure/functions';
import { done } from '../domain/answer.ts';
import { grantStateOf } from '../domain/grantState.ts';
import type { InnerDoors } from '../domain/innerDoors.ts';
import { admitGrant } from './admitGrant.ts';
import { auditDoors } from './audit/auditDoors.ts';
import type { DoorParts } from './doorParts.ts';
import { findOperation } from './operations.ts';
import { Turned } from './turned.ts';

/** The inner doors as handlers of activities that have a durable client. */
type Handlers = {
  [K in keyof InnerDoors]: (
    input: Parameters<InnerDoors[K]>[0],
    context: InvocationContext,
  ) => ReturnType<InnerDoors[K]>;
};

/**
 * The doors for the app's own orchestrations (docs/decisions/0013-an-inner-door-for-batches.md). Starting is joining
 * where the operation runs already, so both can be asked twice without harm.
 */
export function innerDoors(parts: DoorParts): Handlers {
  return {
    ...auditDoors(parts),
    async startGrant(input, context) {
      try {
        return done(await admitGrant(parts, context, input));
      } catch (error) {
        if (!(error instanceof Turned)) throw error;
        const { problems, retryAfterSeconds: afterSeconds } = error;
        const [problem] = problems;
        if (problem === undefined || afterSeconds === undefined) return done({ problems: [...problems] });
        return { kind: 'later', problem, afterSeconds, mayHaveHappened: false };
      }
    },
    async readOutcomes({ ids }, context) {
      const views = await Promise.all(ids.map((id) => findOperation(context, id)));
      return done(views.map((view, place) => grantStateOf(ids[place] ?? '', view)));
    },
  };
}
