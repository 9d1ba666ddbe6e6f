import { expect, it } from 'vitest';
import { parseGrantRequest } from '../../src/domain/grantRequest.ts';
import badRequests from '../cases/badRequests.json' with { type: 'json' };
import { serviceId, subscriptionScope } from '../support/records.ts';

const twins = ['rg-a', 'rg-b'].map(
  (group) =>
    `${subscriptionScope}/resourceGroups/${group}/providers/Microsoft.Communication/communicationServices/twin`,
);

/** Callers show these sentences to people: what changes here changes for them. */
it.each(badRequests)('$name is answered to the letter', ({ body }) => {
  expect(parseGrantRequest(body, [serviceId, ...twins])).toMatchSnapshot();
});
