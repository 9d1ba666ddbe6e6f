import { randomUUID } from 'node:crypto';
import type {
  CoreInvocationContext,
  FunctionCallback,
  InvocationResponse,
  LogLevel,
  RpcTypedData,
} from './coreTypes.ts';
import type { FunctionApp, RegisteredFunction } from './registeredApp.ts';
import type { HookName } from './functionsCore.ts';
import type { HostLog } from './log.ts';

/** What starts a function: the value of its trigger and what is known about it. */
export type TriggerData = {
  invocationId?: string;
  data?: RpcTypedData;
  /** A value that the function gets as it is, without the detour through JSON. */
  raw?: unknown;
  metadata?: Record<string, RpcTypedData>;
};

export type InvocationResult = { result: unknown; response: InvocationResponse };

/** Calls functions of one app the way the real worker does, hooks included. */
export class FunctionInvoker {
  readonly #app: FunctionApp;
  readonly #log: HostLog;
  readonly #durableClient: () => RpcTypedData;
  readonly #running = new Set<Promise<unknown>>();

  constructor(app: FunctionApp, log: HostLog, durableClient: () => RpcTypedData) {
    this.#app = app;
    this.#log = log;
    this.#durableClient = durableClient;
  }

  /** The function of this name if it has such a trigger. */
  find(name: string, triggerType: string): RegisteredFunction | undefined {
    const found = this.#app.functions.get(name);
    return found?.triggerType === triggerType ? found : undefined;
  }

  namesOf(triggerType: string): string[] {
    return [...this.#app.functions.values()].filter((f) => f.triggerType === triggerType).map((f) => f.name);
  }

  get isIdle(): boolean {
    return this.#running.size === 0;
  }

  /** Resolves once the functions that run now have ended, however they end. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  /** Throws what the function throws. */
  async invoke(fn: RegisteredFunction, trigger: TriggerData): Promise<InvocationResult> {
    const run = this.#run(fn, trigger);
    this.#running.add(run);
    try {
      return await run;
    } finally {
      this.#running.delete(run);
    }
  }

  async #run(fn: RegisteredFunction, trigger: TriggerData): Promise<InvocationResult> {
    const call = this.#context(fn, trigger);
    const model = this.#app.model.getInvocationModel(call.context);
    const prepared = await model.getArguments();
    call.invocation = prepared.context;

    const before: Record<string, unknown> = {
      hookData: {},
      invocationContext: prepared.context,
      functionCallback: fn.callback,
      inputs: 'raw' in trigger ? [trigger.raw] : prepared.inputs,
    };
    call.context.state = 'preInvocationHooks';
    await this.#runHooks('preInvocation', before);
    call.context.state = undefined;

    const after: Record<string, unknown> = {
      hookData: before.hookData,
      invocationContext: prepared.context,
      inputs: before.inputs,
      result: null,
      error: null,
    };
    try {
      const { inputs, functionCallback } = before;
      const callback = functionCallback as FunctionCallback;
      after.result = await model.invokeFunction(prepared.context, inputs as unknown[], callback);
    } catch (error) {
      after.error = error;
    }
    call.context.state = 'postInvocationHooks';
    await this.#runHooks('postInvocation', after);
    if (after.error !== null && after.error !== undefined) throw asError(after.error);
    return { result: after.result, response: await model.getResponse(prepared.context, after.result) };
  }

  #context(fn: RegisteredFunction, trigger: TriggerData) {
    const invocationId = trigger.invocationId ?? randomUUID();
    const inputData = 'raw' in trigger ? [] : [{ name: fn.trigger.name, data: trigger.data ?? {} }];
    for (const binding of Object.values(fn.bindings)) {
      if (binding.type === 'durableClient')
        inputData.push({ name: binding.name, data: this.#durableClient() });
    }
    const call = { invocation: undefined as object | undefined, context: {} as CoreInvocationContext };
    call.context = {
      invocationId,
      metadata: { name: fn.name, bindings: fn.bindings },
      state: undefined,
      request: {
        invocationId,
        functionId: fn.name,
        inputData,
        triggerMetadata: trigger.metadata ?? {},
        traceContext: {},
      },
      log: (level, category, message) => this.#write(fn, call.invocation, { level, category, message }),
    };
    return call;
  }

  #write(
    fn: RegisteredFunction,
    invocationContext: object | undefined,
    entry: { level: LogLevel; category: string; message: string },
  ): void {
    const shown = { ...entry, hookData: {}, invocationContext };
    for (const hook of this.#app.hooks('log')) hook(shown);
    this.#log(shown.level, fn.name, shown.message);
  }

  async #runHooks(name: HookName, context: Record<string, unknown>): Promise<void> {
    for (const hook of this.#app.hooks(name)) await hook(context);
  }
}

/** The worker, too, turns whatever else is thrown into an Error. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(typeof thrown === 'string' ? thrown : JSON.stringify(thrown));
}
