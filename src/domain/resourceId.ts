/** The parts of an ACS resource's ARM id. */
export type CommunicationServiceId = {
  id: string;
  subscriptionId: string;
  resourceGroup: string;
  name: string;
};

const communicationService =
  /^\/subscriptions\/([0-9a-f-]{36})\/resourceGroups\/([-\w.()]{1,90})\/providers\/Microsoft\.Communication\/communicationServices\/([-\w]{1,63})$/i;

/** Reads the ARM id of an ACS resource; undefined if it is not one. Azure's ids ignore case. */
export function parseCommunicationServiceId(id: string): CommunicationServiceId | undefined {
  const [, subscriptionId, resourceGroup, name] = communicationService.exec(id) ?? [];
  if (subscriptionId === undefined || resourceGroup === undefined || name === undefined) return undefined;
  return { id, subscriptionId, resourceGroup, name };
}

/** ARM ids name the same resource whatever their case: Azure answers with another one than it was asked with. */
export function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The subscription that an ARM id lies in. */
export function subscriptionScope(id: string): string {
  return id.split('/').slice(0, 3).join('/');
}

/** The resource group that an ARM id lies in. */
export function resourceGroupScope(id: string): string {
  return id.split('/').slice(0, 5).join('/');
}

/** The email service of an email domain. */
export function emailServiceOf(domainId: string): string {
  return domainId.split('/').slice(0, -2).join('/');
}

/** The last segment of an ARM id: the resource's name. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** The scope that a role assignment's ARM id names. */
export function scopeOfRoleAssignment(id: string): string {
  const scope = id.slice(
    0,
    id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/roleassignments/'),
  );
  return scope === '' ? '/' : scope;
}

/** The ARM id of a role assignment at a scope. */
export function roleAssignmentId(scope: string, name: string): string {
  return `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
}
