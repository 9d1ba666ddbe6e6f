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
    await events?.publish(event);
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

  it('passes a refusal on as what Azure said', async () => {
    const { events } = gatewaysAnswered(refusal(401, 'Unauthorized', 'The key or token is not valid.'));
    await expect(events?.publish(event)).rejects.toMatchObject({ name: 'AzureError', status: 401 });
  });

  it('is absent where none is configured', () => {
    const config = readConfig({ MAILGRANT_COMMUNICATION_SERVICES: serviceId });
    expect(createGateways(config, { credential: fixedToken }).events).toBeUndefined();
  });
});
