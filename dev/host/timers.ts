import type { Cancel, Clock } from '../clock.ts';
import type { FunctionInvoker } from './invocation.ts';
import { errorText } from './log.ts';
import type { HostLog } from './log.ts';
import type { FunctionApp, RegisteredFunction } from './registeredApp.ts';
import { toRpc } from './rpcData.ts';
import { parseSchedule } from './schedule.ts';
import type { Schedule } from './schedule.ts';

export type TimerOptions = { app: FunctionApp; invoker: FunctionInvoker; clock: Clock; log: HostLog };

/** Fires the functions with a timer trigger. A function that still runs is not started a second time. */
export class Timers {
  readonly #options: TimerOptions;
  readonly #timers = new Map<
    string,
    { fn: RegisteredFunction; schedule: Schedule; last: number | undefined }
  >();
  readonly #cancels = new Map<string, Cancel>();

  constructor(options: TimerOptions) {
    this.#options = options;
    for (const fn of options.app.functions.values()) {
      if (fn.triggerType !== 'timertrigger') continue;
      const schedule = parseSchedule(String(fn.trigger.schedule), options.app.environment);
      this.#timers.set(fn.name, { fn, schedule, last: undefined });
    }
  }

  begin(): void {
    for (const { fn } of this.#timers.values()) {
      this.#arm(fn.name);
      if (fn.trigger.runOnStartup === true) void this.fire(fn.name);
    }
  }

  stop(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#timers.clear();
  }

  /** Runs a function now, whatever its schedule. */
  async fire(name: string): Promise<void> {
    const timer = this.#timers.get(name);
    if (timer === undefined) return;
    const { clock, invoker, log } = this.#options;
    const { last = 0 } = timer;
    const now = clock.now();
    timer.last = now;
    const status = {
      Schedule: { AdjustForDST: true },
      ScheduleStatus: {
        Last: new Date(last).toISOString(),
        LastUpdated: new Date(last).toISOString(),
        Next: new Date(timer.schedule.next(now)).toISOString(),
      },
      IsPastDue: false,
    };
    try {
      await invoker.invoke(timer.fn, { data: toRpc(status) });
    } catch (error) {
      log('error', name, errorText(error));
    }
  }

  #arm(name: string): void {
    const timer = this.#timers.get(name);
    if (timer === undefined) return;
    const { clock } = this.#options;
    const due = timer.schedule.next(clock.now());
    const cancel = clock.at(due, () => void this.fire(name).then(() => this.#arm(name)));
    this.#cancels.set(name, cancel);
  }
}
