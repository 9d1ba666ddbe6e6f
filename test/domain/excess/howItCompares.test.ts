import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assigningRoles, roleWrites, roleWritesOf } from '../../../src/domain/excess/roleWrites.ts';
import { canHandOutRoles } from '../../../src/domain/roleChoice.ts';
import type { Permission, RoleDefinition } from '../../../src/domain/roleDefinition.ts';
import { aRole, permission } from '../../support/records.ts';
import custom from '../../cases/rolesThatAssignRoles.json' with { type: 'json' };
import { gives } from '../permissions/oracle.ts';
import { scannerRules } from './scanners.ts';
import type { Rule } from './scanners.ts';

const root = resolve(import.meta.dirname, '../../..');
// All built-in roles, as `az role definition list` prints them. Not part of this repository.
const file = resolve(root, '../shared/data/azure-built-in-roles.json');
const page = readFileSync(resolve(root, 'docs/findings.md'), 'utf8');

const ours: Rule = {
  name: 'Mailgrant',
  finds: ({ name, roleName, permissions }) =>
    roleWritesOf({ id: name, name: roleName, permissions }).some(
      ({ operation }) => operation === assigningRoles,
    ),
};
const rules = [...scannerRules, ours];

type Custom = { name: string; assigns: boolean; permissions: Partial<Permission>[] };
const customRoles = (custom as Custom[]).map(({ name, assigns, permissions }) => ({
  assigns,
  role: aRole({
    roleName: name,
    permissions: permissions.map((block) => permission(block.actions ?? [], block)),
  }),
}));

function counts(rule: Rule, roles: readonly { role: RoleDefinition; assigns: boolean }[]) {
  const found = roles.filter(({ role }) => rule.finds(role));
  const right = found.filter(({ assigns }) => assigns).length;
  return [right, found.length - right];
}

/** The numbers that the page tells about a rule: found and false of the built-in roles, then of the custom ones. */
function told({ name }: Rule): number[] {
  const row = page.split('\n').find((line) => line.startsWith(`| ${name} `));
  return (row ?? '').split('|').slice(2, 6).map(Number);
}

describe('the page has the numbers', () => {
  it.each(rules)('of custom roles for: $name', (rule) => {
    expect(told(rule).slice(2)).toEqual(counts(rule, customRoles));
  });

  it.skipIf(!existsSync(file)).each(rules)('of built-in roles for: $name', (rule) => {
    const roles = JSON.parse(readFileSync(file, 'utf8')) as RoleDefinition[];
    const judged = roles.map((role) => ({ role, assigns: gives(role.permissions, assigningRoles).given }));
    expect(judged.filter(({ assigns }) => assigns)).toHaveLength(28);
    expect(told(rule).slice(0, 2)).toEqual(counts(rule, judged));
  });

  it('and how many custom roles there are', () => {
    const assigning = customRoles.filter(({ assigns }) => assigns).length;
    expect(page).toContain(`${assigning} custom roles that can`);
    expect(page).toContain(`${customRoles.length - assigning} that cannot`);
  });
});

describe('a role that can assign roles', () => {
  it.each(customRoles)('$role.roleName', ({ role, assigns }) => {
    expect(ours.finds(role)).toBe(assigns);
    expect(gives(role.permissions, assigningRoles).given).toBe(assigns);
  });

  it('is told with the entry, and the condition it holds under', () => {
    const block = { actions: ['microsoft.authorization/ROLE*/write'], condition: 'C' };
    const found = roleWritesOf({ id: '', name: '', permissions: [permission(block.actions, block)] });
    expect(found[0]).toEqual({
      operation: assigningRoles,
      because: 'gives anybody a role',
      pattern: 'microsoft.authorization/ROLE*/write',
      condition: 'C',
    });
  });

  it('is never cloned: what makes a clone dangerous is a role write here', () => {
    const operations = roleWrites.map(({ operation }) => operation);
    const refused = operations.filter((each) =>
      canHandOutRoles(aRole({ permissions: [permission([each])] })),
    );
    expect(refused.length).toBeGreaterThanOrEqual(5);
  });
});
