import type { InvocationContext } from '@azure/functions';
import { expect, it } from 'vitest';
import type { Activities } from '../../src/activities/index.ts';
import { readConfig } from '../../src/config.ts';
import { admitGrant } from '../../src/triggers/admitGrant.ts';
import { Turned } from '../../src/triggers/turned.ts';
import { aRequest, serviceId } from '../support/records.ts';

it('what the policy refuses is turned away before anything is asked of Azure', async () => {
  const config = readConfig({ MAILGRANT_COMMUNICATION_SERVICES: serviceId, MAILGRANT_APPROVAL: 'never' });
  const parts = { config, activities: {} as Activities, now: () => 0 };
  const asked = {
    request: aRequest({ username: 'ceo' }),
    requester: { door: 'event', who: 'the tags', why: 'tagged' } as const,
  };
  const turned = await admitGrant(parts, {} as InvocationContext, asked).catch((error: unknown) => error);
  expect(turned).toBeInstanceOf(Turned);
  expect((turned as Turned).problems).toMatchObject([{ code: 'policy-refused' }]);
});
