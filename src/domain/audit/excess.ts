import type { Assignment } from '../permissions/evaluate.ts';
import { coverage } from '../permissions/coverage.ts';
import { neededActions } from '../senderRole.ts';
import { sameText } from '../sameText.ts';

export type RiskClass = 'fullControl' | 'roleWrites' | 'keyAccess' | 'deletes' | 'data' | 'other';
export type Excess = {
  classes: {
    class: RiskClass;
    operations: number;
    resourceTypes: number;
    examples: string[];
    because: { assignmentId: string; role: string; scope: string; pattern: string }[];
  }[];
  sentence: string;
  conditional: boolean;
};
export type Operations = readonly string[];
export function prepareOperations(operations: readonly string[]): Operations {
  return operations;
}
const probes: [RiskClass, string][] = [
  ['fullControl', 'Microsoft.Anything/whatever/write'],
  ['roleWrites', 'Microsoft.Authorization/roleAssignments/write'],
  ['keyAccess', 'Microsoft.Communication/CommunicationServices/ListKeys/action'],
  ['deletes', 'Microsoft.Communication/CommunicationServices/Delete'],
  ['other', 'Microsoft.Communication/EmailServices/read'],
];
export function excessOf(assignments: readonly Assignment[], _operations: Operations): Excess {
  const classes: Excess['classes'] = [];
  for (const [name, action] of probes) {
    for (const { id, role, scope } of assignments) {
      const found = coverage(role, action);
      if (found.kind !== 'covered' && found.kind !== 'conditional') continue;
      if (neededActions.some((needed) => sameText(needed, found.pattern))) continue;
      const because = [{ assignmentId: id, role: role.name, scope, pattern: found.pattern }];
      classes.push({ class: name, operations: 1, resourceTypes: 1, examples: [action], because });
      break;
    }
  }
  return {
    classes,
    sentence: classes.map((each) => each.class).join(', '),
    conditional: assignments.some(({ condition }) => Boolean(condition)),
  };
}
