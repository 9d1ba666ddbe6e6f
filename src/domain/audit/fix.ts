import { roleAssignmentName } from '../naming.ts';
import { roleAssignmentId, subscriptionScope } from '../resourceId.ts';
import type { WantedRole } from '../senderRole.ts';
import type { AuditedAssignment } from './snapshot.ts';

const authorizationApi = '2022-04-01';
const communicationApi = '2025-09-01';

/** One word for bash, whatever it holds. */
export function quoted(text: string): string {
  // bash ends a script at a NUL, and no argument can hold one.
  return `'${text.replaceAll('\0', '').replaceAll("'", String.raw`'\''`)}'`;
}

// `az rest` speaks to Azure Resource Manager in every version of the CLI, without extensions, and takes exact names.
function rest(method: 'put' | 'delete', path: string, body?: unknown): string {
  const command = `az rest --method ${method} --url ${quoted(path)}`;
  return body === undefined
    ? command
    : `${command} --headers 'Content-Type=application/json' --body ${quoted(JSON.stringify(body))}`;
}

export function deleteAssignment(id: string): string {
  return rest('delete', `${id}?api-version=${authorizationApi}`);
}

export function deleteUsername(id: string): string {
  return rest('delete', `${id}?api-version=${communicationApi}`);
}

/** Makes a role definition, or writes it back to what it has to be. */
export function putRole({ name, roleName, description, assignableScopes, permissions }: WantedRole): string {
  const [scope = ''] = assignableScopes;
  const id = `${scope}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
  return rest('put', `${id}?api-version=${authorizationApi}`, {
    properties: { roleName, description, type: 'CustomRole', assignableScopes, permissions },
  });
}

/** Assigns the SMTP sender role at the mail service, under the name that Mailgrant gives it too. */
export function assignSenderRole(serviceId: string, principalId: string, role: WantedRole): string {
  const id = roleAssignmentId(serviceId, roleAssignmentName(serviceId, principalId, role.name));
  return putAssignment(id, { roleDefinition: role.name, principalId, principalType: 'ServicePrincipal' });
}

/** Writes an assignment as it is, but for its condition. */
export function withoutCondition({ id, ...assignment }: AuditedAssignment): string {
  return putAssignment(id, assignment);
}

function putAssignment(
  id: string,
  assignment: Pick<AuditedAssignment, 'roleDefinition' | 'principalId' | 'principalType'>,
): string {
  const { roleDefinition, principalId, principalType } = assignment;
  const within = /^\/subscriptions\//i.test(id) ? subscriptionScope(id) : '';
  return rest('put', `${id}?api-version=${authorizationApi}`, {
    properties: {
      roleDefinitionId: `${within}/providers/Microsoft.Authorization/roleDefinitions/${roleDefinition}`,
      principalId,
      principalType,
    },
  });
}

export function leaveGroup(groupId: string, memberId: string): string {
  return `az ad group member remove --group ${quoted(groupId)} --member-id ${quoted(memberId)}`;
}

export function deleteSecret(appId: string, keyId: string): string {
  return `az ad app credential delete --id ${quoted(appId)} --key-id ${quoted(keyId)}`;
}

/** Adds a secret beside the old ones, and prints it. */
export function addSecret(appId: string): string {
  return `az ad app credential reset --id ${quoted(appId)} --append --years 1`;
}
