import type { CommunicationService, EmailDomain, State } from '../../state.ts';
import { refusal } from '../refusal.ts';

/** The domains that a mail service may send from. */
export function linkedDomains(state: State, service: CommunicationService): EmailDomain[] {
  return service.linkedDomains.flatMap((id) => state.emailDomains.get(id.toLowerCase()) ?? []);
}

/** Refuses to link a domain that does not exist, is not verified, or keeps its data elsewhere. */
export function demandLinkable(state: State, service: CommunicationService, id: string): string {
  const domain = state.emailDomains.get(id.toLowerCase());
  const email = state.emailServices.get(id.toLowerCase().split('/domains/')[0] ?? '');
  const problem =
    domain === undefined || email === undefined
      ? 'does not exist'
      : domain.provisioning !== undefined
        ? `is not ready: its provisioning state is '${domain.provisioning}'`
        : domain.verification.Domain !== 'Verified'
          ? 'is not verified'
          : email.dataLocation !== service.dataLocation
            ? `is in data location '${email.dataLocation}', not '${service.dataLocation}'`
            : undefined;
  if (problem !== undefined || domain === undefined)
    throw refusal(400, 'DomainValidationError', `The linked domain '${id}' ${problem}.`);
  return domain.id;
}
