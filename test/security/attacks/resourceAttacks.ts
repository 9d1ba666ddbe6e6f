import { mailGroup, mailService } from '../../support/deployedWorld.ts';
import { assigning, definitionAt, mail, otherMail, sender } from '../attackedEstate.ts';
import type { AttackedEstate } from '../attackedEstate.ts';
import { lacks } from './attack.ts';
import type { Attack } from './attack.ts';

/** Ways around role assignments: definitions, elevation, keys, resources above the usernames. */
export function resourceAttacks({ idOf, roleOf }: AttackedEstate): Attack[] {
  const self = idOf('mailgrant');
  const everything = (roleName: string) => ({
    properties: { roleName, permissions: [{ actions: ['*'] }], assignableScopes: [mailGroup] },
  });
  const fresh = '33333333-cccc-4ccc-8ccc-000000000001';
  const eligible = {
    properties: {
      ...assigning(roleOf('Owner'), self).properties,
      requestType: 'AdminAssign',
      scheduleInfo: { expiration: { type: 'NoExpiration' } },
    },
  };
  const unconditional = `${mail}/providers/Microsoft.Authorization`;
  const rows: [name: string, call: string, action: string, body?: unknown][] = [
    [
      'widens the SMTP role',
      `PUT ${definitionAt(mailGroup, sender)}`,
      'Microsoft.Authorization/roleDefinitions/write',
      everything('Mailgrant SMTP Sender'),
    ],
    [
      'widens the SMTP role from where it may assign',
      `PUT ${definitionAt(mail, sender)}`,
      'Microsoft.Authorization/roleDefinitions/write',
      everything('Mailgrant SMTP Sender'),
    ],
    [
      'widens the role that it holds',
      `PUT ${definitionAt(mailGroup, roleOf('Mailgrant Operator'))}`,
      'Microsoft.Authorization/roleDefinitions/write',
      everything('Mailgrant Operator'),
    ],
    [
      'makes a role',
      `PUT ${definitionAt(mailGroup, fresh)}`,
      'Microsoft.Authorization/roleDefinitions/write',
      everything('Mine'),
    ],
    [
      'makes a role that can be assigned at the mail service',
      `PUT ${definitionAt(mail, fresh)}`,
      'Microsoft.Authorization/roleDefinitions/write',
      everything('Mine'),
    ],
    [
      'becomes eligible for Owner',
      `PUT ${unconditional}/roleEligibilityScheduleRequests/${fresh}`,
      'Microsoft.Authorization/roleEligibilityScheduleRequests/write',
      eligible,
    ],
    [
      'has Owner activated',
      `PUT ${unconditional}/roleAssignmentScheduleRequests/${fresh}`,
      'Microsoft.Authorization/roleAssignmentScheduleRequests/write',
      eligible,
    ],
    [
      'changes what activation asks for',
      `PATCH ${unconditional}/roleManagementPolicies/${fresh}`,
      'Microsoft.Authorization/roleManagementPolicies/write',
      {},
    ],
    [
      'denies others',
      `PUT ${unconditional}/denyAssignments/${fresh}`,
      'Microsoft.Authorization/denyAssignments/write',
      {},
    ],
    [
      'locks the mail service',
      `PUT ${unconditional}/locks/mine`,
      'Microsoft.Authorization/locks/write',
      { properties: { level: 'ReadOnly' } },
    ],
    [
      'has a policy act for it',
      `PUT ${unconditional}/policyAssignments/mine`,
      'Microsoft.Authorization/policyAssignments/write',
      { identity: { type: 'SystemAssigned' } },
    ],
    [
      'has a template assign Owner',
      `PUT ${mailGroup}/providers/Microsoft.Resources/deployments/mine`,
      'Microsoft.Resources/deployments/write',
      {},
    ],
    [
      'lets its identity be used from elsewhere',
      `PUT ${mailGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mailgrant/federatedIdentityCredentials/mine`,
      'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
      {},
    ],
    [
      'listens to the topic',
      `PUT ${mailGroup}/providers/Microsoft.EventGrid/topics/contoso-events/providers/Microsoft.EventGrid/eventSubscriptions/mine`,
      'Microsoft.EventGrid/eventSubscriptions/write',
      {},
    ],
    [
      'sends what happens elsewhere',
      `PUT ${mail}/providers/Microsoft.EventGrid/eventSubscriptions/mine`,
      'Microsoft.EventGrid/eventSubscriptions/write',
      {},
    ],
    [
      'sends logs elsewhere',
      `PUT ${mail}/providers/Microsoft.Insights/diagnosticSettings/mine`,
      'Microsoft.Insights/diagnosticSettings/write',
      {},
    ],
    [
      'changes the mail service',
      `PATCH ${mail}`,
      'Microsoft.Communication/CommunicationServices/write',
      { properties: { disableLocalAuth: false } },
    ],
    [
      'writes the mail service anew',
      `PUT ${mail}`,
      'Microsoft.Communication/CommunicationServices/write',
      { location: 'global', properties: { dataLocation: 'Europe' } },
    ],
    [
      'links a domain',
      `PATCH ${mailService('contoso-empty')}`,
      'Microsoft.Communication/CommunicationServices/write',
      { properties: { linkedDomains: [] } },
    ],
    ['deletes the mail service', `DELETE ${mail}`, 'Microsoft.Communication/CommunicationServices/delete'],
    [
      'makes a domain',
      `PUT ${mailGroup}/providers/Microsoft.Communication/emailServices/contoso-email/domains/mine.example`,
      'Microsoft.Communication/EmailServices/Domains/write',
      { location: 'global', properties: { domainManagement: 'CustomerManaged' } },
    ],
    [
      'gives itself a login at another mail service',
      `PUT ${otherMail}/smtpUsernames/mine`,
      'Microsoft.Communication/CommunicationServices/SmtpUsernames/write',
      {},
    ],
    [
      'deletes the resource group',
      `DELETE ${mailGroup}`,
      'Microsoft.Resources/subscriptions/resourceGroups/delete',
    ],
  ];
  const onChange = rows.map(([name, call, action, body]) => ({
    name,
    call,
    body,
    ...lacks(action, call.split(' ')[1] ?? ''),
  }));
  const acting = (name: string, over: string, action: string) => ({
    name,
    call: `POST ${over}/${action.split('/').at(-2)}`,
    body: {},
    ...lacks(action, over),
  });
  return [
    ...onChange,
    acting(
      'elevates its access',
      '/providers/Microsoft.Authorization',
      'Microsoft.Authorization/elevateAccess/action',
    ),
    acting('reads the access keys', mail, 'Microsoft.Communication/CommunicationServices/ListKeys/action'),
    acting(
      'makes new access keys',
      mail,
      'Microsoft.Communication/communicationServices/regenerateKey/action',
    ),
    acting(
      'moves the mail service',
      mailGroup,
      'Microsoft.Resources/subscriptions/resourceGroups/moveResources/action',
    ),
    acting(
      'reads the keys of the topic',
      `${mailGroup}/providers/Microsoft.EventGrid/topics/contoso-events`,
      'Microsoft.EventGrid/topics/listKeys/action',
    ),
  ];
}
