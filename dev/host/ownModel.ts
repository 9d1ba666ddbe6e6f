import { app } from '@azure/functions';
import type { ProgrammingModel } from './coreTypes.ts';
import { beginRegistration, installFunctionsCore } from './functionsCore.ts';

/**
 * A copy of `@azure/functions` names its programming model once, with its first registration. This project's copy
 * does so here, so that every app that shares the copy, also one that comes second, can be given the model.
 */
export const ownModel: ProgrammingModel = nameModel();

function nameModel(): ProgrammingModel {
  installFunctionsCore();
  const { registration, end } = beginRegistration();
  try {
    app.generic('first', { trigger: { type: 'noneTrigger', name: 'none' }, handler: () => undefined });
  } finally {
    end();
  }
  if (registration.model === undefined) {
    throw new Error('@azure/functions was used before the local host: import dev/host first.');
  }
  return registration.model;
}
