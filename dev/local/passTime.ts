import type { LocalAzure } from '../azure/localAzure.ts';
import type { ManualClock } from '../clock.ts';
import type { RunningHost } from '../host/host.ts';

/** An app on a local Azure, with one clock for both that only moves when told to. */
export type OnOneClock = { azure: LocalAzure; clock: ManualClock; host: RunningHost };

/** Waits until nothing is under way at this moment: no activity, no orchestration, no delivery of an event. */
export async function rest({ azure, host }: Omit<OnOneClock, 'clock'>): Promise<void> {
  for (;;) {
    await host.idle();
    const before = host.engine.turnCount;
    await azure.eventGrid.settled();
    // A delivery may have started an orchestration, whose activities may have published the next event.
    await host.idle();
    if (host.engine.turnCount === before) return;
  }
}

/** Lets time pass, with everything that happens meanwhile. */
export async function pass(running: OnOneClock, milliseconds: number): Promise<void> {
  const { clock } = running;
  const end = clock.now() + milliseconds;
  for (;;) {
    await rest(running);
    const next = clock.next();
    if (next === undefined || next > end) break;
    clock.moveTo(next);
  }
  clock.moveTo(end);
  await rest(running);
}
