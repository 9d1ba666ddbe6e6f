import { roleAssignmentName } from '../naming.ts';
import { roleAssignmentId, subscriptionScope } from '../resourceId.ts';
import type { WantedRole } from '../senderRole.ts';
import type { Fix } from './finding.ts';
import { isByMailgrant } from './fixSteps.ts';
import type { FixStep } from './fixSteps.ts';
import type { AuditedAssignment } from './snapshot.ts';

const authorizationApi = '2022-04-01';
const communicationApi = '2025-09-01';

/** The fix that these steps make, each taken once, with what people need to take them by hand. */
export function fixOf(steps: readonly FixStep[], note: string): Fix {
  const once = [...new Map(steps.map((step) => [commandFor(step), step]))];
  return {
    steps: once.map(([, step]) => step),
    az: once.map(([command]) => command),
    note,
    byMailgrant: steps.length > 0 && steps.every(isByMailgrant),
  };
}

/** The deletion of an assignment that an audit has seen. */
export function deleteAssignment({ id, principalId, roleDefinition: role }: AuditedAssignment): FixStep {
  return { do: 'deleteAssignment', id, principalId, role };
}

/** One word for bash, whatever it holds. */
export function quoted(text: string): string {
  // bash ends a script at a NUL, and no argument can hold one.
  return `'${text.replaceAll('\0', '').replaceAll("'", String.raw`'\''`)}'`;
}

function commandFor(step: FixStep): string {
  switch (step.do) {
    case 'putRole':
      return putRole(step.role);
    case 'assignSenderRole': {
      const { serviceId, principalId, role } = step;
      const id = roleAssignmentId(serviceId, roleAssignmentName(serviceId, principalId, role));
      return putAssignment({ id, principalId, role, principalType: 'ServicePrincipal' });
    }
    case 'removeCondition':
      return putAssignment(step);
    case 'deleteAssignment':
      return rest('delete', `${step.id}?api-version=${authorizationApi}`);
    case 'deleteUsername':
      return rest('delete', `${step.id}?api-version=${communicationApi}`);
    case 'leaveGroup':
      return `az ad group member remove --group ${quoted(step.groupId)} --member-id ${quoted(step.principalId)}`;
    case 'addSecret':
      return `az ad app credential reset --id ${quoted(step.appId)} --append --years 1`;
    case 'deleteSecret':
      return `az ad app credential delete --id ${quoted(step.appId)} --key-id ${quoted(step.keyId)}`;
  }
}

// `az rest` speaks to Azure Resource Manager in every version of the CLI, without extensions, and takes exact names.
function rest(method: 'put' | 'delete', path: string, body?: unknown): string {
  const command = `az rest --method ${method} --url ${quoted(path)}`;
  return body === undefined
    ? command
    : `${command} --headers 'Content-Type=application/json' --body ${quoted(JSON.stringify(body))}`;
}

function putRole({ name, roleName, description, assignableScopes, permissions }: WantedRole): string {
  const [scope = ''] = assignableScopes;
  const id = `${scope}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
  return rest('put', `${id}?api-version=${authorizationApi}`, {
    properties: { roleName, description, type: 'CustomRole', assignableScopes, permissions },
  });
}

type Assigned = { id: string; principalId: string; principalType: string; role: string };

function putAssignment({ id, principalId, principalType, role }: Assigned): string {
  const within = /^\/subscriptions\//i.test(id) ? subscriptionScope(id) : '';
  return rest('put', `${id}?api-version=${authorizationApi}`, {
    properties: {
      roleDefinitionId: `${within}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId,
      principalType,
    },
  });
}
