import type { Problem } from '../domain/problems.ts';
import type { QuestionOf } from './askAzure.ts';
import { sightingsInARow } from './policies.ts';

/** No call tells when Azure enforces a role; that several reads in a row show it is the most that can be seen. */
export function watchPropagation(assignmentId: string): QuestionOf<'checkPropagation'> {
  let inARow = 0;
  return {
    ask: 'checkPropagation',
    input: { assignmentId },
    notYet({ seen }): Problem | undefined {
      inARow = seen ? inARow + 1 : 0;
      if (inARow >= sightingsInARow) return undefined;
      return {
        code: 'assignment-not-seen',
        message: `Azure took the role assignment ${assignmentId}, but reads do not show it yet.`,
        fix: 'Ask again later; raise MAILGRANT_PROPAGATION_TIMEOUT if this happens often.',
      };
    },
  };
}
