import type { World } from '../../../../dev/azure/world.ts';

export const subscriptionId = '11111111-1111-4111-8111-111111111111';
export const subscription = `/subscriptions/${subscriptionId}`;
export const group = `${subscription}/resourceGroups/rg-mail`;
export const mailService = `${group}/providers/Microsoft.Communication/communicationServices/acs`;
export const tenantId = '22222222-2222-4222-8222-222222222222';
export const ownerRole = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
export const readerRole = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
export const senderId = '33333333-3333-4333-8333-333333333333';
export const operatorId = '44444444-4444-4444-8444-444444444444';
export const guid = (n: number) => `99999999-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** The three actions that SMTP asks for. */
export const smtpActions = [
  'Microsoft.Communication/CommunicationServices/Read',
  'Microsoft.Communication/CommunicationServices/Write',
  'Microsoft.Communication/EmailServices/write',
];

/** Two subscriptions, one mail service, somebody who owns it all, somebody who owns nothing. */
export function mailWorld(more: Partial<World> = {}): World {
  return {
    tenant: { id: tenantId, name: 'Fabrikam' },
    subscriptions: [
      {
        id: subscriptionId,
        name: 'Production',
        resourceGroups: [
          {
            name: 'rg-mail',
            communicationServices: [
              { name: 'acs', linkedDomains: ['email/AzureManagedDomain', 'email/mail.example.com'] },
            ],
            emailServices: [
              {
                name: 'email',
                domains: [
                  { name: 'AzureManagedDomain' },
                  { name: 'mail.example.com' },
                  { name: 'other.example.com' },
                  { name: 'unverified.example.com', verified: false },
                ],
              },
            ],
          },
          { name: 'rg-other' },
        ],
      },
      { id: '11111111-2222-4111-8111-111111111111', name: 'Other' },
    ],
    applications: [
      { name: 'Sender', servicePrincipalId: senderId, secrets: [{ text: 'sender-secret' }] },
      { name: 'Stranger' },
    ],
    users: [{ name: 'Olivia', userPrincipalName: 'olivia@example.com' }],
    groups: [
      { name: 'Inner', members: ['Sender'] },
      { name: 'Outer', members: ['Inner'] },
    ],
    managedIdentities: [{ name: 'operator', principalId: operatorId }],
    assignments: [{ role: 'Owner', principal: 'operator', scope: subscription }],
    ...more,
  };
}
