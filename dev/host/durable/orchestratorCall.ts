import type { RegisteredFunction } from '../registeredApp.ts';
import type { FunctionInvoker } from '../invocation.ts';
import type { OrchestratorState } from './actions.ts';
import type { FailureDetails } from './historyEvents.ts';
import { triggerInput } from './triggerInput.ts';
import type { OrchestratorTurn } from './triggerInput.ts';

export type OrchestratorAnswer =
  | { failed: false; state: OrchestratorState }
  | {
      failed: true;
      error: string;
      details: FailureDetails | undefined;
      customStatus: unknown;
      isBlank: boolean;
    };

// A failing orchestrator throws its state behind this label.
const stateLabel = '\n\n$OutOfProcData$:';

/** Lets an orchestrator replay its history and say what it wants next. */
export async function callOrchestrator(
  invoker: FunctionInvoker,
  orchestrator: RegisteredFunction,
  turn: OrchestratorTurn,
): Promise<OrchestratorAnswer> {
  try {
    const { result } = await invoker.invoke(orchestrator, { raw: triggerInput(turn) });
    return { failed: false, state: result as OrchestratorState };
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const label = message.indexOf(stateLabel);
    if (label < 0) {
      return { failed: true, error: message, details: undefined, customStatus: undefined, isBlank: false };
    }
    const state = JSON.parse(message.slice(label + stateLabel.length)) as OrchestratorState;
    return {
      failed: true,
      error: state.error ?? message.slice(0, label),
      details: state.failureDetails,
      customStatus: state.customStatus,
      isBlank: state.error === undefined,
    };
  }
}
