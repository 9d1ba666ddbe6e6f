import { expect, it } from 'vitest';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import { applicationOf, holdersIn } from '../support/tagging.ts';

/** Says of an application what is not so, in every way that an event can name one. */
function forgeries(app: AppOnLocalAzure, name: string) {
  const { appId, objectId } = applicationOf(app.azure, name);
  const event = { specversion: '1.0', source: '/somebody', subject: `/applications/${objectId}` };
  const type = 'Mailgrant.Application.Tagged';
  return [
    { ...event, id: '1', type, data: { appId, objectId } },
    { ...event, id: '2', type, data: { appId, objectId, tags: ['mailgrant'] } },
    { ...event, id: '3', type: 'Contoso.App.Approved', data: { applicationId: appId } },
    { ...event, id: '4', type: 'Mailgrant.Application.Untagged', data: { appId, objectId } },
    { ...event, id: '5', type: 'Mailgrant.Application.Deleted', data: { appId, objectId } },
  ];
}

const atTheTopic = async (app: AppOnLocalAzure, events: object[]) => {
  const url = 'https://contoso-events.westeurope-1.eventgrid.azure.net/api/events?api-version=2018-01-01';
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const { status } = await app.send({ method: 'POST', url, as: 'mailgrant', headers, body: events });
  expect(status).toBe(200);
};

const atTheWebhook = async ({ host }: AppOnLocalAzure, events: object[]) => {
  const { status } = await fetch(`${host.url}/runtime/webhooks/eventgrid?functionName=onApplicationEvent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'aeg-event-type': 'Notification' },
    body: JSON.stringify(events),
  });
  expect(status).toBe(202);
};

it.each([
  { where: 'at the topic', deliver: atTheTopic },
  { where: 'at the webhook', deliver: atTheWebhook },
])(
  'a forged event for an application without a tag starts nothing and writes nothing, $where',
  ({ deliver }) =>
    withApp({ events: true }, async (app) => {
      const { id } = (await app.call('POST /grants', { application: 'Invoice Service' })).body;
      await app.finish(id);
      const holders = holdersIn(app.azure);
      expect(holders).toEqual(['Invoice Service', 'Newsletter']);
      await app.rest();
      app.askedOfAzure();
      // One has a grant that was asked for over HTTP, one a login made by hand, one nothing at all.
      for (const name of ['Invoice Service', 'Newsletter', 'Parking Gate'])
        await deliver(app, forgeries(app, name));
      await app.pass(2 * 24 * 3600_000);

      const asked = app.askedOfAzure();
      expect(asked).toContain('GET applications.application.GetApplication 200');
      expect(asked.filter((each) => !/^GET |EventGrid_Publish/.test(each))).toEqual([]);
      const { body } = await app.call<{ operations: { id: string }[] }>('GET /operations');
      expect(body.operations).toMatchObject([{ id }]);
      expect(holdersIn(app.azure)).toEqual(holders);
    }),
);
