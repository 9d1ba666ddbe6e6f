import * as z from 'zod';
import { line, longestReason } from '../approval.ts';
import type { Problem } from '../problems.ts';

/** What the body of a request for a fix says. */
export type FixRequest = { reason?: string };

const schema = z.strictObject({ reason: line(longestReason).exactOptional() });

/** Reads the body of a request for a fix: gives it, or every problem that it has. */
export function parseFixRequest(body: unknown): FixRequest | Problem[] {
  const parsed = schema.safeParse(body);
  return parsed.success ? parsed.data : parsed.error.issues.flatMap(toProblems);
}

function toProblems(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'unknown-field',
      field: key,
      message: `There is no field '${key}'.`,
      fix: 'The only field is reason.',
    }));
  }
  if (issue.path.length === 0) {
    return [
      {
        code: 'not-an-object',
        message: 'The body is not a JSON object.',
        fix: 'Send nothing, or an object such as {"reason": "Agreed with the mail team."}.',
      },
    ];
  }
  const wrongType = issue.code === 'invalid_type';
  return [
    {
      code: wrongType ? 'wrong-type' : 'invalid-reason',
      field: 'reason',
      message: wrongType
        ? "The field 'reason' has the wrong type."
        : 'The reason is empty, too long or not on one line.',
      fix: `Give a reason on one line, of at most ${longestReason} characters, or leave it out.`,
    },
  ];
}
