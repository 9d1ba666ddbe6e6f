import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startChild } from './childHost.ts';
import type { ChildHost } from './childHost.ts';

const api = '/runtime/webhooks/durabletask';
const rounds = 30;
const sum = Array.from({ length: rounds * 5 }, (_, index) => index * 2).reduce((a, b) => a + b, 0);

let folder: string;
let child: ChildHost | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailgrant-host-'));
});
afterEach(async () => {
  if (child?.process.exitCode === null && child.process.signalCode === null) await child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

type Status = { instanceId: string; runtimeStatus: string; output: unknown };

const list = async (url: string) =>
  (await (await fetch(`${url}${api}/instances/?top=100`)).json()) as Status[];
const post = (url: string, path: string, body: unknown) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('the host as a process', () => {
  it('says once on stdout where it is, and stops cleanly', async () => {
    child = await startChild();
    expect(child.lines).toEqual([JSON.stringify({ ready: true, url: child.url })]);
    expect((await fetch(`${child.url}/sample/hello/you`)).status).toBe(200);
    expect(await child.kill('SIGTERM')).toBe(0);
    expect(child.lines).toHaveLength(1);
  });

  it('hands out failures without details when told to', async () => {
    child = await startChild('--failure-details', 'off');
    await post(child.url, `${api}/orchestrators/catching/one`, null);
    expect((await ended(child.url, 'one')).output).toEqual({
      name: 'Error',
      message: "Activity function 'fail' failed: failed with reason",
    });
  });

  it.each([[[]], [['--deliver-twice']]])(
    'loses nothing when it is killed again and again %j',
    async (more) => {
      const options = ['--data', join(folder, 'durable.sqlite'), ...more];
      const ids = Array.from({ length: 20 }, (_, index) => `long-${index}`);
      child = await startChild(...options);
      for (const id of ids)
        expect((await post(child.url, `${api}/orchestrators/long/${id}`, rounds)).status).toBe(202);
      await post(child.url, `${api}/instances/long-0/raiseEvent/word`, 'early');

      // Killed as soon as some activities have been done, at another point each time.
      for (const least of [10, 40, 90]) {
        await historyOf(child.url, 'long-7', least);
        await child.kill('SIGKILL');
        child = await startChild(...options);
      }
      const { url } = child;
      for (const id of ids.slice(1)) await post(url, `${api}/instances/${id}/raiseEvent/word`, id);

      for (const id of ids) {
        const { runtimeStatus, output } = await ended(url, id);
        expect({ runtimeStatus, output }).toEqual({
          runtimeStatus: 'Completed',
          output: { sum, word: id === 'long-0' ? 'early' : id },
        });
      }
      expect(await list(url)).toHaveLength(ids.length);
    },
  );
});

async function ended(url: string, id: string): Promise<Status> {
  for (;;) {
    const response = await fetch(`${url}${api}/instances/${id}`);
    if (response.status === 200) return (await response.json()) as Status;
    await response.arrayBuffer();
  }
}

/** Waits until the history has so many events. */
async function historyOf(url: string, id: string, least: number): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}${api}/instances/${id}?showHistory=true`);
    const { historyEvents } = (await response.json()) as { historyEvents: unknown[] };
    if (historyEvents.length >= least || response.status === 200) return;
  }
}
