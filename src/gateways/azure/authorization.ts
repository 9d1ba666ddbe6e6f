import { AuthorizationManagementClient } from '@azure/arm-authorization';
import type { RoleAssignment as ArmAssignment, RoleDefinition as ArmRole } from '@azure/arm-authorization';
import type { RawResponseCallback } from '@azure/core-client';
import type { TokenCredential } from '@azure/core-auth';
import type { RoleAssignment } from '../../domain/roleDefinition.ts';
import { nameOf, subscriptionScope } from '../../domain/resourceId.ts';
import type { Authorization, NewRoleAssignment, NewRoleDefinition } from '../ports.ts';
import { armPath, perSubscription } from './armPath.ts';
import { auditedAccess } from './auditedAccess.ts';
import { calling, deleting, isForbidden, listing, reading } from './calls.ts';
import type { ClientOptions } from './clientOptions.ts';
import { present } from './errors.ts';
import { literal } from './odata.ts';
import { toRole, withConditions } from './roleDefinition.ts';
import { resourceName } from './resourceName.ts';

/** Azure RBAC over @azure/arm-authorization. */
export function azureAuthorization(credential: TokenCredential, options: ClientOptions): Authorization {
  const client = perSubscription((id) => new AuthorizationManagementClient(credential, id, options));
  const roles = (scope: string) => client(scope).roleDefinitions;
  const assignments = (scope: string) => client(scope).roleAssignments;
  // This SDK does not encode the filter of this one list.
  const assignmentsWhere = async (scope: string, filter: string) =>
    (
      await listing(() =>
        assignments(scope).listForScope(armPath(scope), { filter: encodeURIComponent(filter) }),
      )
    ).map(toAssignment);
  return {
    async roleDefinition(scope, name) {
      let raw: string | null | undefined;
      const onResponse: RawResponseCallback = ({ bodyAsText }) => (raw = bodyAsText);
      const role = await reading(() => roles(scope).get(armPath(scope), resourceName(name), { onResponse }));
      return role && withConditions(toRole(role), raw ?? '');
    },
    async roleDefinitionsNamed(scope, roleName) {
      const filter = `roleName eq ${literal(roleName)}`;
      const found = await listing(() => roles(scope).list(armPath(scope), { filter }));
      const inFull = await Promise.all(
        found.map(({ name }) => this.roleDefinition(scope, present(name, 'name'))),
      );
      return inFull.filter((role) => role !== undefined);
    },
    async putRoleDefinition(scope, role) {
      return toRole(
        await calling(() =>
          roles(scope).createOrUpdate(armPath(scope), resourceName(role.name), fromRole(role)),
        ),
      );
    },
    deleteRoleDefinition: (scope, name) =>
      deleting(() => roles(scope).delete(armPath(scope), resourceName(name))),
    assignmentsOf: (scope, principalId) => assignmentsWhere(scope, `principalId eq ${literal(principalId)}`),
    assignmentsAt(scope, principalId) {
      const has = principalId === undefined ? '' : ` and assignedTo(${literal(principalId)})`;
      return assignmentsWhere(scope, `atScope()${has}`);
    },
    async assignment(id) {
      const assignment = await reading(() => assignments(id).getById(armPath(id)));
      return assignment && toAssignment(assignment);
    },
    async putAssignment(scope, assignment) {
      const { name } = assignment;
      const body = fromAssignment(scope, assignment);
      return toAssignment(
        await calling(() =>
          assignments(scope).create(armPath(scope), encodeURIComponent(resourceName(name)), body),
        ),
      );
    },
    async deleteAssignment(id) {
      try {
        await deleting(() => assignments(id).deleteById(armPath(id)));
      } catch (error) {
        // A condition on the identity's own rights is held against the assignment that is to go, and not fulfilled
        // where none is left: what somebody else has deleted, or this very call before its answer got lost.
        if (!isForbidden(error) || (await this.assignment(id)) !== undefined) throw error;
      }
    },
    ...auditedAccess(client),
  };
}

function fromRole({ roleName, description, assignableScopes, permissions }: NewRoleDefinition): ArmRole {
  return { roleName, description, assignableScopes, permissions, roleType: 'CustomRole' };
}

function fromAssignment(scope: string, assignment: NewRoleAssignment) {
  const { roleDefinition, principalId, description } = assignment;
  return {
    roleDefinitionId: `${subscriptionScope(scope)}/providers/Microsoft.Authorization/roleDefinitions/${roleDefinition}`,
    principalId,
    // Without the type Azure looks the principal up and may not see a new one yet (PrincipalNotFound), and an
    // identity restricted to service principals is refused.
    // https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
    principalType: 'ServicePrincipal',
    description,
  };
}

function toAssignment(assignment: ArmAssignment): RoleAssignment {
  const { description, condition, updatedOn } = assignment;
  return {
    id: present(assignment.id, 'id'),
    name: present(assignment.name, 'name'),
    scope: present(assignment.scope, 'properties.scope'),
    // Azure prefixes the id with the subscription that was asked, whatever it was assigned with.
    roleDefinition: nameOf(present(assignment.roleDefinitionId, 'properties.roleDefinitionId')).toLowerCase(),
    principalId: present(assignment.principalId, 'properties.principalId'),
    createdOn: present(assignment.createdOn, 'properties.createdOn').toISOString(),
    // The wire has null for what is not set.
    ...(updatedOn ? { updatedOn: updatedOn.toISOString() } : {}),
    ...(description ? { description } : {}),
    ...(condition ? { condition } : {}),
  };
}
