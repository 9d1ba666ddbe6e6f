import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it, test } from 'vitest';
import { manyOperations } from '../../../dev/bench/estate.ts';
import { excessOf } from '../../../src/domain/excess/excess.ts';
import { prepareOperations } from '../../../src/domain/excess/operations.ts';
import { excessScore, shareOf, shareUnderCondition, weightOf } from '../../../src/domain/excess/score.ts';
import { neededActions } from '../../../src/domain/senderRole.ts';
import { groupScope, permission, serviceId, subscriptionScope } from '../../support/records.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/findings.md'), 'utf8');
const operations = prepareOperations(manyOperations());

const roles = {
  'SMTP sender': permission([...neededActions]),
  Reader: permission(['*/read']),
  'Communication and Email Service Owner': permission(['Microsoft.Communication/*']),
  Contributor: permission(['*'], {
    notActions: [
      'Microsoft.Authorization/*/Delete',
      'Microsoft.Authorization/*/Write',
      'Microsoft.Authorization/elevateAccess/Action',
      'Microsoft.Blueprint/blueprintAssignments/write',
    ],
  }),
  'User Access Administrator': permission(['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*']),
  Owner: permission(['*']),
};
const scopes = {
  'mail service': serviceId,
  'resource group': groupScope,
  subscription: subscriptionScope,
  'management group': '/providers/Microsoft.Management/managementGroups/contoso',
  root: '/',
};

/** The cells of the rows under a table's heading row. */
function table(firstCell: string): string[][] {
  const [, after = ''] = page.split(new RegExp(`\\| ${firstCell} +\\|`));
  const [rows = ''] = after.split('\n\n');
  return rows
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const examples = table('Holds');
test.each(examples)('%s at the %s: %s', (holds = '', at = '', score = '') => {
  const [name = '', condition] = holds.split(', ');
  const role = { id: name, name, permissions: [roles[name as keyof typeof roles]] };
  const scope = scopes[at as keyof typeof scopes];
  const assignment = { id: 'a', principalId: 'p', scope, role, condition: condition ?? null };
  expect(excessScore(excessOf([assignment], operations))).toBe(Number(score));
});

it('has examples, and the weights and shares that are used', () => {
  expect(examples.length).toBeGreaterThan(8);
  expect(
    Object.fromEntries(table('Class').map(([name, , weight]) => [name?.replaceAll('`', ''), Number(weight)])),
  ).toEqual(weightOf);
  expect(
    Object.fromEntries(table('Width').map(([name, share]) => [name?.replaceAll('`', ''), Number(share)])),
  ).toEqual(shareOf);
  expect(page).toContain(`times ${shareUnderCondition}`);
});
