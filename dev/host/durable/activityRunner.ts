import type { FunctionInvoker } from '../invocation.ts';
import { jsonTextToRpc, rpcToJsonText } from '../rpcData.ts';
import type { ActivityCall } from './activityTable.ts';
import { callHttp } from './callHttp.ts';
import { httpActivityName } from './plan/command.ts';
import { missing } from './knownFunctions.ts';

const mostAtOnce = 20;

export type ActivityOutcome = { result: string } | { error: unknown };

export type ActivityRunnerOptions = {
  invoker: FunctionInvoker;
  /** Runs each activity twice, as if the first result had been lost on the way: activities come at least once. */
  deliverTwice: boolean;
  /** Makes the calls of `callHttp`. */
  fetch: typeof globalThis.fetch;
  onResult: (call: ActivityCall, outcome: ActivityOutcome) => void;
};

/** Runs activities, a limited number at a time, in the order in which they were asked for. */
export class ActivityRunner {
  readonly #options: ActivityRunnerOptions;
  readonly #queue: ActivityCall[] = [];
  #running = 0;

  constructor(options: ActivityRunnerOptions) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return this.#running === 0 && this.#queue.length === 0;
  }

  add(calls: ActivityCall[]): void {
    this.#queue.push(...calls);
    this.#startNext();
  }

  /** Begins no other activity. Those that run are not stopped: nothing can. */
  close(): void {
    this.#queue.length = 0;
  }

  #startNext(): void {
    while (this.#running < mostAtOnce) {
      const call = this.#queue.shift();
      if (call === undefined) return;
      this.#running++;
      void this.#run(call);
    }
  }

  async #run(call: ActivityCall): Promise<void> {
    if (this.#options.deliverTwice) await this.#outcome(call);
    const outcome = await this.#outcome(call);
    this.#running--;
    this.#options.onResult(call, outcome);
    this.#startNext();
  }

  async #outcome(call: ActivityCall): Promise<ActivityOutcome> {
    try {
      return { result: await this.#invoke(call) };
    } catch (error) {
      return { error };
    }
  }

  async #invoke({ name, input, instanceId }: ActivityCall): Promise<string> {
    if (name === httpActivityName) return callHttp(input, this.#options.fetch);
    const { invoker } = this.#options;
    const activity = invoker.find(name, 'activitytrigger');
    // Only after a restart with another app: a turn that asks for an unknown activity fails.
    if (activity === undefined) throw new Error(missing(invoker, name, 'activity'));
    const { response } = await invoker.invoke(activity, {
      data: jsonTextToRpc(input),
      metadata: { instanceId: { json: JSON.stringify(instanceId) } },
    });
    return rpcToJsonText(response.returnValue);
  }
}
