import type { FunctionInvoker } from '../invocation.ts';
import type { FinishedTurn } from './commitTurn.ts';
import { EventType, historyEvent } from './historyEvents.ts';
import type { HistoryEvent } from './historyEvents.ts';
import { hasFinished } from './instanceTable.ts';
import type { Instance } from './instanceTable.ts';
import type { DurableStore } from './store.ts';
import { runTurn } from './turn.ts';
import type { TurnOptions } from './turn.ts';

export type InstanceTurnOptions = {
  store: DurableStore;
  invoker: FunctionInvoker;
  turns: TurnOptions;
  warn: (message: string) => void;
};

/** Lets an instance act on what its inbox holds. Undefined if there is nothing to do now. */
export async function takeTurn(
  id: string,
  now: number,
  options: InstanceTurnOptions,
): Promise<FinishedTurn | undefined> {
  const { store } = options;
  const instance = store.instances.get(id);
  if (instance === undefined) return undefined;
  const messages = store.inbox.due(id, now);
  if (messages.length === 0) return undefined;
  if (hasFinished(instance)) {
    store.inbox.removeAll(id);
    return undefined;
  }
  const end = messages.find(({ event }) => event.EventType === EventType.ExecutionTerminated);
  if (instance.isSuspended && end === undefined) return undefined;

  // A result for an earlier generation must not reach this one, where the same ids mean other tasks.
  const valid = messages.filter((m) => m.executionId === null || m.executionId === instance.executionId);
  if (valid.length === 0) {
    store.inbox.removeMessages(messages);
    return undefined;
  }
  const started = historyEvent(EventType.OrchestratorStarted, now);
  const events = [started, ...valid.map(({ event }) => event)];
  const result = end ? terminated(end.event) : await replay(instance, events, options);
  return { instance, messages, events, result };
}

async function replay(
  instance: Instance,
  events: HistoryEvent[],
  { store, invoker, turns, warn }: InstanceTurnOptions,
): Promise<FinishedTurn['result']> {
  const past = store.history.played(instance);
  const { id, name, executionId, parentId, input } = instance;
  const turn = {
    instanceId: id,
    name,
    executionId,
    parentInstanceId: parentId,
    input,
    history: [...past, ...events],
    isReplaying: past.length > 0,
  };
  const result = await runTurn(invoker, turn, turns);
  for (const warning of result.warnings) warn(`${name} (${id}): ${warning}`);
  return result;
}

function terminated(event: HistoryEvent): FinishedTurn['result'] {
  return {
    status: 'Terminated',
    commands: [],
    output: event.Input ?? null,
    customStatus: undefined,
    newInput: 'null',
    failureDetails: undefined,
    warnings: [],
  };
}
