import { auditPlaces } from '../audit/places.ts';
import { resourceGroupScope, sameId } from '../resourceId.ts';

/** `auditPlace`: the mail service, or its resource group where that holds several. */
export type Place = 'service' | 'resourceGroup' | 'auditPlace' | 'emailService';

/** An action that Mailgrant's identity has to be allowed to take. */
export type NeededPermission = {
  action: string;
  /** What a role says to give it, where Azure's lists name no such operation and so refuse it in a role. */
  pattern?: string;
  at: readonly Place[];
  for: string;
  /** Only where Mailgrant makes the role itself (MAILGRANT_CREATE_ROLE). */
  when?: 'createRole';
  /** Mailgrant goes without it, and says what it could not see. */
  optional?: true;
};

const communication = 'Microsoft.Communication/CommunicationServices';
const below = (what: 'read' | 'write' | 'delete') => ({
  action: `${communication}/smtpUsernames/${what}`,
  pattern: `${communication}/*/${what}`,
});

/** All that Mailgrant's identity needs of Azure Resource Manager. What deployment gives is in infra/roles. */
export const neededPermissions: readonly NeededPermission[] = [
  { action: `${communication}/Read`, at: ['service'], for: 'reading the mail service' },
  { ...below('read'), at: ['service'], for: 'reading SMTP usernames' },
  { ...below('write'), at: ['service'], for: 'creating SMTP usernames' },
  { ...below('delete'), at: ['service'], for: 'deleting SMTP usernames' },
  {
    action: 'Microsoft.Communication/EmailServices/Domains/read',
    at: ['emailService'],
    for: 'reading the linked domains',
  },
  {
    action: 'Microsoft.Authorization/roleDefinitions/read',
    at: ['service', 'resourceGroup'],
    for: 'verifying the SMTP sender role, and audits',
  },
  {
    action: 'Microsoft.Authorization/roleDefinitions/write',
    at: ['resourceGroup'],
    for: 'making and repairing the SMTP sender role',
    when: 'createRole',
  },
  {
    action: 'Microsoft.Authorization/roleDefinitions/delete',
    at: ['resourceGroup'],
    for: 'undoing a grant that made the SMTP sender role',
    when: 'createRole',
  },
  {
    action: 'Microsoft.Authorization/roleAssignments/read',
    at: ['service', 'auditPlace'],
    for: 'seeing who holds a role: grants, revocations and audits',
  },
  {
    action: 'Microsoft.Authorization/roleAssignments/write',
    at: ['service'],
    for: 'assigning the SMTP sender role',
  },
  {
    action: 'Microsoft.Authorization/roleAssignments/delete',
    at: ['service'],
    for: 'taking the SMTP sender role back',
  },
  {
    action: 'Microsoft.Authorization/roleEligibilityScheduleInstances/read',
    at: ['auditPlace'],
    for: 'audits of what can be activated (Privileged Identity Management)',
    optional: true,
  },
  {
    action: 'Microsoft.Authorization/denyAssignments/read',
    at: ['auditPlace'],
    for: 'audits of what is denied',
    optional: true,
  },
  {
    action: 'Microsoft.Authorization/permissions/read',
    at: ['service', 'resourceGroup', 'emailService'],
    for: 'the doctor’s own question, what it may do there',
  },
];

/** The one that tells what the others are. */
export const permissionsRead = 'Microsoft.Authorization/permissions/read';

/** What is needed at a scope, given all mail services. */
export function neededAt(
  scope: string,
  { services, createRole }: { services: readonly string[]; createRole: boolean },
): NeededPermission[] {
  const is = (ids: readonly string[]) => ids.some((id) => sameId(id, scope));
  const places: Record<Place, boolean> = {
    service: is(services),
    resourceGroup: is(services.map(resourceGroupScope)),
    auditPlace: is(auditPlaces(services).map((place) => place.scope)),
    emailService: isEmailService(scope),
  };
  return neededPermissions.filter(
    ({ at, when }) => at.some((place) => places[place]) && (when === undefined || createRole),
  );
}

function isEmailService(scope: string): boolean {
  return /\/providers\/Microsoft\.Communication\/emailServices\/[^/]+$/i.test(scope);
}
