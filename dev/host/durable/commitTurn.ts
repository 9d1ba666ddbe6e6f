import type { ActivityCall } from './activityTable.ts';
import { createInstance, InstanceExistsError, newId, postExecutionStarted } from './createInstance.ts';
import { subOrchestrationFailure } from './failure.ts';
import type { Failure } from './failure.ts';
import { EventType, historyEvent, isoTime } from './historyEvents.ts';
import type { FailureDetails, HistoryEvent } from './historyEvents.ts';
import type { Message } from './inboxTable.ts';
import type { Instance } from './instanceTable.ts';
import { parentOf } from './parent.ts';
import type { Parent } from './parent.ts';
import type { Command } from './plan/command.ts';
import type { DurableStore } from './store.ts';
import type { TurnResult } from './turn.ts';

export type FinishedTurn = {
  instance: Instance;
  /** What the turn took from the inbox. */
  messages: Message[];
  /** What it adds to the history before its own events. */
  events: HistoryEvent[];
  result: Omit<TurnResult, 'status'> & { status: TurnResult['status'] | 'Terminated' };
};

/** What there is to do once a turn is stored. */
export type Effects = { wake: string[]; activities: ActivityCall[] };

/** Stores all that comes of one turn. To be called in a transaction. */
export class TurnCommit {
  readonly #store: DurableStore;
  readonly #now: number;
  readonly #withDetails: boolean;
  readonly #effects: Effects = { wake: [], activities: [] };

  constructor(store: DurableStore, now: number, failureDetails: boolean) {
    this.#store = store;
    this.#now = now;
    this.#withDetails = failureDetails;
  }

  commit(turn: FinishedTurn): Effects {
    const { instance, result } = turn;
    this.#store.inbox.removeMessages(turn.messages);
    if (result.status === 'ContinuedAsNew') {
      this.#startNextGeneration(instance, result);
      return this.#effects;
    }
    for (const event of turn.events) this.#store.history.append(instance, event);
    for (const command of result.commands) this.#carryOut(instance, command);
    if (result.status === 'Running') {
      this.#record(instance, EventType.OrchestratorCompleted);
    } else {
      this.#finish(instance, result);
    }
    this.#store.instances.update({
      id: instance.id,
      executionId: instance.executionId,
      status: result.status,
      input: instance.input,
      output: result.output,
      customStatus: result.customStatus ?? instance.customStatus,
      now: this.#now,
    });
    return this.#effects;
  }

  #startNextGeneration(instance: Instance, result: FinishedTurn['result']): void {
    const { id, name, version } = instance;
    this.#store.history.remove(id);
    this.#store.inbox.removeGeneration(id);
    this.#store.activities.removeAll(id);
    this.#store.instances.update({
      id,
      executionId: newId(),
      status: 'Running',
      input: result.newInput,
      output: null,
      customStatus: result.customStatus ?? instance.customStatus,
      now: this.#now,
    });
    const parent = parentOf(instance);
    const start = { id, name, version, input: result.newInput, ...(parent && { parent }) };
    postExecutionStarted(this.#store, start, this.#now);
    this.#effects.wake.push(id);
  }

  #carryOut(instance: Instance, command: Command): void {
    const { id: instanceId, executionId } = instance;
    const { id: taskId } = command;
    switch (command.kind) {
      case 'activity': {
        const { name, input } = command;
        this.#record(instance, EventType.TaskScheduled, { EventId: taskId, Name: name, Input: input });
        const call = { instanceId, executionId, taskId, name, input };
        this.#store.activities.add(call);
        this.#effects.activities.push(call);
        break;
      }
      case 'timer': {
        const FireAt = isoTime(command.fireAt);
        this.#record(instance, EventType.TimerCreated, { EventId: taskId, FireAt });
        const fired = historyEvent(EventType.TimerFired, command.fireAt, { TimerId: taskId, FireAt });
        this.#store.inbox.post({ instanceId, executionId }, fired, Math.max(command.fireAt, 1));
        // It may be due already.
        this.#effects.wake.push(instanceId);
        break;
      }
      case 'subOrchestration':
        this.#startChild(instance, command);
        break;
    }
  }

  #startChild(instance: Instance, command: Extract<Command, { kind: 'subOrchestration' }>): void {
    const { id: taskId, name, input, instanceId, version } = command;
    this.#record(instance, EventType.SubOrchestrationInstanceCreated, {
      EventId: taskId,
      Name: name,
      InstanceId: instanceId,
      Input: input,
      Version: version,
    });
    const parent = { id: instance.id, executionId: instance.executionId, taskId };
    try {
      createInstance(this.#store, { id: instanceId, name, version, input, parent }, this.#now);
      this.#effects.wake.push(instanceId);
    } catch (error) {
      if (!(error instanceof InstanceExistsError)) throw error;
      this.#postFailure(parent, subOrchestrationFailure(error.message, undefined));
    }
  }

  #finish(instance: Instance, result: FinishedTurn['result']): void {
    this.#record(instance, EventType.ExecutionCompleted, {
      OrchestrationStatus: result.status,
      Result: result.output,
    });
    this.#store.inbox.removeAll(instance.id);
    this.#store.activities.removeAll(instance.id);
    this.#store.history.forget(instance.id);
    const parent = parentOf(instance);
    if (parent !== undefined) this.#tellParent(parent, result);
  }

  #tellParent(parent: Parent, { status, output, failureDetails }: FinishedTurn['result']): void {
    if (status !== 'Completed') {
      const reason = String(JSON.parse(output ?? 'null'));
      this.#postFailure(parent, subOrchestrationFailure(reason, failureDetails));
      return;
    }
    this.#postToParent(
      parent,
      historyEvent(EventType.SubOrchestrationInstanceCompleted, this.#now, {
        TaskScheduledId: parent.taskId,
        Result: output,
      }),
    );
  }

  #postFailure(parent: Parent, failure: Failure): void {
    const FailureDetails: FailureDetails | null = this.#withDetails ? failure.FailureDetails : null;
    const content = { TaskScheduledId: parent.taskId, ...failure, FailureDetails };
    this.#postToParent(parent, historyEvent(EventType.SubOrchestrationInstanceFailed, this.#now, content));
  }

  #postToParent(parent: Parent, event: HistoryEvent): void {
    this.#store.inbox.post({ instanceId: parent.id, executionId: parent.executionId }, event);
    this.#effects.wake.push(parent.id);
  }

  #record(instance: Instance, type: EventType, content: Parameters<typeof historyEvent>[2] = {}): void {
    this.#store.history.append(instance, historyEvent(type, this.#now, content));
  }
}
