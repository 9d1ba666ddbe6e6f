import { eventTypeName } from './historyEvents.ts';
import type { HistoryEvent } from './historyEvents.ts';
import type { InstanceStatus } from './instanceStatus.ts';

export type Shown = { input: boolean; history?: HistoryEvent[]; historyOutput?: boolean };

/** An instance as the durable HTTP API shows it. The durable client wants `input` and `output` to be there. */
export function statusJson(status: InstanceStatus, shown: Shown): Record<string, unknown> {
  return {
    name: status.name,
    instanceId: status.instanceId,
    runtimeStatus: status.runtimeStatus,
    input: shown.input ? status.input : null,
    customStatus: status.customStatus,
    output: status.output,
    createdTime: wholeSeconds(status.createdAt),
    lastUpdatedTime: wholeSeconds(status.updatedAt),
    ...(shown.history && { historyEvents: shown.history.map((event) => shownEvent(event, shown)) }),
  };
}

function wholeSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

function shownEvent(event: HistoryEvent, { historyOutput }: Shown): Record<string, unknown> {
  const { Result, IsPlayed: _, ...rest } = event;
  const result = historyOutput && Result !== undefined ? { Result: parsed(Result) } : {};
  return { ...rest, EventType: eventTypeName(event.EventType), ...result };
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
