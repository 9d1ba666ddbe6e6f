import { createActivities } from '../../src/activities/index.ts';
import type { Activities } from '../../src/activities/index.ts';
import { readConfig } from '../../src/config.ts';
import type { Answer } from '../../src/domain/answer.ts';
import { createGateways } from '../../src/gateways/index.ts';
import type { Application, State } from '../../dev/azure/state.ts';
import { testAzure } from '../support/localAzure.ts';
import type { TestAzure } from '../support/localAzure.ts';
import { groupScope, serviceId } from '../support/records.ts';

export type LocalActivities = Activities &
  TestAzure & {
    state: State;
    /** The same activities as another principal would run them. */
    as: (principalName: string) => Activities;
  };

/** The real activities over the real SDKs on a local Azure of one's own. */
export function localActivities(options?: Parameters<typeof testAzure>[0]): LocalActivities {
  const local = testAzure(options);
  const config = readConfig({ MAILGRANT_COMMUNICATION_SERVICES: serviceId });
  const as = (name: string) =>
    createActivities(
      createGateways(config, { credential: local.credential(name), httpClient: local.httpClient }),
    );
  return {
    ...local,
    ...as('mailgrant'),
    state: local.azure.state,
    as,
  };
}

/** An application of the estate with its service principal. */
export function inEstate(state: State, displayName: string): Application & { principalId: string } {
  const application = [...state.applications.values()].find((each) => each.displayName === displayName);
  if (application === undefined) throw new Error(`The estate has no application '${displayName}'.`);
  const principal = [...state.servicePrincipals.values()].find(({ appId }) => appId === application.appId);
  return { ...application, principalId: principal?.objectId ?? '' };
}

/** The value of an answer that must be one. */
export function valueOf<T>(answer: Answer<T>): T {
  if (answer.kind === 'done') return answer.value;
  throw new Error(`${answer.kind}: ${JSON.stringify(answer.problem)}`);
}

export const labId = `${groupScope}/providers/Microsoft.Communication/communicationServices/contoso-lab`;
