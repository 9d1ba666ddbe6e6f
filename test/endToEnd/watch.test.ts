import { expect, it } from 'vitest';
import { activeSubscription } from '../../dev/azure/eventGrid/activeSubscription.ts';
import { EventGrid } from '../../dev/azure/eventGrid/eventGrid.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';

const second = 1_000;
const minute = 60 * second;
const interval = 5 * minute;
const hour = 60 * minute;
const day = 24 * hour;
const hourly = { MAILGRANT_WATCH_SCHEDULE: '0 0 * * * *' };
const settings = {
  MAILGRANT_EVENT_TOPIC_ENDPOINT: 'https://contoso-events.westeurope-1.eventgrid.azure.net/api/events',
};

type CloudEvent = { id: string; type: string; subject: string; time: string; data: object };
type Story = AppOnLocalAzure & {
  /** What has been told since the last call: `Tagged Newsletter`. */
  told(): string[];
  events: CloudEvent[];
  idOf(displayName: string): string;
  tag(displayName: string, ...tags: string[]): Promise<void>;
  graph(call: string): Promise<void>;
};

/** The app with a subscriber beside it that keeps what it hears. */
function watching(story: (app: Story) => Promise<void>, more: Record<string, string> = {}): Promise<void> {
  return withApp({ settings: { ...settings, ...more } }, async (app) => {
    const { azure, clock, send } = app;
    const events: CloudEvent[] = [];
    let heard = 0;
    // The first look tells of them, whatever has become of their tags.
    const holders = [...azure.state.smtpUsernames.values()].map((each) => each.entraApplicationId);
    azure.eventGrid = new EventGrid(clock, {
      deliver({ body }) {
        if (body !== undefined) events.push(JSON.parse(body) as CloudEvent);
        return Promise.resolve({ status: 200, headers: new Headers({ 'webhook-allowed-origin': '*' }) });
      },
    });
    const subscription = activeSubscription(azure.state, {
      name: 'listener',
      endpoint: 'https://a.example/',
    });
    await azure.eventGrid.subscribe(subscription as Exclude<typeof subscription, string>);
    const names = new Map(
      [...azure.state.applications.values()].map(({ objectId, displayName }) => [objectId, displayName]),
    );
    const idOf = (name: string) => [...names].find((entry) => entry[1] === name)?.[0] ?? expect.fail(name);
    const ask = async (call: string, body?: object) => {
      const [method = '', path = ''] = call.split(' ');
      const url = `https://graph.microsoft.com/v1.0${path}`;
      const { status } = await send({ method, url, as: 'Ada Owner', ...(body && { body }) });
      expect(status).toBeLessThan(300);
    };
    await story({
      ...app,
      events,
      told() {
        const fresh = events.slice(heard);
        heard = events.length;
        return fresh.flatMap(({ type, subject, data }) => {
          const id = subject.split('/').at(-1) ?? '';
          // Nobody grants anything here, so every round tells again of what is tagged.
          return holders.includes(id) || 'again' in data
            ? []
            : [`${type.split('.').at(-1)} ${names.get(id) ?? id}`];
        });
      },
      idOf,
      tag: (name, ...tags) => ask(`PATCH /applications/${idOf(name)}`, { tags }),
      graph: (call) => ask(call),
    });
  });
}

it('what is tagged, untagged, deleted or restored is told within one interval', () =>
  watching(async (app) => {
    await app.pass(interval);
    expect(app.told()).toEqual([]);
    await app.pass(second);
    await app.tag('Newsletter', 'marketing', 'mailgrant');
    await app.tag('Invoice Service', 'finance', 'other');
    const taggedAt = app.clock.now();
    await app.pass(interval);
    expect(app.told()).toEqual(['Tagged Newsletter']);
    const event = app.events.at(-1);
    const id = app.idOf('Newsletter');
    const { appId } = app.azure.state.applications.get(id) ?? expect.fail();
    expect(event).toMatchObject({
      type: 'Mailgrant.Application.Tagged',
      source: '/mailgrant',
      subject: `/applications/${id}`,
      data: { objectId: id, appId },
    });
    expect(Date.parse(event?.time ?? '') - taggedAt).toBeLessThanOrEqual(interval);

    await app.pass(interval);
    expect(app.told()).toEqual([]);
    await app.tag('Newsletter', 'marketing');
    await app.pass(interval);
    expect(app.told()).toEqual(['Untagged Newsletter']);

    await app.tag('Newsletter', 'mailgrant', 'mailgrant:username=news');
    await app.pass(interval);
    await app.graph(`DELETE /applications/${id}`);
    await app.pass(interval);
    expect(app.told()).toEqual(['Tagged Newsletter', 'Deleted Newsletter']);
    await app.graph(`POST /directory/deletedItems/${id}/restore`);
    await app.pass(interval);
    expect(app.told()).toEqual(['Tagged Newsletter']);
    await app.graph(`DELETE /applications/${id}`);
    await app.graph(`DELETE /directory/deletedItems/${id}`);
    await app.pass(2 * interval);
    expect(app.told()).toEqual(['Deleted Newsletter']);
  }));

