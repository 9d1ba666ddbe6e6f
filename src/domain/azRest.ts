import { subscriptionScope } from './resourceId.ts';
import type { Permission } from './roleDefinition.ts';

const authorizationApi = '2022-04-01';

/** One word for bash, whatever it holds. */
export function quoted(text: string): string {
  // bash ends a script at a NUL, and no argument can hold one.
  return `'${text.replaceAll('\0', '').replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A call of Azure Resource Manager. `az rest` speaks to it in every version of the Azure CLI, without extensions, and
 * takes exact names.
 */
export function azRest(method: 'put' | 'patch' | 'delete', path: string, body?: unknown): string {
  const command = `az rest --method ${method} --url ${quoted(path)}`;
  return body === undefined
    ? command
    : `${command} --headers 'Content-Type=application/json' --body ${quoted(JSON.stringify(body))}`;
}

/** The command that writes a custom role, at the first scope where it can be assigned. */
export function putRoleCommand(role: {
  /** The GUID. */
  name: string;
  roleName: string;
  description: string;
  assignableScopes: string[];
  permissions: Permission[];
}): string {
  const { name, roleName, description, assignableScopes, permissions } = role;
  const [scope = ''] = assignableScopes;
  const id = `${scope}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
  return azRest('put', `${id}?api-version=${authorizationApi}`, {
    properties: { roleName, description, type: 'CustomRole', assignableScopes, permissions },
  });
}

/** A role assignment to be written. `role` is the role definition's GUID. */
export type AssignmentToPut = {
  /** Its full ARM id. */
  id: string;
  principalId: string;
  principalType: string;
  role: string;
  condition?: string;
};

/** The command that writes a role assignment; one that is there already becomes like this. */
export function putAssignmentCommand(assignment: AssignmentToPut): string {
  const { id, principalId, principalType, role, condition } = assignment;
  const within = /^\/subscriptions\//i.test(id) ? subscriptionScope(id) : '';
  return azRest('put', `${id}?api-version=${authorizationApi}`, {
    properties: {
      roleDefinitionId: `${within}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId,
      principalType,
      ...(condition !== undefined && { condition, conditionVersion: '2.0' }),
    },
  });
}

/** The command that deletes a role assignment. */
export function deleteAssignmentCommand(id: string): string {
  return azRest('delete', `${id}?api-version=${authorizationApi}`);
}
