import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { judgeSnapshot } from '../../../src/domain/audit/judge.ts';
import type { RoleDefinition } from '../../../src/domain/roleDefinition.ts';
import { leastPrivilege } from './estate.ts';

// All built-in roles, as `az role definition list` prints them. Not part of this repository: too large, and not ours.
const file = resolve(import.meta.dirname, '../../../../shared/data/azure-built-in-roles.json');

/** What the rules say about each role in the hands of an application that sends. */
function codesByRole(): Map<string, string> {
  const roles = JSON.parse(readFileSync(file, 'utf8')) as RoleDefinition[];
  const estate = leastPrivilege();
  for (const definition of roles) {
    estate.role({ ...definition, type: 'BuiltInRole' });
    estate.assign('payroll', definition.name);
  }
  const found = judgeSnapshot(estate.snapshot);
  const names = new Map(found.map(({ assignment, rule }) => [assignment ?? '', rule]));
  return new Map(
    roles.flatMap(({ name, roleName }) => {
      const id = estate.snapshot.assignments.find(({ roleDefinition }) => roleDefinition === name)?.id;
      const rule = names.get(id ?? '');
      return rule === undefined ? [] : [[roleName, rule]];
    }),
  );
}

/** Written apart from the permission core: a pattern as a regular expression. */
function mayAssignRoles({ permissions }: RoleDefinition): boolean {
  const covers = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll('.', '[.]').replaceAll('*', '.*')}$`, 'i').test(
      'Microsoft.Authorization/roleAssignments/write',
    );
  return permissions.some(({ actions, notActions }) => actions.some(covers) && !notActions.some(covers));
}

test.skipIf(!existsSync(file))('of all built-in roles 28 can hand out roles, and two more are broad', () => {
  const codes = codesByRole();
  const roles = JSON.parse(readFileSync(file, 'utf8')) as RoleDefinition[];
  const handing = [...codes].filter(([, rule]) => rule === 'MG104').map(([name]) => name);
  expect(handing.sort()).toEqual(
    roles
      .filter(mayAssignRoles)
      .map(({ roleName }) => roleName)
      .sort(),
  );
  expect(handing.length).toBe(28);
  expect([...codes].filter(([, rule]) => rule !== 'MG104').sort()).toEqual([
    ['Communication and Email Service Owner', 'MG101'],
    ['Contributor', 'MG101'],
  ]);
});
