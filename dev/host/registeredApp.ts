import type { Binding, FunctionCallback, HookCallback, ProgrammingModel } from './coreTypes.ts';
import type { HookName, Registration } from './functionsCore.ts';
import type { HostSettings } from './hostJson.ts';
import { ownModel } from './ownModel.ts';

export type RegisteredFunction = {
  name: string;
  /** The type of its trigger in lower case, such as `httptrigger`. */
  triggerType: string;
  trigger: Binding;
  bindings: Record<string, Binding>;
  callback: FunctionCallback;
  /** Whether the host itself is to call the function again after a failure. */
  hasRetryPolicy: boolean;
};

/** A loaded app: everything the host needs to know to run it. */
export type FunctionApp = {
  functions: ReadonlyMap<string, RegisteredFunction>;
  model: ProgrammingModel;
  settings: HostSettings;
  environment: NodeJS.ProcessEnv;
  hooks(name: HookName): HookCallback[];
};

export function toFunctionApp(
  registration: Registration,
  given: Pick<FunctionApp, 'settings' | 'environment'>,
): FunctionApp {
  const functions = [...registration.functions].map(([name, { metadata, callback }]) => {
    const trigger = Object.values(metadata.bindings).find((binding) => /trigger$/i.test(binding.type));
    if (trigger === undefined) throw new Error(`Function "${name}" has no trigger.`);
    const triggerType = trigger.type.toLowerCase();
    const { bindings, retryOptions } = metadata;
    const hasRetryPolicy = retryOptions !== undefined;
    return [name, { name, triggerType, trigger, bindings, callback, hasRetryPolicy }] as const;
  });
  return {
    ...given,
    functions: new Map(functions),
    model: registration.model ?? ownModel,
    hooks: (name) => registration.hooksNamed(name),
  };
}
