import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployedCondition, isDeployedCondition } from '../../../src/domain/doctor/deployedCondition.ts';

const role = 'a484b152-6b57-522a-8c93-e60a052259dc';
const other = 'b484b152-6b57-522a-8c93-e60a052259dc';
const infra = readFileSync(join(import.meta.dirname, '../../../infra/roles/condition.txt'), 'utf8');
const deployed = infra.replaceAll('<senderRole>', role);

describe('the condition that deployment writes', () => {
  it('is the one that the doctor knows, but for white space', () => {
    const dense = (text: string) => text.replace(/\s+/g, '');
    expect(dense(deployedCondition(role))).toBe(dense(deployed));
    expect(deployed).not.toBe(infra);
  });

  it.each([
    ['as it is', deployed],
    ['on one line', deployedCondition(role)],
    ['in other letters', deployed.toUpperCase()],
  ])('is known %s', (_how, condition) => {
    expect(isDeployedCondition(condition, role)).toBe(true);
  });

  it.each([
    ['for another role', infra.replaceAll('<senderRole>', other)],
    ['for one more role', deployed.replaceAll(role, `${role}, ${other}`)],
    ['for users', deployed.replaceAll('ServicePrincipal', 'User')],
    ['without its second half', deployed.slice(0, deployed.indexOf(')\nAND'))],
    ['with a way around it', `${deployed} OR (1 Equals 1)`],
    [
      'about actions that do not exist',
      deployed.replaceAll('roleAssignments/write', 'role Assignments/write'),
    ],
    ['that is empty', ''],
  ])('is not one %s', (_what, condition) => {
    expect(isDeployedCondition(condition, role)).toBe(false);
  });
});
