import { AdjustableClock, ManualClock } from '../clock.ts';
import type { Clock } from '../clock.ts';

/** How fast the clock runs that `real`, `x60` (and the like) or `stepped` stands for; undefined if it is none. */
export function speedOf(mode: string): number | undefined {
  if (mode === 'real') return 1;
  if (mode === 'stepped') return 0;
  const [, factor] = /^x(\d+(?:\.\d+)?)$/.exec(mode) ?? [];
  return factor === undefined || Number(factor) === 0 ? undefined : Number(factor);
}

export function modeOf(clock: Clock): string {
  if (clock instanceof ManualClock) return 'stepped';
  const speed = clock instanceof AdjustableClock ? clock.speed : 1;
  if (speed === 1) return 'real';
  return speed === 0 ? 'stepped' : `x${speed}`;
}
