import type { SmtpUsername } from '../../state.ts';
import { azureTime } from '../azureTime.ts';

/** As reads show it: id and name in lower case, a type without its provider, and nobody who wrote it. */
export function smtpUsernameShape(resource: SmtpUsername) {
  const name = resource.name.toLowerCase();
  return {
    id: `${resource.communicationServiceId.toLowerCase()}/SmtpUsernames/${name}`,
    name,
    type: 'communicationservices/smtpusernames',
    properties: properties(resource),
  };
}

/** The reply to a PUT looks different from every read that follows it. */
export function writtenSmtpUsernameShape(resource: SmtpUsername, author: { by: string; type: string }) {
  const at = azureTime(resource.createdAt);
  return {
    id: `${resource.communicationServiceId}/smtpUsernames/${resource.name}`,
    name: resource.name,
    type: 'microsoft.communication/communicationservices/smtpusernames',
    systemData: {
      createdBy: author.by,
      createdByType: author.type,
      // An update resets this, too.
      createdAt: at,
      lastModifiedBy: author.by,
      lastModifiedByType: author.type,
      lastModifiedAt: at,
    },
    properties: properties(resource),
  };
}

function properties({ username, entraApplicationId, tenantId }: SmtpUsername) {
  return { username, entraApplicationId, tenantId };
}
