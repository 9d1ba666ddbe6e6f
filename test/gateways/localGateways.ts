import { createGateways } from '../../src/gateways/index.ts';
import type { Gateways } from '../../src/gateways/ports.ts';
import { testAzure } from '../support/localAzure.ts';
import type { TestAzure } from '../support/localAzure.ts';
import { config } from './recordedAnswers.ts';

export type LocalGateways = TestAzure &
  Gateways & {
    /** The same Azure seen by another principal. */
    as: (principalName: string) => Gateways;
    /** Path and query of every GET so far, oldest first. */
    gets: () => string[];
  };

/** The real gateways over the real SDKs on a local Azure of one's own, as the app's own identity. */
export function localGateways(options?: Parameters<typeof testAzure>[0]): LocalGateways {
  const local = testAzure(options);
  const as = (name: string) =>
    createGateways(config, { credential: local.credential(name), httpClient: local.httpClient });
  return {
    ...local,
    ...as('mailgrant'),
    as,
    gets: () =>
      local.azure.requests.entries.flatMap(({ method, target }) => (method === 'GET' ? [target] : [])),
  };
}
