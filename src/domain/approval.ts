import * as z from 'zod';
import type { Decision } from './operation.ts';
import type { Problem } from './problems.ts';

/** What the body of a decision says. `approval` is the id of the waiting that it answers, if the caller gave it. */
export type DecisionRequest = { approve: boolean; reason: string; approval?: string };

/** The most characters of a reason. */
export const longestReason = 1000;
const longestName = 256;

/** One line that people may read anywhere: no control or formatting characters, no half ones. */
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => text.isWellFormed() && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text));

const requestSchema = z.strictObject({
  approve: z.boolean(),
  reason: line(longestReason),
  approval: z.string().optional(),
});

const decisionSchema = z.strictObject({
  approve: z.boolean(),
  reason: line(longestReason),
  approval: z.string().optional(),
  by: z.strictObject({ who: line(longestName), principalId: z.string().optional() }),
});

/** To take a request back needs no good words: whatever they are, nothing is granted. */
const withdrawalSchema = z.object({ by: z.literal('withdrawn'), reason: z.string().catch('') });

/** Reads the body of a decision: gives it, or every problem that it has. */
export function parseDecisionRequest(body: unknown): DecisionRequest | Problem[] {
  const parsed = requestSchema.safeParse(body, { reportInput: true });
  if (!parsed.success) return parsed.error.issues.flatMap(toProblems);
  const { approval, ...decision } = parsed.data;
  return { ...decision, ...(approval === undefined ? {} : { approval }) };
}

/**
 * Reads what was raised as a decision on the waiting `approval`. Whoever holds a key of the task hub can raise
 * anything; undefined for what is no decision, or one on something that was asked for before under the same id.
 */
export function readDecision(payload: unknown, approval: string): Decision | undefined {
  const withdrawal = withdrawalSchema.safeParse(payload).data;
  if (withdrawal !== undefined) return { approve: false, ...withdrawal, reason: cut(withdrawal.reason) };
  const { data } = decisionSchema.safeParse(payload);
  if (data?.approval !== approval) return undefined;
  const { approve, reason, by } = data;
  const { who, principalId } = by;
  return { approve, reason, by: { who, ...(principalId === undefined ? {} : { principalId }) } };
}

function cut(reason: string): string {
  return reason
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, longestReason)
    .toWellFormed();
}

/** Why a decision ends the operation; undefined if it approves. */
export function decisionProblem({ approve, reason, by }: Decision): Problem | undefined {
  if (by === 'withdrawn') return withdrawn(reason);
  if (approve) return undefined;
  return {
    code: 'approval-rejected',
    message: `${by.who} rejected the request: ${reason}`,
    fix: 'Ask for something else, or talk to whoever rejected it.',
  };
}

/** The end of a request that was taken back. */
export function withdrawn(why: string): Problem {
  return {
    code: 'request-withdrawn',
    message: `The request was taken back before it was approved: ${why}`,
    fix: 'Ask again if it is still wanted.',
  };
}

/** The end of a request that nobody decided on. `until` is ISO 8601 in UTC. */
export function timedOut(until: string): Problem {
  return {
    code: 'approval-timed-out',
    message: `Nobody decided on the request until ${until}.`,
    fix: 'Ask again, and tell an approver; MAILGRANT_APPROVAL_TIMEOUT says how long a request waits.',
  };
}

const fixes: Record<string, string> = {
  approve: 'Give true to approve, or false to reject.',
  reason: `Give a reason on one line, of at most ${longestReason} characters.`,
  approval: 'Give the id of the approval as GET /api/operations/{id} shows it, or leave it out.',
};

function toProblems(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'unknown-field',
      field: key,
      message: `There is no field '${key}'.`,
      fix: 'Known fields are approve, reason and approval.',
    }));
  }
  const field = issue.path.join('.');
  if (field === '') {
    return [
      {
        code: 'not-an-object',
        message: 'The body is not a JSON object.',
        fix: 'Send an object such as {"approve": true, "reason": "Agreed with the mail team."}.',
      },
    ];
  }
  const fix = fixes[field] ?? '';
  if (issue.code !== 'invalid_type')
    return [
      { code: 'invalid-reason', field, message: `The ${field} is empty, too long or not on one line.`, fix },
    ];
  const isMissing = issue.input === undefined;
  return [
    {
      code: isMissing ? 'missing-field' : 'wrong-type',
      field,
      message: `The field '${field}' ${isMissing ? 'is missing' : 'has the wrong type'}.`,
      fix,
    },
  ];
}
