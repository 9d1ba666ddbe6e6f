import { expect, test } from 'vitest';
import type { FaultRule } from '../../../../dev/azure/faults/rule.ts';
import { good, smtp } from '../smtp/smtpCalls.ts';
import { Talk } from '../smtp/talk.ts';

async function struckBy(rule: Omit<FaultRule, 'service'>) {
  const made = await smtp();
  made.azure.faults.add({ service: 'SMTP', times: 1, ...rule });
  const faults = () => made.azure.requests.entries.filter(({ fault }) => fault !== undefined);
  /** The outcome of a sending, be it a reply, a broken connection or a success. */
  const send = () => made.send().catch((error: Error & { code: string }) => error.code);
  return { ...made, send, faults };
}

test('a server that goes away says so when a client connects, and hangs up', async () => {
  const { port, faults } = await struckBy({ operation: 'CONNECT', effect: { kind: 'status', status: 421 } });
  const { talk, greeting } = await Talk.open(port);
  talk.close();
  expect(greeting).toBe('421 4.3.2 Service not available');
  expect(faults()).toMatchObject([{ operation: 'CONNECT', status: 421, fault: { kind: 'status' } }]);
  expect((await Talk.open(port)).greeting).toMatch(/^220 /);
});

test('a refused sign-in that is nobody\u2019s fault, once', async () => {
  const effect = { kind: 'status', status: 454, message: '4.7.0 Temporary authentication failure' } as const;
  const { signIn } = await struckBy({ method: 'AUTH', effect });
  expect(await signIn()).toBe('454 4.7.0 Temporary authentication failure');
  expect(await signIn()).toBeUndefined();
});

test.each([
  ['resetBefore', 0],
  ['resetAfter', 1],
] as const)('a connection that breaks at the end of a message: %s', async (kind, delivered) => {
  const { send, azure, faults } = await struckBy({ operation: 'DATA', effect: { kind } });
  expect(await send()).toMatch(/^E(CONNECTION|SOCKET)$/);
  expect(azure.mailbox.mails).toHaveLength(delivered);
  expect(faults()).toMatchObject([{ status: 0, caller: 'Newsletter', fault: { kind } }]);
  expect(await send()).toBeUndefined();
});

test('a message that is delivered twice', async () => {
  const { send, azure } = await struckBy({ operation: 'DATA', effect: { kind: 'twice' } });
  expect(await send()).toBeUndefined();
  expect(azure.mailbox.mails).toHaveLength(2);
});

test('a rule for one login leaves the others alone', async () => {
  const effect = { kind: 'status', status: 451 } as const;
  const { send, azure } = await struckBy({ operation: 'MAIL FROM', path: '^somebody-else$', effect });
  expect(await send()).toBeUndefined();
  azure.faults.add({ service: 'SMTP', path: `^${good.user}$`, caller: 'Newsletter', effect });
  expect(await send()).toMatch(/^451 /);
});
