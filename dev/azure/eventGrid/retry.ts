const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** From one attempt to the next (fact eventGrid.retry.schedule); the last one goes on for ever. */
const schedule = [
  10 * second,
  30 * second,
  minute,
  5 * minute,
  10 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
];

/** What an endpoint answered for good: it would say so again (fact eventGrid.retry.never). */
const never = [400, 401, 403, 413];

/** At the least, by what the endpoint answered (fact eventGrid.retry.byStatus). */
const shortest: Record<number, number> = { 404: 5 * minute, 408: 2 * minute, 503: 30 * second };

export function isDelivered(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status <= 204;
}

export function isHopeless(status: number | undefined): boolean {
  return status !== undefined && never.includes(status);
}

/** How long to wait after so many attempts, the last of which ended with this status, if it was answered. */
export function waitAfter(attempts: number, status: number | undefined): number {
  const planned = schedule[Math.min(attempts, schedule.length) - 1] ?? 0;
  return Math.max(planned, shortest[status ?? 0] ?? 0);
}
