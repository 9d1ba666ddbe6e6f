import type { FailureDetails } from './historyEvents.ts';

/** Kinds of actions an orchestrator asks for, by the numbers that durable-functions uses. */
export const ActionType = {
  CallActivity: 0,
  CallActivityWithRetry: 1,
  CallSubOrchestrator: 2,
  CallSubOrchestratorWithRetry: 3,
  ContinueAsNew: 4,
  CreateTimer: 5,
  WaitForExternalEvent: 6,
  CallHttp: 8,
  WhenAny: 11,
  WhenAll: 12,
} as const;

export type RetryPolicy = {
  firstRetryIntervalInMilliseconds: number;
  maxNumberOfAttempts: number;
  backoffCoefficient?: number;
  maxRetryIntervalInMilliseconds?: number;
  retryTimeoutInMilliseconds?: number;
};

export type DurableHttpRequest = {
  method: string;
  uri: string;
  content?: string;
  headers?: Record<string, string>;
  tokenSource?: unknown;
  asynchronousPatternEnabled?: boolean;
};

type FunctionCall = { functionName: string; input?: unknown };
type SubOrchestratorCall = FunctionCall & { instanceId?: string; version?: string };

export type Action =
  | ({ actionType: typeof ActionType.CallActivity } & FunctionCall)
  | ({ actionType: typeof ActionType.CallActivityWithRetry; retryOptions: RetryPolicy } & FunctionCall)
  | ({ actionType: typeof ActionType.CallSubOrchestrator } & SubOrchestratorCall)
  | ({
      actionType: typeof ActionType.CallSubOrchestratorWithRetry;
      retryOptions: RetryPolicy;
    } & SubOrchestratorCall)
  | { actionType: typeof ActionType.ContinueAsNew; input?: unknown }
  | { actionType: typeof ActionType.CreateTimer; fireAt: Date | string; isCanceled: boolean }
  | { actionType: typeof ActionType.WaitForExternalEvent; externalEventName: string }
  | { actionType: typeof ActionType.CallHttp; httpRequest: DurableHttpRequest }
  | { actionType: typeof ActionType.WhenAny | typeof ActionType.WhenAll; compoundActions: Action[] };

/** What an orchestrator answers after each turn: all it has asked for since this generation of it began. */
export type OrchestratorState = {
  isDone: boolean;
  actions: Action[][];
  output?: unknown;
  customStatus?: unknown;
  error?: string;
  failureDetails?: FailureDetails;
};

/** Short text that tells one action from another in a message. */
export function describeAction(action: Action): string {
  if ('functionName' in action) return action.functionName;
  if ('externalEventName' in action) return `the event ${action.externalEventName}`;
  if ('httpRequest' in action) return `the call of ${action.httpRequest.uri}`;
  return action.actionType === ActionType.CreateTimer ? 'a timer' : 'a Task.any or Task.all';
}
