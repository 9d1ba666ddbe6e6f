import { withFaults } from '../faults/strike.ts';
import type { LocalAzure } from '../localAzure.ts';
import { logSmtp } from './log.ts';
import { SmtpRefusal } from './refusal.ts';

/** One step of a session: `operation` is CONNECT, AUTH LOGIN, AUTH XOAUTH2, MAIL FROM or DATA. */
export type SmtpStep = { operation: string; username: string; application?: string };

// What a fault says that names no message of its own. 421 is what a server says that goes away.
const unavailable = '4.3.2 Service not available';

/** Does one step, or what the fault rules do to it. Undefined: the connection is to break instead of a reply. */
export async function stepUnderFaults(
  azure: LocalAzure,
  step: SmtpStep,
  work: () => SmtpRefusal | undefined,
): Promise<{ refusal: SmtpRefusal | undefined } | undefined> {
  const { operation, username, application } = step;
  const target = { service: 'SMTP', operation, method: operation.split(' ')[0] ?? '', target: username };
  const caller = application === undefined ? undefined : { name: application, objectId: '' };
  let refusal: SmtpRefusal | undefined;
  const { answer, fault, effect } = await withFaults(azure, { ...target, caller }, () => {
    refusal = work();
    return Promise.resolve({ status: refusal?.responseCode ?? 250 });
  });
  if (fault !== undefined) logSmtp(azure, operation, { ...step, status: answer?.status ?? 0, fault });
  if (answer === undefined) return undefined;
  if (effect?.kind === 'status') refusal = new SmtpRefusal(effect.status, effect.message ?? unavailable);
  return { refusal };
}
