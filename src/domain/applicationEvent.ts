import * as z from 'zod';
import { isGuid } from './resolvedApplication.ts';

/** An event that names an application. Anyone may have sent it, so it is a reason to look, and proves nothing. */
export type ApplicationEvent = {
  id: string;
  type: string;
  /** Who says that it sent it. */
  source: string;
  /** When it says that it was made, in milliseconds since the epoch. */
  time?: number;
  /** What it says of the application. */
  claims?: 'tagged' | 'untagged' | 'deleted';
  /**
   * It says that it tells nothing new, but that nothing has come of what was told. Then less is done than without it,
   * so that a lie gains nothing.
   */
  again?: true;
  /** What may be the application's id, client id or object id, the likeliest first; in lower case, each once. */
  names: [string, ...string[]];
};

/** Reads an event of the CloudEvents or the Event Grid schema, or says why it is of no interest. */
export function parseApplicationEvent(input: unknown): ApplicationEvent | { ignored: string } {
  const parsed = event.safeParse(input);
  if (!parsed.success) return { ignored: 'It is no event.' };
  const { data, subject = '', ...given } = parsed.data;
  const id = given.id;
  const type = given.type ?? given.eventType;
  if (id === undefined || type === undefined) return { ignored: 'It is no event.' };
  if (ownNews.test(type)) return { ignored: 'Mailgrant has published it as the outcome of something.' };
  const [, inSubject] = /^\/applications\/([0-9a-f-]{36})$/i.exec(subject) ?? [];
  const candidates = [data.appId, data.applicationId, data.objectId, inSubject];
  const guids = candidates.filter((name) => name !== undefined && isGuid(name)) as string[];
  const [first, ...more] = new Set(guids.map((name) => name.toLowerCase()));
  if (first === undefined) return { ignored: 'It names no application.' };
  const time = Date.parse(given.time ?? given.eventTime ?? '');
  const claims = claimsOf.get(type);
  return {
    id: short(id),
    type: short(type),
    source: short(given.source ?? given.topic ?? 'an unnamed source'),
    ...(Number.isNaN(time) ? {} : { time }),
    ...(claims === undefined ? {} : { claims }),
    ...(data.again === true ? { again: true } : {}),
    names: [first, ...more],
  };
}

/** What Mailgrant itself publishes of its work: it names applications too, and acting on it would go in circles. */
const ownNews = /^Mailgrant\.(Grant|Audit)\./i;

const claimsOf = new Map([
  ['Mailgrant.Application.Tagged', 'tagged'],
  ['Mailgrant.Application.Untagged', 'untagged'],
  ['Mailgrant.Application.Deleted', 'deleted'],
] as const) as ReadonlyMap<string, NonNullable<ApplicationEvent['claims']>>;

/** A field of the wrong type is as good as none: the sender is a stranger, and the other fields may do. */
const text = z.string().min(1).optional().catch(undefined);
const named = z.object({
  appId: text,
  applicationId: text,
  objectId: text,
  again: z.boolean().optional().catch(undefined),
});
const event = z.object({
  id: text,
  type: text,
  eventType: text,
  source: text,
  topic: text,
  time: text,
  eventTime: text,
  subject: text,
  data: named.catch({}),
});

const longest = 120;

/** It goes into logs, and into a role assignment's description: one line, and not a long one. */
function short(text: string): string {
  return text
    .slice(0, longest)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .toWellFormed()
    .trim();
}
