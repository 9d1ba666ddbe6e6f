import type {
  AuthorizationManagementClient,
  DenyAssignment as ArmDenyAssignment,
  RoleAssignment as ArmAssignment,
  RoleEligibilityScheduleInstance,
} from '@azure/arm-authorization';
import type { RawResponseCallback } from '@azure/core-client';
import type { AuditedAssignment } from '../../domain/audit/snapshot.ts';
import type { DenyAssignment } from '../../domain/permissions/evaluate.ts';
import { nameOf } from '../../domain/resourceId.ts';
import type { AuditedAccess } from '../ports.ts';
import { armPath } from './armPath.ts';
import { listing } from './calls.ts';
import { present } from './errors.ts';
import { literal } from './odata.ts';
import { allWithConditions, toRole } from './roleDefinition.ts';

/** The lists that an audit reads, over @azure/arm-authorization. `client` gives the one for a scope. */
export function auditedAccess(client: (scope: string) => AuthorizationManagementClient): AuditedAccess {
  return {
    async assignmentsAround(scope) {
      const found = await listing(() => client(scope).roleAssignments.listForScope(armPath(scope)));
      return found.map(toAudited);
    },
    async assignmentsHeldBy(scope, principalId) {
      // This SDK does not encode the filter of this one list.
      const filter = encodeURIComponent(`assignedTo(${literal(principalId)})`);
      const found = await listing(() =>
        client(scope).roleAssignments.listForScope(armPath(scope), { filter }),
      );
      return found.map(toAudited);
    },
    async eligibleAround(scope) {
      const found = await listing(() =>
        client(scope).roleEligibilityScheduleInstances.listForScope(armPath(scope)),
      );
      return found.map(toEligible);
    },
    async denyAssignmentsAround(scope) {
      const found = await listing(() => client(scope).denyAssignments.listForScope(armPath(scope)));
      return found.map(toDenyAssignment);
    },
    async roleDefinitionsAt(scope) {
      const pages: string[] = [];
      const onResponse: RawResponseCallback = ({ bodyAsText }) => pages.push(bodyAsText ?? '');
      const found = await listing(() => client(scope).roleDefinitions.list(armPath(scope), { onResponse }));
      return allWithConditions(found.map(toRole), pages);
    },
    async providerOperations() {
      const providers = await listing(() =>
        client('/').providerOperationsMetadataOperations.list({ expand: 'resourceTypes' }),
      );
      const operations = providers.flatMap((provider) => [
        ...(provider.operations ?? []),
        ...(provider.resourceTypes ?? []).flatMap((type) => type.operations ?? []),
      ]);
      const control = operations.filter(({ isDataAction }) => isDataAction !== true);
      return [...new Set(control.map(({ name }) => present(name, 'operations.name')))];
    },
  };
}

function toAudited(assignment: ArmAssignment): AuditedAssignment {
  const { description, createdOn } = assignment;
  // A reply may lack who wrote it last, or who made it.
  const updatedBy = assignment.updatedBy ?? assignment.createdBy;
  return {
    ...toGiven(assignment),
    createdOn: present(createdOn, 'properties.createdOn').toISOString(),
    ...(description ? { description } : {}),
    ...(updatedBy ? { updatedBy } : {}),
  };
}

function toEligible(eligible: RoleEligibilityScheduleInstance): AuditedAssignment {
  const since = eligible.createdOn ?? eligible.startDateTime;
  return { ...toGiven(eligible), createdOn: present(since, 'properties.createdOn').toISOString() };
}

/** Who is given which role where. */
function toGiven(
  given: ArmAssignment | RoleEligibilityScheduleInstance,
): Omit<AuditedAssignment, 'createdOn'> {
  const { condition } = given;
  return {
    id: present(given.id, 'id'),
    scope: present(given.scope, 'properties.scope'),
    // Azure prefixes the id with the subscription that was asked, whatever it was assigned with.
    roleDefinition: nameOf(present(given.roleDefinitionId, 'properties.roleDefinitionId')).toLowerCase(),
    principalId: present(given.principalId, 'properties.principalId'),
    principalType: present(given.principalType, 'properties.principalType'),
    // The wire has null for what is not set.
    ...(condition ? { condition } : {}),
  };
}

function toDenyAssignment(deny: ArmDenyAssignment): DenyAssignment {
  const { condition, principals, excludePrincipals } = deny;
  const idsOf = (named: typeof principals) => (named ?? []).map(({ id }) => present(id, 'principals.id'));
  return {
    id: present(deny.id, 'id'),
    name: deny.denyAssignmentName ?? present(deny.name, 'name'),
    scope: present(deny.scope, 'properties.scope'),
    principalIds: idsOf(present(principals, 'properties.principals')),
    excludePrincipalIds: idsOf(excludePrincipals),
    permissions: present(deny.permissions, 'properties.permissions').map((block) => ({
      actions: block.actions ?? [],
      notActions: block.notActions ?? [],
      dataActions: block.dataActions ?? [],
      notDataActions: block.notDataActions ?? [],
      ...(block.condition ? { condition: block.condition } : {}),
    })),
    doNotApplyToChildScopes: deny.doNotApplyToChildScopes ?? false,
    ...(condition ? { condition } : {}),
  };
}
