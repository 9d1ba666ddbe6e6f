import type { LocalRequest } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import { authorize } from '../authorize.ts';
import { callerOf } from '../demand.ts';
import { undashed } from '../guid.ts';

/** The role assignment by which a caller may do something. */
export type Evidence = {
  role: string;
  roleAssignmentScope: string;
  roleAssignmentId: string;
  roleDefinitionId: string;
  principalId: string;
  principalType: string;
};

/** By which role assignment the caller may do this; undefined if by none, so that it will be refused. */
export function evidenceOf(
  azure: LocalAzure,
  request: LocalRequest,
  asked: { action: string; scope: string },
): Evidence | undefined {
  const verdict = authorize(azure, { ...asked, principalId: callerOf(request).objectId });
  // Whether a condition holds, the operation itself finds out: it knows what is asked for.
  if (verdict.verdict !== 'allowed' && verdict.verdict !== 'conditional') return undefined;
  const name = verdict.because[0]?.assignmentId;
  const assignment = [...azure.state.roleAssignments.values()].find((each) => each.name === name);
  const role = azure.state.roleDefinitions.get(assignment?.roleDefinition.toLowerCase() ?? '');
  if (assignment === undefined || role === undefined) return undefined;
  return {
    role: role.roleName,
    roleAssignmentScope: assignment.scope,
    roleAssignmentId: undashed(assignment.name),
    roleDefinitionId: undashed(role.name),
    principalId: undashed(assignment.principalId),
    principalType: assignment.principalType,
  };
}
