import type { GrantInput, GrantOutcome } from '../../domain/operation.ts';
import { problemsOf } from '../refusal.ts';
import { publish } from '../publish.ts';
import { undoAll } from '../undo.ts';
import type { Step } from '../step.ts';
import type { GrantRun } from './grantRun.ts';

/** Takes back what the run made, so that no standing privilege stays behind, and says why it ended. */
export function* giveUp(run: GrantRun, input: GrantInput, error: unknown): Step<GrantOutcome> {
  const problems = problemsOf(error);
  const { undone, leftBehind } = yield* undoAll(run);
  const { application, serviceId } = input.request;
  run.log.error('The grant failed.', { operation: run.id, application, problems, undone, leftBehind });
  const data = { application, communicationService: serviceId, problems: problems.map(({ code }) => code) };
  yield* publish(run, input.settings, {
    type: 'Mailgrant.Grant.Failed',
    subject: `/operations/${run.id}`,
    data,
  });
  return { outcome: 'failed', problems, undone, leftBehind };
}
