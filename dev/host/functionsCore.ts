import Module from 'node:module';
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  LogLevel,
  ProgrammingModel,
} from './coreTypes.ts';

export type HookName = 'appStart' | 'appTerminate' | 'preInvocation' | 'postInvocation' | 'log';

/** What one app told the worker while it loaded. */
export class Registration {
  readonly functions = new Map<string, { metadata: FunctionMetadata; callback: FunctionCallback }>();
  readonly hooks = new Map<string, HookCallback[]>();
  model: ProgrammingModel | undefined;

  hooksNamed(name: HookName): HookCallback[] {
    return [...(this.hooks.get(name) ?? [])];
  }
}

class Disposable {
  #undo: (() => void) | undefined;

  constructor(undo: () => void) {
    this.#undo = undo;
  }

  dispose(): void {
    this.#undo?.();
    this.#undo = undefined;
  }
}

/** The app that is loading now. Functions may only be registered while there is one. */
let loading: Registration | undefined;
/** The app that loaded last. Hooks, unlike functions, may also be registered later. */
let latest: Registration | undefined;
let systemLog: (level: LogLevel, message: string) => void = () => undefined;

/** The module that `require('@azure/functions-core')` yields inside the Functions worker. */
export const functionsCore = {
  version: '3.10.0',
  hostVersion: '4.1037.0',
  Disposable,

  registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
    if (loading === undefined) throw new Error('A function can only be registered during app startup.');
    const { functions } = loading;
    if (functions.has(metadata.name)) {
      throw new Error(`A function with id "${metadata.name}" has already been registered.`);
    }
    functions.set(metadata.name, { metadata, callback });
    return new Disposable(() => functions.delete(metadata.name));
  },

  registerHook(name: string, callback: HookCallback): Disposable {
    const registration = loading ?? latest;
    if (registration === undefined) throw new Error('A hook can only be registered by an app.');
    const callbacks = registration.hooks.get(name) ?? [];
    registration.hooks.set(name, callbacks);
    callbacks.push(callback);
    return new Disposable(() => callbacks.splice(callbacks.indexOf(callback), 1));
  },

  setProgrammingModel(model: ProgrammingModel): void {
    if (loading !== undefined) loading.model = model;
  },

  getProgrammingModel(): ProgrammingModel | undefined {
    return (loading ?? latest)?.model;
  },

  // HTTP streaming demands that this exists, and refuses to be switched on otherwise.
  log(level: LogLevel, _category: string, message: string): void {
    systemLog(level, message);
  },
};

/** Where messages of the library itself go. */
export function setSystemLog(log: (level: LogLevel, message: string) => void): void {
  systemLog = log;
}

let installed = false;

/**
 * Makes `require('@azure/functions-core')` work, the way the real worker does: `@azure/functions` requires it when
 * the first function or hook is registered, not when it is imported, and registers nothing if that fails.
 */
export function installFunctionsCore(): void {
  if (installed) return;
  installed = true;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the caller's `this` below
  const original = Module.prototype.require;
  Module.prototype.require = function (this: Module, id: string): unknown {
    return id === '@azure/functions-core' ? functionsCore : original.call(this, id);
  } as typeof original;
}

/** Opens the time in which functions may be registered; the answer closes it. */
export function beginRegistration(): { registration: Registration; end: () => void } {
  if (loading !== undefined) throw new Error('Another app is still loading.');
  const registration = new Registration();
  loading = registration;
  return {
    registration,
    end: () => {
      loading = undefined;
      latest = registration;
    },
  };
}
