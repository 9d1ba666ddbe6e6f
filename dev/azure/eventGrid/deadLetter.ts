import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeadLetterReason, Pending } from './pending.ts';

const outcomes: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  408: 'TimedOut',
  413: 'PayloadTooLarge',
  503: 'Busy',
};

/** Writes an undeliverable event as Event Grid writes a blob: by subscription and hour, an array of one. */
export function writeDeadLetter(folder: string, pending: Pending, reason: DeadLetterReason): void {
  const { subscription, lastAttemptAt = pending.publishedAt } = pending;
  const at = new Date(lastAttemptAt);
  const hour = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours()].map(String);
  const path = join(folder, subscription.topic, subscription.name.toUpperCase(), ...hour);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, `${randomUUID()}.json`), JSON.stringify([deadLetter(pending, reason)]));
}

/** The event with what became of it, in lower case as attributes of CloudEvents are. */
function deadLetter(pending: Pending, reason: DeadLetterReason) {
  const { event, attempts, publishedAt, lastStatus, lastAttemptAt } = pending;
  const attempted =
    lastAttemptAt === undefined ? {} : { lastdeliveryattempttime: new Date(lastAttemptAt).toISOString() };
  return {
    ...event,
    deadletterreason: reason,
    deliveryattempts: attempts,
    lastdeliveryoutcome: lastStatus === undefined ? 'TimedOut' : (outcomes[lastStatus] ?? 'GenericError'),
    publishtime: new Date(publishedAt).toISOString(),
    ...attempted,
  };
}
