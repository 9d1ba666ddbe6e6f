/** Kinds of history events, by the numbers that durable-functions expects. */
export const EventType = {
  ExecutionStarted: 0,
  ExecutionCompleted: 1,
  ExecutionTerminated: 3,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationInstanceCreated: 7,
  SubOrchestrationInstanceCompleted: 8,
  SubOrchestrationInstanceFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventRaised: 15,
} as const;

export type EventType = (typeof EventType)[keyof typeof EventType];

export type FailureDetails = {
  ErrorType: string;
  ErrorMessage: string;
  StackTrace: string | null;
  IsNonRetriable: boolean;
  Properties: Record<string, unknown> | null;
  InnerFailure: FailureDetails | null;
};

/**
 * One event of an orchestration's history, as the orchestrator gets it. Which of the optional parts are there
 * depends on the type. `Input` and `Result` hold JSON text.
 */
export type HistoryEvent = {
  EventType: EventType;
  /** The id of the task that the event schedules, else -1. */
  EventId: number;
  /** True once the turn in which it came is over. It drives `isReplaying`. */
  IsPlayed: boolean;
  /** ISO text; durable-functions turns it into a Date in place. */
  Timestamp: string | Date;
  Name?: string;
  Input?: string | null;
  Version?: string | null;
  InstanceId?: string;
  ParentInstance?: ParentInstance | null;
  TaskScheduledId?: number;
  TimerId?: number;
  FireAt?: string;
  Result?: string | null;
  Reason?: string;
  Details?: string;
  FailureDetails?: FailureDetails | null;
  OrchestrationStatus?: string;
};

export type ParentInstance = {
  TaskScheduleId: number;
  OrchestrationInstance: { InstanceId: string; ExecutionId: string };
};

type Content = Omit<HistoryEvent, 'EventType' | 'EventId' | 'IsPlayed' | 'Timestamp'> & { EventId?: number };

export function historyEvent(type: EventType, at: number, content: Content = {}): HistoryEvent {
  return { EventType: type, EventId: -1, IsPlayed: false, Timestamp: isoTime(at), ...content };
}

export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

const names = new Map<number, string>(Object.entries(EventType).map(([name, number]) => [number, name]));

export function eventTypeName(type: EventType): string {
  return names.get(type) ?? String(type);
}
