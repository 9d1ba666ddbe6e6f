import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callJson } from '../../dev/demo/azureClient.ts';
import { followOperation } from '../../dev/demo/followOperation.ts';
import { sendMail } from '../../dev/demo/mailClient.ts';
import type { LocalMailgrant } from '../../dev/local/startMailgrant.ts';
import type { GrantOutcome } from '../../src/domain/operation.ts';
import { startRunningMailgrant } from '../support/runningMailgrant.ts';

/** The built app in a process of its own: real sockets, real certificates, the real managed identity credential. */
let mailgrant: LocalMailgrant;

beforeAll(async () => {
  mailgrant = await startRunningMailgrant();
});

afterAll(() => mailgrant.stop());

describe('the deployed bundle', () => {
  it('lets an application send a real email over SMTP that was refused before', async () => {
    const { app, smtp, control } = mailgrant.addresses;
    const password = 'invoice-service-local-secret';
    const letter = { to: 'customer@example.com', subject: 'Your invoice', text: 'Attached.' };
    const from = 'DoNotReply@mail.contoso.example';
    const before = await sendMail({ ...smtp, username: 'invoice-service', password }, { ...letter, from });
    expect(before).toMatchObject({
      accepted: false,
      reply: expect.stringMatching(/^535 5\.7\.3 /) as string,
    });

    const started = await callJson<{ statusUrl: string }>(`${app}/grants`, {
      method: 'POST',
      body: { application: 'Invoice Service' },
    });
    const percents: number[] = [];
    const operation = await followOperation(started.statusUrl, (_step, percent) => percents.push(percent));
    expect(operation).toMatchObject({ state: 'succeeded', percent: 100 });
    expect(percents).toEqual([...percents].sort((one, other) => one - other));

    const { card } = operation.outcome as Extract<GrantOutcome, { outcome: 'granted' }>;
    const after = await sendMail({ ...smtp, username: card.username, password }, { ...letter, from });
    expect(after).toMatchObject({ accepted: true });
    const { value } = await callJson<{ value: { subject: string }[] }>(`${control}mailbox`);
    expect(value).toMatchObject([{ subject: 'Your invoice' }]);
  });

  it('is healthy, and shows no key of the task hub', async () => {
    const { app } = mailgrant.addresses;
    expect(await callJson(`${app}/health`)).toMatchObject({ status: 'ok' });
    expect(JSON.stringify(await callJson(`${app}/operations`))).not.toMatch(/code=|taskHub/);
  });
});
