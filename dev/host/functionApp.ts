import { beginRegistration } from './functionsCore.ts';
import { defaultHostSettings } from './hostJson.ts';
import { toFunctionApp } from './registeredApp.ts';
import type { FunctionApp } from './registeredApp.ts';

export { loadAppFolder } from './appFolder.ts';
export type { FunctionApp, RegisteredFunction } from './registeredApp.ts';

/** Runs `register`, which registers functions through `@azure/functions` or `durable-functions`, and collects them. */
export function collectFunctions(register: () => void): FunctionApp {
  const { registration, end } = beginRegistration();
  try {
    register();
  } finally {
    end();
  }
  return toFunctionApp(registration, { settings: defaultHostSettings, environment: process.env });
}
