import { describe, expect, it } from 'vitest';
import { createGateways } from '../../src/gateways/index.ts';
import { readConfig } from '../../src/config.ts';
import { fixedToken, gatewaysAnswered, refusal, serviceId, topic } from './recordedAnswers.ts';

const event = {
  id: 'b7c1',
  type: 'Mailgrant.Grant.Ready' as const,
  subject: '/applications/1',
  data: { readiness: 'expected' },
};

describe('the Event Grid topic', () => {
  it('gets a batch of CloudEvents with the token of the identity', async () => {
    const { events, requests } = gatewaysAnswered({ status: 200 });
    await events?.publish([event]);
    const [request] = requests;
    expect(new URL(request?.url ?? '').origin).toBe(new URL(topic).origin);
    expect(request?.headers.get('authorization')).toBe('Bearer token-of-mailgrant');
    expect(request?.headers.get('content-type')).toContain('application/cloudevents-batch+json');
    expect(JSON.parse(request?.body as string)).toMatchObject([
      {
        specversion: '1.0',
        source: '/mailgrant',
        id: 'b7c1',
        type: 'Mailgrant.Grant.Ready',
        subject: '/applications/1',
        data: { readiness: 'expected' },
      },
    ]);
  });

  it('gets an empty batch where nothing is to be published', async () => {
    const { events, requests } = gatewaysAnswered({ status: 200 });
    await events?.publishNothing();
    expect(requests.map(({ method, body }) => [method, body])).toEqual([['POST', '[]']]);
  });

  it('gets the time of an event where it is given', async () => {
    const { events, requests } = gatewaysAnswered({ status: 200 });
    const time = '2026-01-01T00:00:00.000Z';
    await events?.publish([{ ...event, time }]);
    expect(JSON.parse(requests[0]?.body as string)).toMatchObject([{ time }]);
  });

  it.each([
    { what: 'many events', count: 250, size: 10, expected: [100, 100, 50] },
    { what: 'large events', count: 5, size: 90_000, expected: [2, 2, 1] },
    { what: 'events too large for company', count: 2, size: 400_000, expected: [1, 1] },
    { what: 'nothing', count: 0, size: 0, expected: [] },
  ])('gets $what in as few requests as fit, in their order', async ({ count, size, expected }) => {
    const { events, requests } = gatewaysAnswered({ status: 200 });
    const all = Array.from({ length: count }, (_, index) => ({
      ...event,
      id: `event-${index}`,
      data: { text: 'x'.repeat(size) },
    }));
    await events?.publish(all);
    const sent = requests.map(({ body }) => JSON.parse(body as string) as { id: string }[]);
    expect(sent.map(({ length }) => length)).toEqual(expected);
    expect(sent.flat().map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    for (const { body } of requests) expect(Buffer.byteLength(body as string)).toBeLessThan(1_000_000);
  });

  it('passes a refusal on as what Azure said', async () => {
    const { events } = gatewaysAnswered(refusal(401, 'Unauthorized', 'The key or token is not valid.'));
    await expect(events?.publish([event])).rejects.toMatchObject({ name: 'AzureError', status: 401 });
  });

  it('is absent where none is configured', () => {
    const config = readConfig({ MAILGRANT_COMMUNICATION_SERVICES: serviceId });
    expect(createGateways(config, { credential: fixedToken }).events).toBeUndefined();
  });
});
