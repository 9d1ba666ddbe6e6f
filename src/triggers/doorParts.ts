import type { Activities } from '../activities/index.ts';
import type { Config } from '../config.ts';

/** What every door works with. */
export type DoorParts = {
  config: Config;
  activities: Activities;
  /** The time, in milliseconds since the epoch. */
  now: () => number;
};
