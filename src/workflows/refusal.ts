import type { Problem } from '../domain/problems.ts';

/** Ends an operation. Thrown and caught inside one orchestration; it never crosses a boundary. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problems: Problem[];
  /** Not before this is Azure to be asked again, in milliseconds since the epoch. */
  readonly notBefore: number | undefined;
  /** What was asked may have taken effect all the same: an answer got lost. */
  readonly mayHaveHappened: boolean;

  constructor(problems: Problem[], notBefore?: number, mayHaveHappened = false) {
    super(problems.map(({ code, message }) => `${code}: ${message}`).join('; '));
    this.problems = problems;
    this.notBefore = notBefore;
    this.mayHaveHappened = mayHaveHappened;
  }
}

/** The problems that ended an operation, whatever was thrown. */
export function problemsOf(error: unknown): Problem[] {
  if (error instanceof Refusal) return error.problems;
  return [
    {
      code: 'internal-error',
      message: `Mailgrant failed: ${reasonOf(error)}`,
      fix: 'Ask again; if it stays so, look up the operation id in the logs and report it.',
    },
  ];
}

/** Why something was given up, whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
