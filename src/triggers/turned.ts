import type { Answer } from '../domain/answer.ts';
import type { Problem } from '../domain/problems.ts';

/** Ends a visit with problems, at whatever door. */
export class Turned extends Error {
  override readonly name = 'Turned';
  readonly problems: readonly Problem[];
  readonly retryAfterSeconds: number | undefined;

  constructor(problems: readonly Problem[], retryAfterSeconds?: number) {
    super(problems.map(({ code }) => code).join(', '));
    this.problems = problems;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The value of an answer; turns the visitor away if there is none. */
export function valueOf<T>(answer: Answer<T>): T {
  const [value] = valuesOf([answer] as const);
  return value;
}

/** The values of several answers; turns the visitor away with all their problems if one is missing. */
export function valuesOf<const A extends readonly Answer<unknown>[]>(
  answers: A,
): { [I in keyof A]: A[I] extends Answer<infer T> ? T : never } {
  const problems = answers.flatMap((answer) => (answer.kind === 'done' ? [] : [answer.problem]));
  if (problems.length > 0) {
    const waits = answers.flatMap((answer) => (answer.kind === 'later' ? [answer.afterSeconds ?? 5] : []));
    throw new Turned(problems, waits.length === 0 ? undefined : Math.max(...waits));
  }
  return answers.map((answer) => (answer.kind === 'done' ? answer.value : undefined)) as {
    [I in keyof A]: A[I] extends Answer<infer T> ? T : never;
  };
}
