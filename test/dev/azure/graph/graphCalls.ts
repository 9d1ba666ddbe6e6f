import { testAzure } from '../../../support/localAzure.ts';
import type { Ask } from '../../../support/localAzure.ts';

/** A local Azure and short words for Graph calls on it. */
export function graph(options: Parameters<typeof testAzure>[0] = {}) {
  const test = testAzure(options);
  return {
    ...test,
    /** Asks as someone, `mailgrant` if not said; the body comes back as a record to look into. */
    ask: async (method: string, path: string, more: Partial<Ask> = {}) => {
      const answer = await test.send({ method, url: `/v1.0${path}`, as: 'mailgrant', ...more });
      return {
        ...answer,
        headers: answer.headers ?? {},
        body: (answer.body ?? {}) as Record<string, unknown>,
      };
    },
    application: (name: string) => {
      const found = [...test.azure.state.applications.values()].find((each) => each.displayName === name);
      if (found === undefined) throw new Error(`No application '${name}' in the estate.`);
      return found;
    },
  };
}

export const pipeline = { as: 'Contoso Build Pipeline' };
export const ada = { as: 'Ada Owner' };
