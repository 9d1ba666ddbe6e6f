import type { HistoryEvent } from './historyEvents.ts';
import { defaultPollingInterval } from './plan/httpTask.ts';
import { realTimerLimits } from './plan/timerTask.ts';
import type { TimerLimits } from './plan/timerTask.ts';

const day = 24 * 60 * 60 * 1000;

export type OrchestratorTurn = {
  instanceId: string;
  parentInstanceId: string | null;
  /** JSON text. */
  input: string | null;
  history: HistoryEvent[];
  isReplaying: boolean;
  timerLimits?: TimerLimits;
};

/** What the orchestration trigger of the real host gives to an orchestrator. */
export function triggerInput(turn: OrchestratorTurn): Record<string, unknown> {
  const limits = turn.timerLimits ?? realTimerLimits;
  return {
    history: turn.history,
    input: turn.input === null ? null : (JSON.parse(turn.input) as unknown),
    instanceId: turn.instanceId,
    parentInstanceId: turn.parentInstanceId,
    isReplaying: turn.isReplaying,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: timeSpan(limits.link),
    maximumShortTimerDuration: timeSpan(limits.longest),
    // The typing error is the real host's.
    defaultHttpAsyncRequestSleepTimeMillseconds: defaultPollingInterval,
  };
}

/** A length of time as .NET writes it: days.hours:minutes:seconds.fraction */
function timeSpan(milliseconds: number): string {
  const time = new Date(milliseconds % day).toISOString().slice(11, 23);
  return `${Math.floor(milliseconds / day)}.${time}`;
}
