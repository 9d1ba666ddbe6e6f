import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSample } from './sampleHost.ts';
import type { SampleHost } from './sampleHost.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

let host: SampleHost;
beforeAll(async () => {
  host = await startSample();
});
afterAll(() => host.stop());

async function run(orchestrator: string, input: unknown, id?: string) {
  return host.engine.finished(await host.start(orchestrator, input, id));
}

describe('orchestrations, started over HTTP', () => {
  it('fan out and collect in order', async () => {
    expect(await run('fanOut', [1, 2, 3, 4, 5])).toMatchObject({
      runtimeStatus: 'Completed',
      output: [2, 4, 6, 8, 10],
    });
  });

  it('pass every kind of value to activities and back', async () => {
    const values = ['text', '123', '', 'true', 7, 1.5, true, false, null, [1, 'a'], { a: { b: null } }];
    expect(await run('values', values)).toMatchObject({ output: values });
  });

  it('tell an activity its instance', async () => {
    expect((await run('where', null, '12345')).output).toBe('12345');
  });

  it('retry with growing pauses', async () => {
    const id = await host.start('retry', { failures: 2, attempts: 5 });
    await host.engine.idle();
    host.clock.advance(999);
    await host.engine.idle();
    expect(host.engine.get(id)).toMatchObject({ runtimeStatus: 'Running' });
    host.clock.advance(1);
    await host.engine.idle();
    host.clock.advance(2000);
    expect((await host.engine.finished(id)).output).toBe(3);
  });

  it('fail when the attempts are used up, after one more pause', async () => {
    const id = await host.start('retry', { failures: 9, attempts: 2 });
    await host.engine.idle();
    host.clock.advance(1000);
    await host.engine.idle();
    expect(host.engine.get(id)).toMatchObject({ runtimeStatus: 'Running' });
    host.clock.advance(2000);
    const { runtimeStatus, output } = await host.engine.finished(id);
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(/^Orchestrator function 'retry' failed: .*attempt 2 failed/);
  });

  it('sleep for 40 days in a moment, through the chain of short timers', async () => {
    const id = await host.start('sleep', 40 * day);
    await host.engine.idle();
    while (host.engine.get(id)?.runtimeStatus === 'Running') {
      host.clock.advance(day);
      await host.engine.idle();
    }
    expect(host.engine.get(id)).toMatchObject({ runtimeStatus: 'Completed', output: 40 * day });
    expect(
      host.engine.history(id).filter((event) => event.FireAt && event.TimerId === undefined),
    ).toHaveLength(13);
  });

  it('call sub-orchestrations, which know their parent and report failures', async () => {
    const output = (await run('parent', null, 'family')).output as unknown[];
    expect(output).toEqual([
      { double: 2, id: expect.stringMatching(/^[0-9a-f]{32}:0$/) as string, parent: 'family' },
      { double: 4, id: 'family-two', parent: 'family' },
      'TaskFailedError',
    ]);
  });

  it('go on with an external event, or with the timeout', async () => {
    const approved = await host.start('approval', day);
    await host.post(`/runtime/webhooks/durabletask/instances/${approved}/raiseEvent/approval`, { by: 'Ann' });
    expect((await host.engine.finished(approved)).output).toEqual({ approved: { by: 'Ann' } });

    const late = await host.start('approval', hour);
    await host.engine.idle();
    host.clock.advance(hour);
    expect((await host.engine.finished(late)).output).toBe('too late');
  });

  it('keep events that come before they are waited for, in order', async () => {
    const id = await host.start('twoEvents', null);
    await host.client('raiseEvent', id, 'message', 'one');
    await host.client('raiseEvent', id, 'message', 'two');
    expect((await host.engine.finished(id)).output).toEqual(['one', 'two']);
  });

  it('continue as new, with a fresh history', async () => {
    const id = await host.start('rounds', { round: 1, last: 3 });
    for (const message of ['a', 'b', 'c']) {
      await host.client('raiseEvent', id, 'go', message);
      await host.engine.idle();
    }
    const status = await host.engine.finished(id);
    expect(status).toMatchObject({
      runtimeStatus: 'Completed',
      input: { round: 3, last: 3 },
      output: 3,
      customStatus: { round: 3, message: 'c' },
    });
    expect(host.engine.history(id).filter((event) => event.Name === 'go')).toHaveLength(1);
  });

  it('fail with the text of what they throw', async () => {
    const { runtimeStatus, output } = await run('failing', null);
    expect(runtimeStatus).toBe('Failed');
    expect(output).toBe("Orchestrator function 'failing' failed: TypeError: failed with reason");
  });

  it('fail when they call an activity that is not there', async () => {
    expect((await run('unknownActivity', null)).output).toContain("The function 'notThere' doesn't exist");
  });

  it('are warned of a task that they use twice', async () => {
    const id = await host.start('reusing', null);
    await host.engine.finished(id);
    expect(host.warnings).toContainEqual(
      expect.stringContaining(`reusing (${id}): The task of the event slow`),
    );
  });

  it('call HTTP, and follow a 202 until there is an answer', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const isReady = asked.length === 3;
      const { port } = server.address() as AddressInfo;
      response.writeHead(isReady ? 200 : 202, {
        location: `http://127.0.0.1:${port}/later`,
        'retry-after': '5',
      });
      response.end(isReady ? 'the answer' : '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    const id = await host.start('calling', `http://127.0.0.1:${port}/first`);
    for (let poll = 0; poll < 2; poll++) {
      await host.engine.idle();
      host.clock.advance(5000);
    }
    expect((await host.engine.finished(id)).output).toEqual({ statusCode: 200, content: 'the answer' });
    expect(asked).toEqual(['POST /first', 'POST /later', 'POST /later']);
    await new Promise((resolve) => server.close(resolve));
  });
});
