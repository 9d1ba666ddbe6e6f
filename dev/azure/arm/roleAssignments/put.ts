import { reaches, sameScope } from '../../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import type { RoleAssignment, State } from '../../state.ts';
import { callerOf, demand } from '../demand.ts';
import { undashed } from '../guid.ts';
import { demandUnlocked } from '../locks.ts';
import { scopeOf } from '../paths.ts';
import { refusal } from '../refusal.ts';
import { roleDefinitionDoesNotExist } from '../roleDefinitions/read.ts';
import { demandScope } from '../scopes.ts';
import { assignmentAttributes } from './attributes.ts';
import { principalTypeFor } from './principal.ts';
import { attributesAsked, requestedAssignment } from './requested.ts';
import type { RequestedAssignment } from './requested.ts';
import { roleAssignmentId, writtenRoleAssignmentShape } from './shape.ts';

export const mostAssignmentsOfSubscription = 4_000;
export const mostAssignmentsOfManagementGroup = 500;

export function putRoleAssignment(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const { state, clock } = azure;
  demandAssigning(azure, request);
  const requested = requestedAssignment(request);
  const { name, scope } = requested;
  demandScope(state, scope);
  demandUnlocked(state, 'write', scope);
  demandAssignable(azure, requested);
  const existing = state.roleAssignments.get(name);
  if (existing !== undefined) demandSame(existing, requested);
  const principalType = principalTypeFor(azure, {
    principalId: requested.principalId,
    principalType: requested.principalType,
  });
  if (existing === undefined) {
    demandNew(state, requested);
    demandRoom(state, scope);
  }
  const now = clock.now();
  const caller = callerOf(request).objectId;
  const assignment: RoleAssignment = {
    ...requested,
    principalType,
    scope: existing?.scope ?? scope,
    createdAt: existing?.createdAt ?? now,
    createdBy: existing?.createdBy ?? caller,
    updatedAt: now,
    updatedBy: caller,
  };
  state.roleAssignments.set(name, assignment);
  return { status: existing === undefined ? 201 : 200, body: writtenRoleAssignmentShape(assignment) };
}

/** Before anything else is looked at; a condition sees of the request what can be read of it. */
function demandAssigning(azure: LocalAzure, request: LocalRequest): void {
  const scope = scopeOf(request.params);
  demand(azure, request, {
    action: 'Microsoft.Authorization/roleAssignments/write',
    scope,
    over: roleAssignmentId({ scope, name: request.params.name ?? '' }),
    attributes: { request: assignmentAttributes(attributesAsked(request)) },
  });
}

function demandAssignable({ state, clock, delays }: LocalAzure, requested: RequestedAssignment): void {
  const { roleDefinition, scope } = requested;
  const role = state.roleDefinitions.get(roleDefinition);
  // A role made a moment ago has not reached the place that checks this.
  if (role === undefined || clock.now() < role.createdAt + delays.roleReplication)
    throw roleDefinitionDoesNotExist(400, roleDefinition);
  if (!role.assignableScopes.some((each) => reaches(each, scope, state.managementGroups)))
    throw refusal(
      400,
      'RoleAssignmentScopeNotAssignableToRoleDefinition',
      `The given role assignment scope '${scope}' is not assignable to role definition '${roleDefinition}'.`,
    );
}

/** An assignment's name is taken across the tenant, and only its description and condition may change. */
function demandSame(existing: RoleAssignment, requested: RequestedAssignment): void {
  const same =
    sameScope(existing.scope, requested.scope) &&
    existing.principalId.toLowerCase() === requested.principalId &&
    existing.roleDefinition.toLowerCase() === requested.roleDefinition;
  if (!same)
    throw refusal(
      400,
      'RoleAssignmentUpdateNotPermitted',
      'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
    );
}

function demandNew(state: State, requested: RequestedAssignment): void {
  for (const other of state.roleAssignments.values())
    if (
      other.deletedAt === undefined &&
      other.principalId.toLowerCase() === requested.principalId &&
      other.roleDefinition.toLowerCase() === requested.roleDefinition &&
      sameScope(other.scope, requested.scope)
    )
      throw refusal(
        409,
        'RoleAssignmentExists',
        `The role assignment already exists. The ID of the conflicting role assignment is ${undashed(other.name)}.`,
      );
}

/** A subscription counts what is below it, a management group what is at it. */
function demandRoom(state: State, scope: string): void {
  const [, root, subscription] = scope.toLowerCase().split('/');
  if (scope === '/') return;
  const inSubscription = root === 'subscriptions';
  const counts = ({ scope: other }: RoleAssignment) =>
    inSubscription ? reaches(`/subscriptions/${subscription}`, other) : sameScope(scope, other);
  const there = [...state.roleAssignments.values()].filter(
    (each) => each.deletedAt === undefined && counts(each),
  );
  if (there.length >= (inSubscription ? mostAssignmentsOfSubscription : mostAssignmentsOfManagementGroup))
    throw refusal(
      400,
      'RoleAssignmentLimitExceeded',
      'No more role assignments can be created (code: RoleAssignmentLimitExceeded)',
    );
}
