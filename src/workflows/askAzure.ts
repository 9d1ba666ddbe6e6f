import type { Answer } from '../domain/answer.ts';
import type { Problem } from '../domain/problems.ts';
import type { AzureRun, Undo } from './azureRun.ts';
import { backOff, watchEvery } from './policies.ts';
import { Refusal } from './refusal.ts';
import { callAll, now, sleepUntil } from './step.ts';
import type { ActivityCall, ActivityInput, ActivityName, ActivityResult, Step } from './step.ts';

type ValueOf<K extends ActivityName> = Extract<ActivityResult<K>, { kind: 'done' }>['value'];

/** One thing asked of Azure, again and again until it is done. */
export type QuestionOf<K extends ActivityName> = {
  ask: K;
  input: ActivityInput<K>;
  /** Takes the thing back if the operation fails later. Only for what this run makes. */
  undo?: Undo;
  /** It changes something in Azure, which takes time to have its effect. */
  changes?: true;
  /** Why the value is not good enough yet; undefined if it is. */
  notYet?: (value: ValueOf<K>) => Problem | undefined;
};
export type Question = { [K in ActivityName]: QuestionOf<K> }[ActivityName];
type Value<Q> = Q extends { ask: infer K extends ActivityName } ? ValueOf<K> : undefined;

/**
 * Asks Azure and gives what it answered. Waits on durable timers while the answer is "not yet", until the run's
 * deadline. Throws Refusal when Azure says no, or when the time is up.
 */
export function* askAzure<K extends ActivityName>(run: AzureRun, question: QuestionOf<K>): Step<ValueOf<K>> {
  const [value] = yield* askUntilDone(run, [question]);
  return value as ValueOf<K>;
}

/** Asks several things side by side; what is done first waits for the rest. Leaves out what is undefined. */
export function* askAll<const Q extends Record<string, Question | undefined>>(
  run: AzureRun,
  questions: Q,
): Step<{ [K in keyof Q]: Value<Q[K]> }> {
  const asked = Object.entries(questions).filter(([, question]) => question !== undefined);
  const values = yield* askUntilDone(
    run,
    asked.map(([, question]) => question),
  );
  return Object.fromEntries(asked.map(([name], place) => [name, values[place]])) as {
    [K in keyof Q]: Value<Q[K]>;
  };
}

/** Asks the same kind of thing many times, so many side by side; the values come in the order of the questions. */
export function* askMany<K extends ActivityName>(
  run: AzureRun,
  questions: readonly QuestionOf<K>[],
  atATime: number,
): Step<ValueOf<K>[]> {
  const values: ValueOf<K>[] = [];
  for (let start = 0; start < questions.length; start += atATime)
    values.push(...((yield* askUntilDone(run, questions.slice(start, start + atATime))) as ValueOf<K>[]));
  return values;
}

/** A question on its way to an answer. Times are in milliseconds since the epoch. */
type Asked = {
  question: Question;
  since: number;
  attempts: number;
  /** When to ask again. */
  dueAt: number;
  value?: { of: unknown };
  refusal?: Problem;
  /** Why there is no value yet. */
  pending?: Problem;
  /** An attempt may have taken effect although no answer said so. */
  mayHaveHappened: boolean;
};

function* askUntilDone(run: AzureRun, questions: readonly unknown[]): Step<unknown[]> {
  const start = now(run.context);
  const all = (questions as Question[]).map((question): Asked => {
    return { question, since: start, attempts: 0, dueAt: start, mayHaveHappened: false };
  });
  // Registered before the first attempt: a write whose answer got lost has to be taken back as well.
  for (const { question } of all) if (question.undo !== undefined) run.undos.push(question.undo);
  for (;;) {
    const open = all.filter(({ value }) => value === undefined);
    if (open.length === 0) return all.map(({ value }) => value?.of);
    const due = yield* waitForDue(run, open);
    const calls = due.map(({ question: { ask, input } }) => ({ ask, input }) as ActivityCall);
    const answers = yield* callAll(run.context, calls);
    due.forEach((asked, place) => take(asked, answers[place], now(run.context)));
    const changed = due.some(({ question, value }) => question.changes === true && value !== undefined);
    if (changed) run.changedAt = now(run.context);
    const refusals = due.flatMap(({ refusal }) => refusal ?? []);
    if (refusals.length > 0) {
      forgetUndone(run, open);
      throw new Refusal(refusals, undefined, mayAnyHaveHappened(open));
    }
  }
}

/** Sleeps until it is time to ask again, and gives the questions to ask. Throws when the run's time is up. */
function* waitForDue(run: AzureRun, open: readonly Asked[]): Step<Asked[]> {
  const wakeAt = Math.min(...open.map(({ dueAt }) => dueAt));
  if (wakeAt > run.deadline) {
    const problems = open.flatMap(({ pending }) => pending ?? []);
    forgetUndone(run, open);
    throw new Refusal(problems, wakeAt, mayAnyHaveHappened(open));
  }
  yield* sleepUntil(run.context, wakeAt);
  return open.filter(({ dueAt }) => dueAt <= now(run.context));
}

/** What is sure not to have happened is not to be taken back: by now it may be another's. */
function forgetUndone(run: AzureRun, open: readonly Asked[]): void {
  for (const { question, value, mayHaveHappened } of open)
    if (value === undefined && !mayHaveHappened) run.forget(question.undo);
}

function mayAnyHaveHappened(open: readonly Asked[]): boolean {
  return open.some(({ value, mayHaveHappened }) => value === undefined && mayHaveHappened);
}

function take(asked: Asked, answer: Answer<unknown> | undefined, at: number): void {
  asked.attempts += 1;
  switch (answer?.kind) {
    case undefined:
      throw new Error('Durable Functions gave fewer results than there were calls.');
    case 'refused':
      asked.refusal = answer.problem;
      return;
    case 'later':
      asked.mayHaveHappened ||= answer.mayHaveHappened;
      asked.pending = answer.problem;
      asked.dueAt = at + Math.max(backOff(asked.attempts), (answer.afterSeconds ?? 0) * 1000);
      return;
    case 'done': {
      const problem = asked.question.notYet?.(answer.value as never);
      if (problem === undefined) {
        asked.value = { of: answer.value };
        return;
      }
      asked.pending = problem;
      asked.dueAt = at + watchEvery(at - asked.since);
    }
  }
}
