import type { OpenRow } from '../../domain/operation.ts';
import type { Problem } from '../../domain/problems.ts';
import { backOff } from '../policies.ts';
import { problemsOf, reasonOf } from '../refusal.ts';
import { callAll, now } from '../step.ts';
import type { ActivityCall, ActivityResult, Step } from '../step.ts';
import { roleOf } from './batchRoles.ts';
import type { BatchRun } from './batchRun.ts';

type Started = ActivityResult<'startGrant'>;

/** Asks for the grants of these rows, side by side, at the door that every caller goes through. */
export function* startRows(run: BatchRun, rows: readonly OpenRow[]): Step<void> {
  const due: { row: OpenRow; call: ActivityCall }[] = [];
  for (const row of rows) {
    const role = roleOf(row, run.state.roles);
    if ('problems' in role) run.end(row, { outcome: 'failed', problems: role.problems });
    else due.push({ row, call: callFor(run, row, role) });
  }
  if (due.length === 0) return;
  const answers = yield* callEach(
    run,
    due.map(({ call }) => call),
  );
  due.forEach(({ row }, place) => take(run, row, answers[place]));
}

function callFor({ id, input }: BatchRun, { row, request }: OpenRow, known: ReturnType<typeof roleOf>) {
  const requester = { ...input.requester, why: `row ${row} of ${id}` };
  const role = 'role' in known ? { role: known.role } : {};
  return { ask: 'startGrant' as const, input: { request, requester, ...role } };
}

/** The answers of all; where one crashes, it is found by asking one by one, which only joins what has started. */
function* callEach(run: BatchRun, calls: readonly ActivityCall[]): Step<(Started | { crash: Problem[] })[]> {
  try {
    return (yield* callAll(run.context, calls)) as Started[];
  } catch (error) {
    run.log.warn('A row of the batch can’t be started.', { operation: run.id, reason: reasonOf(error) });
  }
  const answers: (Started | { crash: Problem[] })[] = [];
  for (const call of calls) {
    try {
      const [answer] = yield* callAll(run.context, [call]);
      answers.push(answer as Started);
    } catch (error) {
      answers.push({ crash: problemsOf(error) });
    }
  }
  return answers;
}

function take(run: BatchRun, row: OpenRow, answer: Started | { crash: Problem[] } | undefined): void {
  if (answer === undefined) throw new Error('Durable Functions gave fewer results than there were calls.');
  if ('crash' in answer) {
    run.end(row, { outcome: 'failed', problems: answer.crash });
    return;
  }
  switch (answer.kind) {
    case 'done':
      if ('problems' in answer.value) run.end(row, { outcome: 'failed', problems: answer.value.problems });
      else row.operation = answer.value.id;
      return;
    case 'refused':
      run.end(row, { outcome: 'failed', problems: [answer.problem] });
      return;
    case 'later':
      // It keeps its place: more rows would only be throttled as well.
      row.attempts += 1;
      row.dueAt = now(run.context) + Math.max(backOff(row.attempts), (answer.afterSeconds ?? 0) * 1000);
      if (row.dueAt > row.since + run.input.settings.propagationTimeout)
        run.end(row, { outcome: 'failed', problems: [answer.problem] });
  }
}