it.each(['by 410', 'after seven days'])('what changed while the directory forgot, %s, is told', (how) =>
  watching(async (app) => {
    await app.tag('Newsletter', 'mailgrant');
    await app.tag('Invoice Service', 'mailgrant');
    await app.tag('HR Portal', 'mailgrant');
    await app.pass(hour);
    expect(app.told().sort()).toEqual(['Tagged HR Portal', 'Tagged Invoice Service', 'Tagged Newsletter']);
    const refused = app.azure.faults.add({
      operation: 'applications.application.delta',
      effect: { kind: 'status', status: 403, code: 'Authorization_RequestDenied' },
    });
    await app.tag('Invoice Service', 'finance');
    await app.graph(`DELETE /applications/${app.idOf('HR Portal')}`);
    await app.tag('Newsletter', 'mailgrant', 'mailgrant:username=news');
    if (how === 'by 410') {
      await app.pass(hour);
      await app.send({ method: 'POST', url: '/_local/delta', body: { expireTokens: true, pageSize: 2 } });
    } else await app.pass(8 * day);
    expect(app.told()).toEqual([]);
    app.azure.faults.remove(refused);
    await app.pass(2 * hour);
    expect(app.told().sort()).toEqual([
      'Tagged Newsletter',
      'Untagged HR Portal',
      'Untagged Invoice Service',
    ]);
  }, hourly),
);

it.each([429, 503])('an hour of %i loses nothing and repeats nothing', (status) =>
  watching(async (app) => {
    await app.tag('Newsletter', 'mailgrant');
    await app.pass(interval);
    const id = app.azure.faults.add({
      operation: 'applications.application.delta',
      effect: { kind: 'status', status, ...(status === 429 && { retryAfter: 45 }) },
    });
    const asked = () => app.azure.faults.list()[0]?.struck ?? 0;
    await app.tag('Invoice Service', 'mailgrant');
    await app.pass(30 * minute);
    await app.tag('Newsletter', 'marketing');
    await app.pass(30 * minute);
    // Azure is asked no more often than it says, or with growing pauses.
    expect(asked()).toBeGreaterThan(40);
    expect(asked()).toBeLessThanOrEqual(status === 429 ? 81 : 150);
    expect(app.told()).toEqual(['Tagged Newsletter']);
    app.azure.faults.remove(id);
    await app.pass(2 * interval);
    expect(app.told().sort()).toEqual(['Tagged Invoice Service', 'Untagged Newsletter']);
    await app.pass(2 * interval);
    expect(app.told()).toEqual([]);
  }),
);

it('a topic that is down for an hour hears it all in the end', () =>
  watching(async (app) => {
    const id = app.azure.faults.add({
      operation: 'EventGrid_PublishCloudEventEvents',
      effect: { kind: 'status', status: 503 },
    });
    await app.tag('Newsletter', 'mailgrant');
    await app.pass(hour);
    app.azure.faults.remove(id);
    await app.pass(2 * interval);
    expect(app.told()).toEqual(['Tagged Newsletter']);
  }));

it('a watch that an operator has ended starts anew, and finds what is held without a tag', () =>
  watching(async (app) => {
    const { azure, host } = app;
    const service = [...azure.state.communicationServices.values()][0] ?? expect.fail();
    await app.tag('Newsletter', 'mailgrant');
    await app.pass(interval);
    expect(app.told()).toEqual(['Tagged Newsletter']);
    host.engine.terminate('watch-applications', 'maintenance');
    const { appId } = azure.state.applications.get(app.idOf('Invoice Service')) ?? expect.fail();
    const started = await app.call('POST /grants', { application: appId, communicationService: service.id });
    await app.finish(started.body.id);
    await app.pass(2 * interval);
    expect(host.engine.get('watch-applications')?.runtimeStatus).toBe('Running');
    expect(app.told()).toEqual(['Ready ' + appId, 'Tagged Newsletter', `Untagged ${appId}`]);
  }));

it('nothing watches where no topic is configured', () =>
  withApp({}, async (app) => {
    await app.pass(day);
    expect(app.host.engine.get('watch-applications')).toBeUndefined();
    expect(app.askedOfAzure()).toEqual([]);
  }));
