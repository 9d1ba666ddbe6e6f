import { azRest, putAssignmentCommand, putRoleCommand, quoted } from '../azRest.ts';
import { deterministicGuid } from '../deterministicGuid.ts';
import { roleAssignmentName } from '../naming.ts';
import { resourceGroupScope, roleAssignmentId } from '../resourceId.ts';
import { senderRole } from '../senderRole.ts';
import { deployedCondition } from './deployedCondition.ts';
import type { NeededPermission } from './neededPermissions.ts';

/** Azure's own roles, by their GUIDs. */
export const roleAdministrator = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';
const eventGridDataSender = 'd5a91429-5739-47e2-a06b-3470a27159e7';
const keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6';

/** Microsoft Graph's application permissions, by the ids of their app roles. */
const graphAppRoles = {
  'Application.Read.All': '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
  'GroupMember.Read.All': '98830695-27a2-44f7-8c18-0c3ebc9698f6',
};
export type GraphPermission = keyof typeof graphAppRoles;

/** The two that only ever come with the condition. */
const boundActions = [
  'Microsoft.Authorization/roleAssignments/write',
  'Microsoft.Authorization/roleAssignments/delete',
];

/**
 * Gives an identity what it lacks at a scope: as a custom role of its own, but the right to assign roles only as
 * deployment gives it.
 */
export function giveCommands(
  scope: string,
  principalId: string,
  missing: readonly NeededPermission[],
): string[] {
  const plain = missing.filter(({ action }) => !boundActions.includes(action));
  return [
    ...(plain.length > 0 ? giveActions(scope, principalId, plain) : []),
    ...(plain.length < missing.length ? [giveRoleAdministrator(scope, principalId)] : []),
  ];
}

function giveActions(scope: string, principalId: string, missing: readonly NeededPermission[]): string[] {
  const actions = missing.map(({ action, pattern }) => pattern ?? action);
  const name = deterministicGuid(scope, 'mailgrant-additions', ...actions);
  const role = {
    name,
    roleName: `Mailgrant Additions (${name.slice(0, 8)})`,
    description: "What Mailgrant's own identity lacked.",
    // Azure advises against resources in AssignableScopes.
    assignableScopes: [resourceGroupScope(scope)],
    permissions: [{ actions, notActions: [], dataActions: [], notDataActions: [] }],
  };
  return [putRoleCommand(role), assign(scope, { principalId, role: name })];
}

/** The right to assign the SMTP sender role at a mail service, and nothing else. */
export function giveRoleAdministrator(serviceId: string, principalId: string, existing?: string): string {
  const condition = deployedCondition(senderRole(resourceGroupScope(serviceId)).name);
  return assign(serviceId, {
    principalId,
    role: roleAdministrator,
    condition,
    ...(existing !== undefined && { id: existing }),
  });
}

type Given = { id?: string; principalId: string; role: string; condition?: string };

function assign(scope: string, { id, ...given }: Given): string {
  const name = roleAssignmentName(scope, given.principalId, given.role);
  return putAssignmentCommand({
    id: id ?? roleAssignmentId(scope, name),
    principalType: 'ServicePrincipal',
    ...given,
  });
}

/** Grants an identity a permission of Microsoft Graph, which only an administrator of the directory may do. */
export function grantGraphCommand(
  graph: string,
  permission: GraphPermission,
  principalId: string | undefined,
): string {
  const assignee = principalId ?? '<object id of the identity>';
  const url = `${graph}/v1.0/servicePrincipals/${assignee}/appRoleAssignments`;
  const resource = '$(az ad sp show --id 00000003-0000-0000-c000-000000000000 --query id --output tsv)';
  const body = JSON.stringify({
    principalId: assignee,
    resourceId: 'GRAPH',
    appRoleId: graphAppRoles[permission],
  });
  const [before = '', after = ''] = body.split('GRAPH');
  return (
    `az rest --method post --url ${quoted(url)} --headers 'Content-Type=application/json' ` +
    `--body ${quoted(before)}"${resource}"${quoted(after)}`
  );
}

/** Lets an identity publish to the topic, or read the secrets of the vault: found by where it is reached. */
export function publishCommand(endpoint: string, principalId: string | undefined): string {
  const query = quoted(`[?endpoint=='${endpoint}'].id`);
  return assignAt(`az eventgrid topic list --query ${query}`, { principalId, role: eventGridDataSender });
}

export function readSecretsCommand(vault: string, principalId: string | undefined): string {
  const [name = ''] = new URL(vault).hostname.split('.');
  return assignAt(`az keyvault show --name ${quoted(name)} --query id`, {
    principalId,
    role: keyVaultSecretsUser,
  });
}

function assignAt(
  lookUp: string,
  { principalId, role }: { principalId: string | undefined; role: string },
): string {
  const assignee = quoted(principalId ?? '<object id of the identity>');
  return (
    `az role assignment create --assignee-object-id ${assignee} --assignee-principal-type ServicePrincipal ` +
    `--role ${role} --scope "$(${lookUp} --output tsv)"`
  );
}

/** Sets an app setting; the app restarts. */
export function setCommand(setting: string): string {
  return `az functionapp config appsettings set --resource-group '<resource group>' --name '<function app>' --settings ${quoted(setting)}`;
}

/** Links a verified domain to a mail service, and no other. */
export function linkDomainCommand(serviceId: string): string {
  return azRest('patch', `${serviceId}?api-version=2025-09-01`, {
    properties: { linkedDomains: ['<ARM id of a verified domain>'] },
  });
}

/** Starts the verification of a domain's ownership. */
export function verifyDomainCommand(domainId: string): string {
  return (
    `az rest --method post --url ${quoted(`${domainId}/initiateVerification?api-version=2025-09-01`)} ` +
    `--headers 'Content-Type=application/json' --body '{"verificationType":"Domain"}'`
  );
}
