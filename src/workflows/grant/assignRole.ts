import type { InspectedRole } from '../../domain/inspectedRole.ts';
import type { GrantDecision, Inspection } from '../../domain/grantDecision.ts';
import { roleAssignmentName } from '../../domain/naming.ts';
import type { GrantInput } from '../../domain/operation.ts';
import { provenance } from '../../domain/requester.ts';
import type { Approval } from '../../domain/requester.ts';
import { roleAssignmentId, sameId } from '../../domain/resourceId.ts';
import type { RoleAssignment } from '../../domain/roleDefinition.ts';
import { askAzure } from '../askAzure.ts';
import type { Undo } from '../azureRun.ts';
import type { Step } from '../step.ts';
import type { GrantRun } from './grantRun.ts';

/** The role assignment of a grant; `isNew` if this run made it. */
export type GrantedAssignment = RoleAssignment & { isNew: boolean };

type Known = { inspection: Inspection; decision: GrantDecision; approval?: Approval; role: InspectedRole };

/** Assigns the role to the service principal, or adopts an assignment that says the same. */
export function* assignRole(
  run: GrantRun,
  { request, requester }: GrantInput,
  { inspection, decision, approval, role }: Known,
): Step<GrantedAssignment> {
  const scope = decision.assignmentScope;
  const principalId = inspection.resolved.servicePrincipal.objectId;
  const wanted = { scope, principalId, roleDefinition: role.name };
  return yield* run.during(
    'assignRole',
    function* () {
      const existing = yield* askAzure(run, { ask: 'findAssignment', input: wanted });
      if (existing !== null) return { ...existing, isNew: false };
      const assignmentId = roleAssignmentId(scope, roleAssignmentName(scope, principalId, role.name));
      const undo: Undo = {
        what: `role assignment ${assignmentId}`,
        // Above the mail service, a grant for another one may have come to the same assignment.
        call:
          request.scope === 'resource'
            ? { ask: 'deleteAssignment', input: { assignmentId } }
            : { ask: 'undoAssignment', input: { assignmentId, operation: run.id } },
      };
      const assigned = yield* askAzure(run, {
        ask: 'putAssignment',
        input: { ...wanted, description: provenance(run.id, requester, approval) },
        undo,
        changes: true,
      });
      const isNew = sameId(assigned.id, assignmentId);
      // Somebody assigned the same role in between: theirs is adopted, and not this run's to take back.
      if (!isNew) run.forget(undo);
      return { ...assigned, isNew };
    },
    ({ isNew }) => `${role.roleName} at ${scope}: ${isNew ? 'assigned' : 'is assigned'}`,
  );
}
