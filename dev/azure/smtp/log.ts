import type { StruckFault } from '../faults/strike.ts';
import type { LocalAzure } from '../localAzure.ts';

/** One step of SMTP in the request log. */
export function logSmtp(
  azure: LocalAzure,
  operation: string,
  what: { username: string; application?: string; because?: string; status?: number; fault?: StruckFault },
): void {
  const { username, application, because, fault } = what;
  azure.requests.add({
    at: new Date(azure.clock.now()).toISOString(),
    service: 'SMTP',
    operation,
    method: operation.split(' ')[0] ?? '',
    target: username,
    status: what.status ?? (because === undefined ? 235 : 535),
    ...(application === undefined ? {} : { caller: application }),
    ...(because === undefined ? {} : { because }),
    ...(fault === undefined ? {} : { fault }),
  });
}
