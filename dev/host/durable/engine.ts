import type { Cancel, Clock } from '../../clock.ts';
import type { FunctionInvoker } from '../invocation.ts';
import { errorText } from '../log.ts';
import type { HostLog } from '../log.ts';
import { ActivityRunner } from './activityRunner.ts';
import type { ActivityOutcome } from './activityRunner.ts';
import type { ActivityCall } from './activityTable.ts';
import { TurnCommit } from './commitTurn.ts';
import type { FinishedTurn } from './commitTurn.ts';
import { createInstance, newId } from './createInstance.ts';
import { activityFailure } from './failure.ts';
import { EventType, historyEvent } from './historyEvents.ts';
import type { HistoryEvent } from './historyEvents.ts';
import { hasFinished } from './instanceTable.ts';
import { instanceIdProblem } from './instanceId.ts';
import { takeTurn } from './instanceTurn.ts';
import { toStatus } from './instanceStatus.ts';
import type { InstanceStatus } from './instanceStatus.ts';
import { plan } from './plan/plan.ts';
import { queryInstances } from './statusQuery.ts';
import type { InstanceQuery, QueryPage } from './statusQuery.ts';
import { DurableStore } from './store.ts';
import type { TurnOptions } from './turn.ts';
import { TurnQueue } from './turnQueue.ts';
import { Waiters } from './waiters.ts';

export type EngineOptions = {
  invoker: FunctionInvoker;
  /** A file, or `:memory:`. */
  data: string;
  clock: Clock;
  log: HostLog;
  failureDetails: boolean;
  deliverTwice: boolean;
  /** For tests: another planner, or a look at what each turn comes to. */
  turns?: Partial<TurnOptions>;
  fetch?: typeof globalThis.fetch;
  onCustomStatus?: (instanceId: string, customStatus: unknown) => void;
};

export type StartRequest = { name: string; input: unknown; instanceId?: string; version?: string };

