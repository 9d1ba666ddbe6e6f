import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { coverage } from '../../../src/domain/permissions/coverage.ts';
import type { PermissionBlock } from '../../../src/domain/permissions/coverage.ts';
import { neededActions } from '../../../src/domain/senderRole.ts';
import { gives } from './oracle.ts';

// All built-in roles, as `az role definition list` prints them. Not part of this repository: too large, and not ours.
const file = resolve(import.meta.dirname, '../../../../shared/data/azure-built-in-roles.json');

type BuiltIn = { name: string; roleName: string; permissions: PermissionBlock[] };

describe.skipIf(!existsSync(file))('of all built-in roles', () => {
  const roles = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as BuiltIn[]) : [];
  const asRole = ({ name, roleName, permissions }: BuiltIn) => ({ id: name, name: roleName, permissions });

  it('exactly three may send over SMTP', () => {
    const able = roles.filter((role) =>
      neededActions.every((action) => coverage(asRole(role), action).kind === 'covered'),
    );
    expect(roles).toHaveLength(928);
    expect(able.map(({ roleName }) => roleName).sort()).toEqual([
      'Communication and Email Service Owner',
      'Contributor',
      'Owner',
    ]);
  });

  it.each(['action', 'dataAction'] as const)('the answer for every one is that found by hand: %s', (kind) => {
    const named = roles.flatMap(({ permissions }) =>
      permissions.flatMap(({ actions, notActions, dataActions, notDataActions }) =>
        kind === 'action' ? [...actions, ...notActions] : [...dataActions, ...notDataActions],
      ),
    );
    // Stars made into something, so that entries which overlap meet in the same question.
    const questions = [...new Set(named.map((entry) => entry.replaceAll('*', 'x')))].sort();
    const asked = questions.filter((_, index) => index % 20 === 0);
    const all =
      kind === 'action'
        ? [...neededActions, 'Microsoft.Authorization/roleAssignments/write', ...asked]
        : asked;
    const wrong = roles.flatMap((role) =>
      all.filter((action) => {
        const { given, plainly } = gives(role.permissions, action, kind);
        const expected = plainly ? 'covered' : given ? 'conditional' : 'no';
        const { kind: found } = coverage(asRole(role), action, kind);
        return expected !== (found === 'absent' || found === 'excluded' ? 'no' : found);
      }),
    );
    expect(all.length).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });
});
