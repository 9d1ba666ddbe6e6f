import { z } from 'zod';

const regex = z.string().refine(isRegex, 'is not a regular expression');
const status = z.int().min(200).max(599);

const effect = z.discriminatedUnion('kind', [
  /** An answer that the service did not think of. With `afterWork` the work was done all the same. */
  z.strictObject({
    kind: z.literal('status'),
    status,
    /** Seconds, or a date as HTTP writes them. Without it there is no Retry-After header. */
    retryAfter: z.union([z.int().nonnegative(), z.string().min(1)]).optional(),
    /** The error code in the service's own envelope; by default what the service says at this status. */
    code: z.string().min(1).optional(),
    message: z.string().min(1).optional(),
    /** Sent instead of the service's envelope, as a proxy on the way would. */
    text: z.string().optional(),
    afterWork: z.boolean().optional(),
  }),
  /** The connection breaks before anything is done. */
  z.strictObject({ kind: z.literal('resetBefore') }),
  /** The work is done, and the connection breaks before the answer. */
  z.strictObject({ kind: z.literal('resetAfter') }),
  /** The work is done at once, the answer comes so much later, by the clock of the local Azure. */
  z.strictObject({ kind: z.literal('slow'), milliseconds: z.number().positive() }),
  /** The work is done twice, as when something on the way sends a request again; the second answer is given. */
  z.strictObject({ kind: z.literal('twice') }),
]);

/** What to break, how often, and how. Every condition that is given must hold; letter case never matters. */
export const faultRule = z.strictObject({
  /** The service's name, as the request log shows it. */
  service: z.string().min(1).optional(),
  /** The operation's name, as the request log shows it. */
  operation: z.string().min(1).optional(),
  method: z.string().min(1).optional(),
  /** A regular expression that is searched for in path and query; for SMTP, in the username. */
  path: regex.optional(),
  /** The caller's display name, client id or object id. */
  caller: z.string().min(1).optional(),
  /** So many matching requests are left alone first. */
  skip: z.int().nonnegative().default(0),
  /** So many are struck, then the rule is spent; without it there is no end. */
  times: z.int().positive().optional(),
  /** The share of matching requests that is struck, from 0 to 1. */
  rate: z.number().min(0).max(1).default(1),
  /** With the same seed the same requests of a sequence are struck. */
  seed: z.int().default(1),
  effect,
});

/** A rule as tests and `POST /_local/faults` write it. */
export type FaultRule = z.input<typeof faultRule>;
export type ParsedFaultRule = z.output<typeof faultRule>;
export type FaultEffect = ParsedFaultRule['effect'];

function isRegex(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
