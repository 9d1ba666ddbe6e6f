import type { FunctionInvoker } from '../invocation.ts';
import type { FailureDetails, HistoryEvent } from './historyEvents.ts';
import { callOrchestrator } from './orchestratorCall.ts';
import type { OrchestratorAnswer } from './orchestratorCall.ts';
import { httpActivityName } from './plan/command.ts';
import type { Command } from './plan/command.ts';
import type { Plan, Planner } from './plan/plan.ts';
import type { TimerLimits } from './plan/timerTask.ts';

export type TurnStatus = 'Running' | 'Completed' | 'Failed' | 'ContinuedAsNew';

/** What one turn of an orchestration comes to. `output`, `customStatus` and `newInput` are JSON text. */
export type TurnResult = {
  status: TurnStatus;
  commands: Command[];
  output: string | null;
  /** Undefined leaves it as it was. */
  customStatus: string | undefined;
  newInput: string;
  failureDetails: FailureDetails | undefined;
  warnings: string[];
};

export type TurnInput = {
  instanceId: string;
  name: string;
  executionId: string;
  parentInstanceId: string | null;
  input: string | null;
  history: HistoryEvent[];
  isReplaying: boolean;
};

export type TurnOptions = {
  planner: Planner;
  timerLimits?: TimerLimits;
  observe?: (turn: TurnInput, plan: Plan) => void;
};

export async function runTurn(
  invoker: FunctionInvoker,
  turn: TurnInput,
  options: TurnOptions,
): Promise<TurnResult> {
  const orchestrator = invoker.find(turn.name, 'orchestrationtrigger');
  if (orchestrator === undefined) return failed(turn, missing(invoker, turn.name, 'orchestrator'));

  const limits = options.timerLimits === undefined ? {} : { timerLimits: options.timerLimits };
  const answer = await callOrchestrator(invoker, orchestrator, { ...turn, ...limits });
  if (answer.failed) return failed(turn, answer.error, answer);

  const { state } = answer;
  let plan: Plan;
  try {
    const planOptions = { executionId: turn.executionId, ...limits };
    plan = options.planner(turn.history, state.actions.flat(), planOptions);
  } catch (error) {
    return failed(turn, error instanceof Error ? error.message : String(error));
  }
  options.observe?.(turn, plan);

  const unknown = plan.commands.map((command) => unknownFunction(invoker, command)).find(Boolean);
  if (unknown !== undefined) return failed(turn, unknown);

  return {
    status: plan.continueAsNew ? 'ContinuedAsNew' : state.isDone ? 'Completed' : 'Running',
    commands: plan.commands,
    output: state.isDone && !plan.continueAsNew ? jsonText(state.output) : null,
    customStatus: state.customStatus === undefined ? undefined : jsonText(state.customStatus),
    newInput: jsonText(plan.continueAsNew?.input),
    failureDetails: undefined,
    warnings: [...plan.warnings, ...warningsAtTheEnd(plan, state.isDone)],
  };
}

function failed(
  turn: TurnInput,
  error: string,
  answer?: Extract<OrchestratorAnswer, { failed: true }>,
): TurnResult {
  return {
    status: 'Failed',
    commands: [],
    output: jsonText(`Orchestrator function '${turn.name}' failed: ${error}`),
    customStatus: answer?.customStatus === undefined ? undefined : jsonText(answer.customStatus),
    newInput: 'null',
    failureDetails: answer?.details,
    warnings: answer?.isBlank
      ? [
          'The orchestrator threw no error with a text. The real host would neither fail nor finish the instance.',
        ]
      : [],
  };
}

/** The real host fails an orchestration that calls a function which is not there; no retry, nothing to catch. */
function unknownFunction(invoker: FunctionInvoker, command: Command): string | undefined {
  if (command.kind === 'activity' && command.name !== httpActivityName) {
    return invoker.find(command.name, 'activitytrigger')
      ? undefined
      : missing(invoker, command.name, 'activity');
  }
  if (command.kind === 'subOrchestration') {
    const isKnown = invoker.find(command.name, 'orchestrationtrigger') !== undefined;
    return isKnown ? undefined : missing(invoker, command.name, 'orchestrator');
  }
  return undefined;
}

export function missing(invoker: FunctionInvoker, name: string, kind: 'activity' | 'orchestrator'): string {
  const trigger = kind === 'activity' ? 'activitytrigger' : 'orchestrationtrigger';
  const known = invoker.namesOf(trigger).map((each) => `'${each}'`);
  return (
    `The function '${name}' doesn't exist, is disabled, or is not an ${kind} function. ` +
    `Additional info: The following are the known ${kind} functions: ${known.join(', ')}`
  );
}

function warningsAtTheEnd(plan: Plan, isDone: boolean): string[] {
  const warnings: string[] = [];
  if (plan.continueAsNew !== undefined) {
    const names = plan.unreadEvents.map((event) => event.Name).join(', ');
    if (names !== '') warnings.push(`continueAsNew drops events that nothing has read: ${names}.`);
    if (typeof plan.continueAsNew.input === 'string') {
      warnings.push('continueAsNew with text as input: it comes back with quotes around it. Pass an object.');
    }
  } else if (isDone && plan.pendingTimers > 0) {
    warnings.push(
      `The orchestrator ended with ${plan.pendingTimers} timer(s) that have neither fired nor been cancelled: ` +
        'the real host may keep the instance running until they have.',
    );
  }
  return warnings;
}

function jsonText(value: unknown): string {
  return JSON.stringify(value ?? null);
}