/** Runs orchestrations: what they have done and wait for is in the store, and survives the process. */
export class DurableEngine {
  readonly #options: EngineOptions;
  readonly #clock: Clock;
  readonly #store: DurableStore;
  readonly #turns: TurnQueue;
  readonly #activities: ActivityRunner;
  readonly #warned = new Set<string>();
  readonly #idle = new Waiters();
  readonly #finished = new Waiters();
  #timer: { at: number; cancel: Cancel } | undefined;
  #isClosed = false;
  #turnCount = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#store = new DurableStore(options.data);
    this.#turns = new TurnQueue(
      (id) => this.#tryTurn(id),
      () => this.#notifyIdle(),
    );
    this.#activities = new ActivityRunner({
      invoker: options.invoker,
      deliverTwice: options.deliverTwice,
      fetch: options.fetch ?? globalThis.fetch,
      onResult: (call, outcome) => this.#takeResult(call, outcome),
    });
  }

  /** Goes on where the last process on the same store stopped. */
  begin(): void {
    this.#activities.add(this.#store.activities.all());
    this.#wakeDue();
  }

  async stop(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#activities.close();
    this.#turns.close();
    while (!this.#turns.isIdle) await new Promise((resolve) => setImmediate(resolve));
    this.#store.close();
  }

  /** How many turns this engine has made: it grows as long as anything goes on. */
  get turnCount(): number {
    return this.#turnCount;
  }

  /** Throws InstanceExistsError if an instance with this id is still going on. */
  start(request: StartRequest): string {
    const { name, instanceId: id = newId(), version = null } = request;
    const problem = instanceIdProblem(id);
    if (problem !== undefined) throw new Error(problem);
    const input = request.input === undefined ? null : JSON.stringify(request.input);
    this.#store.transaction(() =>
      createInstance(this.#store, { id, name, version, input }, this.#clock.now()),
    );
    this.#turns.wake(id);
    return id;
  }

  get(id: string): InstanceStatus | undefined {
    const instance = this.#store.instances.get(id);
    return instance && toStatus(instance);
  }

  history(id: string): HistoryEvent[] {
    return this.#store.history.read(id);
  }

  query(query: InstanceQuery): QueryPage {
    return queryInstances(this.#store.database, query);
  }

  raiseEvent(id: string, name: string, data?: unknown): void {
    const Input = data === undefined ? null : JSON.stringify(data);
    this.#post(id, historyEvent(EventType.EventRaised, this.#clock.now(), { Name: name, Input }));
  }

  terminate(id: string, reason: string): void {
    const Input = JSON.stringify(reason);
    this.#post(id, historyEvent(EventType.ExecutionTerminated, this.#clock.now(), { Input }));
  }

  suspend(id: string): void {
    this.#store.instances.setSuspended(id, true, this.#clock.now());
  }

  resume(id: string): void {
    this.#store.instances.setSuspended(id, false, this.#clock.now());
    this.#turns.wake(id);
    this.#armTimer();
  }

  purge(id: string): void {
    this.#store.transaction(() => this.#store.erase(id));
  }

  /** Erases what the query finds, page by page, and tells how many there were. */
  purgeAll(query: InstanceQuery): number {
    let count = 0;
    for (;;) {
      const { instances } = this.query({ ...query, top: 100 });
      if (instances.length === 0) return count;
      for (const { instanceId } of instances) this.purge(instanceId);
      count += instances.length;
    }
  }

  /** Resolves once nothing is running and nothing can go on before the clock moves or something comes from outside. */
  idle(): Promise<void> {
    this.#turns.checkIdle();
    return this.#idle.wait('');
  }

  /** Resolves once the instance has ended. */
  async finished(id: string): Promise<InstanceStatus> {
    const instance = this.#store.instances.get(id);
    if (instance === undefined) throw new Error(`There is no instance ${id}.`);
    if (hasFinished(instance)) return toStatus(instance);
    await this.#finished.wait(id);
    return this.finished(id);
  }

  #post(instanceId: string, event: HistoryEvent): void {
    if (this.#store.instances.get(instanceId) === undefined)
      throw new Error(`There is no instance ${instanceId}.`);
    this.#store.inbox.post({ instanceId }, event);
    this.#turns.wake(instanceId);
  }

  async #tryTurn(id: string): Promise<void> {
    try {
      const { invoker, turns } = this.#options;
      const turn = await takeTurn(id, this.#clock.now(), {
        store: this.#store,
        invoker,
        turns: { planner: plan, ...turns },
        warn: (message) => this.#warn(message),
      });
      if (turn === undefined) return;
      this.#turnCount++;
      this.#commit(turn);
    } catch (error) {
      this.#store.history.forget(id);
      this.#options.log('error', 'durable', `A turn of ${id} could not be stored. ${errorText(error)}`);
    }
  }

  #commit(turn: FinishedTurn): void {
    const { instance, result } = turn;
    const commit = new TurnCommit(this.#store, this.#clock.now(), this.#options.failureDetails);
    const { wake, activities } = this.#store.transaction(() => commit.commit(turn));
    for (const id of wake) this.#turns.wake(id);
    this.#armTimer();
    this.#activities.add(activities);
    if (result.customStatus !== undefined && result.customStatus !== instance.customStatus) {
      this.#options.onCustomStatus?.(instance.id, JSON.parse(result.customStatus));
    }
    if (result.status !== 'Running' && result.status !== 'ContinuedAsNew') this.#finished.notify(instance.id);
  }

  #takeResult(call: ActivityCall, outcome: ActivityOutcome): void {
    if (this.#isClosed) return; // The activity is still in the store, and runs again after the restart.
    const event = this.#resultEvent(call, outcome);
    this.#store.transaction(() => {
      const isAwaited = this.#store.activities.remove(call);
      const { instanceId, executionId } = call;
      if (isAwaited) this.#store.inbox.post({ instanceId, executionId }, event);
    });
    this.#turns.wake(call.instanceId);
  }

  #resultEvent(call: ActivityCall, outcome: ActivityOutcome): HistoryEvent {
    const now = this.#clock.now();
    const TaskScheduledId = call.taskId;
    if ('result' in outcome) {
      return historyEvent(EventType.TaskCompleted, now, { TaskScheduledId, Result: outcome.result });
    }
    const failure = activityFailure(call.name, outcome.error);
    const FailureDetails = this.#options.failureDetails ? failure.FailureDetails : null;
    return historyEvent(EventType.TaskFailed, now, { TaskScheduledId, ...failure, FailureDetails });
  }

  #wakeDue(): void {
    // One reading of the clock: what falls due between two would be neither woken nor next.
    const now = this.#clock.now();
    for (const id of this.#store.inbox.dueInstances(now)) this.#turns.wake(id);
    this.#armTimer(now);
  }

  /** One timer is enough: the earliest. */
  #armTimer(now = this.#clock.now()): void {
    const due = this.#store.inbox.nextDue(now);
    // A timer that is late must be left to fire: what was due with it no longer counts as next.
    if (due === undefined || (this.#timer !== undefined && this.#timer.at <= due)) return;
    this.#timer?.cancel();
    const cancel = this.#clock.at(due, () => {
      this.#timer = undefined;
      this.#wakeDue();
    });
    this.#timer = { at: due, cancel };
  }

  /** Says each thing once: the same turn is planned again and again. */
  #warn(message: string): void {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    this.#options.log('warning', 'durable', message);
  }

  #notifyIdle(): void {
    if (this.#turns.isIdle && this.#activities.isIdle) this.#idle.notify('');
  }
}
