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
    return [name, { name, triggerType, trigger, bindings: metadata.bindings, callback }] as const;
  });
  return {
    ...given,
    functions: new Map(functions),
    model: registration.model ?? ownModel,
    hooks: (name) => registration.hooksNamed(name),
  };
}
