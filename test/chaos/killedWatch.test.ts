import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { noDelays } from '../../dev/azure/delays.ts';
import { seededRandom } from '../../dev/azure/faults/random.ts';
import { startLocalAzure } from '../../dev/azure/start.ts';
import { feedOf } from '../../dev/azure/graph/delta/feed.ts';
import { appSettings } from '../../dev/local/appSettings.ts';
import { startHostProcess } from '../../dev/local/hostProcess.ts';
import { estateWithFleet } from './fleet.ts';

const kills = 6;
const size = 60;
const longestRun = 1_200;

type Heard = { id: string; type: string; data: { objectId?: string } };

it('a watch that is killed again and again loses nothing, and repeats nothing but under the same id', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mailgrant-watch-'));
  const heard: Heard[] = [];
  const running = await startLocalAzure({
    world: estateWithFleet(size),
    delays: noDelays,
    certificateFolder: folder,
    events: {
      deliver({ body }) {
        if (body !== undefined) heard.push(JSON.parse(body) as Heard);
        return Promise.resolve({ status: 200, headers: new Headers({ 'webhook-allowed-origin': '*' }) });
      },
    },
    eventSubscriptions: [{ name: 'listener', endpoint: 'https://listener.example/' }],
  });
  const { azure, addresses } = running;
  // Looks of many short pages and slow answers: most kills strike in the middle of one.
  Object.assign(feedOf(azure.state).settings, { pageSize: 5, replays: 0.3, emptyPages: 1 });
  for (const operation of ['applications.application.delta', 'EventGrid_PublishCloudEventEvents'])
    azure.faults.add({ operation, effect: { kind: 'slow', milliseconds: 40 } });
  const settings = { ...appSettings(addresses, azure), MAILGRANT_WATCH_SCHEDULE: '* * * * * *' };
  const startHost = () => startHostProcess({ port: 0, data: join(folder, 'durable.db'), settings });
  let host = await startHost();
  try {
    const fleet = [...azure.state.applications.values()].filter((one) => one.displayName.startsWith('Fleet'));
    const random = seededRandom(1);
    const changeSome = () => {
      for (const one of fleet) if (random() < 0.2) one.tags = one.tags.length > 0 ? [] : ['mailgrant'];
    };
    for (let kill = 0; kill < kills; kill++) {
      changeSome();
      await sleep(300 + random() * longestRun);
      changeSome();
      await host.kill();
      host = await startHost();
    }
    const truth = fleet.flatMap(({ objectId, tags }) => (tags.length > 0 ? [objectId] : [])).sort();
    await expect.poll(() => taggedBy(heard), { timeout: 10_000, interval: 100 }).toEqual(truth);
    const all = heard.length;
    await sleep(1_500);
    expect(heard).toHaveLength(all);
    expect(inARow(heard)).toEqual([]);
  } finally {
    await host.stop();
    await running.stop();
    await rm(folder, { recursive: true });
  }
}, 60_000);

const once = (heard: readonly Heard[]) => [...new Map(heard.map((event) => [event.id, event])).values()];

/** What one who listens takes for tagged. */
function taggedBy(heard: readonly Heard[]): string[] {
  const last = new Map(once(heard).map(({ type, data }) => [data.objectId, type]));
  return [...last].flatMap(([id = '', type]) => (type === 'Mailgrant.Application.Tagged' ? [id] : [])).sort();
}

/** Events that say once more what the last one about their application said. */
function inARow(heard: readonly Heard[]): Heard[] {
  const last = new Map<string | undefined, string>();
  return once(heard).filter(({ type, data }) => {
    const isRepeated = last.get(data.objectId) === type && data.objectId !== undefined;
    last.set(data.objectId, type);
    return isRepeated;
  });
}
