import type { Config } from '../config.ts';

/** The ARM ids of the mail services that may be granted for, the default first. */
export function serviceIds({ services: [first, ...more] }: Config): [string, ...string[]] {
  return [first.id, ...more.map(({ id }) => id)];
}
