import type { FunctionInvoker } from '../invocation.ts';
import type { FailureDetails, HistoryEvent } from './historyEvents.ts';
import { impossibleCall, missing } from './knownFunctions.ts';
import { callOrchestrator } from './orchestratorCall.ts';
import type { OrchestratorAnswer } from './orchestratorCall.ts';
import type { Command } from './plan/command.ts';
import type { Plan, Planner } from './plan/plan.ts';
import type { TimerLimits } from './plan/timerTask.ts';
import { customStatusWarnings, warningsAtTheEnd } from './turnWarnings.ts';

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

  const impossible = plan.commands.map((command) => impossibleCall(invoker, command)).find(Boolean);
  if (impossible !== undefined) return failed(turn, impossible);

  const customStatus = state.customStatus === undefined ? undefined : jsonText(state.customStatus);
  return {
    status: plan.continueAsNew ? 'ContinuedAsNew' : state.isDone ? 'Completed' : 'Running',
    commands: plan.commands,
    output: state.isDone && !plan.continueAsNew ? jsonText(state.output) : null,
    customStatus,
    newInput: jsonText(plan.continueAsNew?.input),
    failureDetails: undefined,
    warnings: [
      ...plan.warnings,
      ...customStatusWarnings(customStatus),
      ...warningsAtTheEnd(plan, state.isDone),
    ],
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

function jsonText(value: unknown): string {
  return JSON.stringify(value ?? null);
}
