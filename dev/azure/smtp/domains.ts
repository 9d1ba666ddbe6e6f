import type { LocalAzure } from '../localAzure.ts';
import type { CommunicationService, EmailDomain } from '../state.ts';

/** The domain of a service that an address belongs to, if the service may send from it. */
export function sendingDomain(
  azure: LocalAzure,
  service: CommunicationService,
  address: string,
): EmailDomain | undefined {
  return linkedDomains(azure, service).find(
    (domain) => isVerified(domain) && domain.fromSenderDomain.toLowerCase() === domainOf(address),
  );
}

export function isLinked(azure: LocalAzure, service: CommunicationService, address: string): boolean {
  return linkedDomains(azure, service).some(
    (domain) => domain.fromSenderDomain.toLowerCase() === domainOf(address),
  );
}

function linkedDomains({ state }: LocalAzure, service: CommunicationService): EmailDomain[] {
  return service.linkedDomains.flatMap((id) => state.emailDomains.get(id.toLowerCase()) ?? []);
}

// DMARC is advice to receivers; Azure sends without it.
function isVerified({ verification }: EmailDomain): boolean {
  const needed = [verification.Domain, verification.SPF, verification.DKIM, verification.DKIM2];
  return needed.every((status) => status === 'Verified');
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
