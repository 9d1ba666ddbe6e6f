import type { Fact } from './fact.ts';

const denyAssignments = 'https://learn.microsoft.com/azure/role-based-access-control/deny-assignments';
const denyList = 'https://learn.microsoft.com/rest/api/authorization/deny-assignments/list-for-scope';
const eligibility =
  'https://learn.microsoft.com/rest/api/authorization/role-eligibility-schedule-instances/list-for-scope';

/** What decides about access beside role assignments. */
export const besideRolesFacts = {
  'denyAssignment.list.all': {
    says: 'Without a filter, a list has the deny assignments at, above and below the scope; with atScope() those at and above it.',
    sure: 'documented',
    source: denyList,
  },
  'denyAssignment.list.shape': {
    says: 'Principals come with id and type; everyone is the all-zero GUID, of type SystemDefined.',
    sure: 'documented',
    source: denyAssignments,
  },
  'denyAssignment.list.protected': {
    says: 'All are protected by the system: Azure makes them, for managed applications and deployment stacks.',
    sure: 'documented',
    source: denyAssignments,
  },
  'eligibility.list.all': {
    says: 'Without a filter, a list has the eligible assignments at, above and below the scope; with atScope() those at and above it.',
    sure: 'assumed',
    source: eligibility,
  },
  'eligibility.list.assignedTo': {
    says: 'assignedTo() lists what a user or service principal is eligible for, also through groups; principalId eq only what is its own.',
    sure: 'documented',
    source: eligibility,
  },
  'eligibility.list.memberType': {
    says: 'What is eligible above the scope that was asked has the member type Inherited, all other Direct.',
    sure: 'assumed',
    source: eligibility,
  },
  'eligibility.inactive': {
    says: 'An eligible assignment grants nothing until somebody activates it.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/azure/role-based-access-control/pim-integration',
  },
  'eligibility.license.400': {
    says: 'In a tenant without Microsoft Entra ID P2 the list is 400 AadPremiumLicenseRequired.',
    sure: 'field',
    source: 'microsoft/Microsoft365DSC: MSFT_AzureRoleAssignmentScheduleRequest.psm1',
  },
} satisfies Record<string, Fact>;
