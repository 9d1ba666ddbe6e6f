import { deterministicGuid } from './deterministicGuid.ts';
import type { Permission } from './roleDefinition.ts';

/**
 * What an application's service principal must be allowed to do before ACS accepts its mail over SMTP.
 * All three are control-plane actions: there is no data action for sending
 * (Azure Communication Services documentation, "SMTP authentication").
 */
export const neededActions = [
  'Microsoft.Communication/CommunicationServices/Read',
  'Microsoft.Communication/CommunicationServices/Write',
  'Microsoft.Communication/EmailServices/write',
] as const;

/** A role definition as Mailgrant wants it to be. */
export type WantedRole = {
  /** The GUID. */
  name: string;
  roleName: string;
  description: string;
  assignableScopes: string[];
  permissions: Permission[];
};

/**
 * The SMTP sender role: exactly the needed actions.
 * `scope` is where it can be assigned: a resource group or a subscription. Never a resource: Azure advises
 * against resource scopes in AssignableScopes and counts roles per tenant.
 */
export function senderRole(scope: string): WantedRole {
  const name = deterministicGuid(scope, 'mailgrant-smtp-sender');
  return {
    name,
    // Role names are unique in the whole tenant, also against roles that one cannot see.
    roleName: `Mailgrant SMTP Sender (${name.slice(0, 8)})`,
    description:
      'Send email over SMTP through Azure Communication Services, and nothing else. Kept by Mailgrant.',
    assignableScopes: [scope],
    permissions: [{ actions: [...neededActions], notActions: [], dataActions: [], notDataActions: [] }],
  };
}
