import type { ProgrammingModel } from './coreTypes.ts';

const capabilities = new WeakMap<ProgrammingModel, Promise<Record<string, string>>>();

/** Asked for once only: with HTTP streaming on, each question opens another server. */
export function capabilitiesOf(model: ProgrammingModel): Promise<Record<string, string>> {
  const known = capabilities.get(model) ?? model.getCapabilities({});
  capabilities.set(model, known);
  return known;
}
