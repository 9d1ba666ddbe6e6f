import { azRest, deleteAssignmentCommand, putAssignmentCommand, putRoleCommand, quoted } from '../azRest.ts';
import { roleAssignmentName } from '../naming.ts';
import { roleAssignmentId } from '../resourceId.ts';
import type { Fix } from './finding.ts';
import { isByMailgrant } from './fixSteps.ts';
import type { FixStep } from './fixSteps.ts';
import type { AuditedAssignment } from './snapshot.ts';

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

function commandFor(step: FixStep): string {
  switch (step.do) {
    case 'putRole':
      return putRoleCommand(step.role);
    case 'assignSenderRole': {
      const { serviceId, principalId, role } = step;
      const id = roleAssignmentId(serviceId, roleAssignmentName(serviceId, principalId, role));
      return putAssignmentCommand({ id, principalId, role, principalType: 'ServicePrincipal' });
    }
    case 'removeCondition':
      return putAssignmentCommand(step);
    case 'deleteAssignment':
      return deleteAssignmentCommand(step.id);
    case 'deleteUsername':
      return azRest('delete', `${step.id}?api-version=${communicationApi}`);
    case 'leaveGroup':
      return `az ad group member remove --group ${quoted(step.groupId)} --member-id ${quoted(step.principalId)}`;
    case 'addSecret':
      return `az ad app credential reset --id ${quoted(step.appId)} --append --years 1`;
    case 'deleteSecret':
      return `az ad app credential delete --id ${quoted(step.appId)} --key-id ${quoted(step.keyId)}`;
  }
}
