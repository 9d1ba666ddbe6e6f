import { reaches, sameScope } from '../../../src/domain/permissions/scope.ts';
import type { LocalRequest, LocalResponse, Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { EligibleAssignment, State } from '../state.ts';
import { azureTime } from './azureTime.ts';
import { demand } from './demand.ts';
import { parseFilter } from './filter.ts';
import type { Term } from './filter.ts';
import { principalAndGroups } from './groups.ts';
import { page } from './page.ts';
import { armPath, scopeOf } from './paths.ts';
import { notImplemented, refusal } from './refusal.ts';
import { demandContainer, idPrefix } from './scopes.ts';

const filters = ['atscope', 'principalid', 'assignedto', 'astarget'];

/** Privileged Identity Management: what can be activated now. Nothing is ever activated here. */
function listEligible(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const { state } = azure;
  const scope = scopeOf(request.params);
  const action = 'Microsoft.Authorization/roleEligibilityScheduleInstances/read';
  demand(azure, request, { action, scope });
  demandContainer(state, scope);
  if (!state.premium)
    throw refusal(
      400,
      'AadPremiumLicenseRequired',
      'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
    );
  const terms = parseFilter(request.url.searchParams.get('$filter'), filters);
  const tests = terms.map((term) => testFor(state, term, scope));
  const found = [...state.eligibleAssignments.values()].filter(
    (each) =>
      (reaches(each.scope, scope, state.managementGroups) ||
        reaches(scope, each.scope, state.managementGroups)) &&
      tests.every((test) => test(each)),
  );
  return page(
    request,
    found.map((each) => eligibleShape(each, scope)),
  );
}

function testFor(state: State, term: Term, scope: string): (eligible: EligibleAssignment) => boolean {
  const wanted = term.value.toLowerCase();
  switch (term.name) {
    case 'atscope':
      return (each) => reaches(each.scope, scope, state.managementGroups);
    case 'principalid':
      return (each) => each.principalId.toLowerCase() === wanted;
    case 'assignedto': {
      const principals = principalAndGroups(state, wanted);
      return (each) => principals.has(each.principalId.toLowerCase());
    }
    default:
      throw notImplemented(`the filter ${term.name} of eligible assignments`);
  }
}

function eligibleShape(eligible: EligibleAssignment, readAt: string) {
  const { name, scope, condition, createdAt } = eligible;
  const at = `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization`;
  return {
    properties: {
      roleEligibilityScheduleId: `${at}/roleEligibilitySchedules/${name}`,
      scope,
      roleDefinitionId: `${idPrefix(readAt)}/providers/Microsoft.Authorization/roleDefinitions/${eligible.roleDefinition}`,
      principalId: eligible.principalId,
      principalType: eligible.principalType,
      status: 'Provisioned',
      startDateTime: azureTime(createdAt),
      endDateTime: null,
      memberType: reaches(scope, readAt) && !sameScope(scope, readAt) ? 'Inherited' : 'Direct',
      createdOn: azureTime(createdAt),
      condition: condition ?? null,
      conditionVersion: condition === undefined ? null : '2.0',
    },
    id: `${at}/roleEligibilityScheduleInstances/${name}`,
    type: 'Microsoft.Authorization/roleEligibilityScheduleInstances',
    name,
  };
}

export const eligibilityRoutes: readonly Route[] = [
  {
    operation: 'RoleEligibilityScheduleInstances_ListForScope',
    method: 'GET',
    path: armPath('{authorization}/roleEligibilityScheduleInstances'),
    facts: [
      'eligibility.list.all',
      'eligibility.list.assignedTo',
      'eligibility.list.memberType',
      'eligibility.inactive',
      'eligibility.license.400',
      'arm.container.404',
      'arm.paging',
    ],
    handle: listEligible,
  },
];
