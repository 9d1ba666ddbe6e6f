import { describe, expect, it } from 'vitest';
import { refused } from '../../../src/domain/answer.ts';
import type { AuditedAssignment } from '../../../src/domain/audit/snapshot.ts';
import type { DoctorCheck } from '../../../src/domain/doctor/check.ts';
import type { ServiceFacts } from '../../../src/domain/doctor/facts.ts';
import { judgeRoleLimits } from '../../../src/domain/doctor/judgeRoleLimits.ts';
import type { RoleDefinition } from '../../../src/domain/roleDefinition.ts';
import { requestOf } from '../../support/azWords.ts';
import {
  aProblem,
  aRole,
  groupScope,
  otherServiceId,
  permission,
  principalId,
  serviceId,
} from '../../support/records.ts';
import {
  administratorRole,
  anOwnAssignment,
  condition,
  held,
  roleAdministrator,
  wellFacts,
  wellService,
  wellSettings,
} from './wellFacts.ts';

const owner = aRole({
  name: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  roleName: 'Owner',
  type: 'BuiltInRole',
  permissions: [permission(['*'])],
});
const custom = (...actions: string[]) => aRole({ roleName: 'Handmade', permissions: [permission(actions)] });
const handmade = custom('*/read').name;
const { condition: _condition, ...unconditioned } = anOwnAssignment();

function judged(facts: ServiceFacts['held'], createRole = false): DoctorCheck | undefined {
  const settings = { ...wellSettings, createRole };
  return judgeRoleLimits(wellFacts({ settings, services: [wellService({ held: facts })] }))[0];
}

type Case = [string, AuditedAssignment[], RoleDefinition[], DoctorCheck['verdict'], string];
const of = (overrides: Partial<AuditedAssignment>) => ({ ...unconditioned, id: '/b', ...overrides });

describe('the right to hand out roles', () => {
  it.each<Case>([
    ['as deployed', [anOwnAssignment()], [administratorRole], 'pass', 'at most'],
    ['not there', [], [], 'pass', 'at most'],
    ['without a condition', [unconditioned], [administratorRole], 'warn', 'can make itself Owner'],
    [
      'without a condition elsewhere',
      [of({ scope: otherServiceId })],
      [administratorRole],
      'pass',
      'at most',
    ],
    ['without a condition from above', [of({ scope: groupScope })], [administratorRole], 'warn', groupScope],
    [
      'through a group',
      [of({ principalId: 'group', roleDefinition: owner.name })],
      [owner],
      'warn',
      "'Owner'",
    ],
    [
      'under a foreign condition',
      [anOwnAssignment({ condition: 'x' })],
      [administratorRole],
      'unknown',
      'limits the roles that it may assign: x',
    ],
    ['under both', [anOwnAssignment(), of({ condition: 'y' })], [administratorRole], 'unknown', ': y'],
    [
      'to write roles',
      [of({ roleDefinition: handmade })],
      [custom('Microsoft.Authorization/roleDefinitions/write')],
      'warn',
      'can make itself Owner',
    ],
    [
      'to write roles, under the condition',
      [of({ roleDefinition: handmade, condition })],
      [custom('*/roleDefinitions/write')],
      'warn',
      'roleDefinitions/write',
    ],
    [
      'to elevate',
      [of({ roleDefinition: handmade })],
      [custom('Microsoft.Authorization/elevateAccess/action')],
      'warn',
      'elevateAccess',
    ],
    [
      'to take roles only',
      [of({ roleDefinition: handmade })],
      [custom('*/roleAssignments/delete')],
      'warn',
      'can take any role from anybody',
    ],
    ['of a role that can’t be read', [of({ roleDefinition: 'gone' })], [], 'unknown', "can't be read: gone"],
  ])('%s', (...[, assignments, roles, verdict, why]) => {
    const check = judged(held(assignments, roles));
    expect(check).toMatchObject({ check: 'role-limits', verdict, about: serviceId });
    expect(check?.why).toContain(why);
    expect(check?.fix === undefined).toBe(verdict === 'pass');
  });

  it('is not known where the assignments can’t be read', () => {
    expect(judged(refused(aProblem({ code: 'not-authorized' })))).toMatchObject({ verdict: 'unknown' });
  });
});

describe('what narrows it', () => {
  const requests = (check: DoctorCheck | undefined) => (check?.commands ?? []).map(requestOf);
  const narrow = { properties: { condition, conditionVersion: '2.0', principalId } };

  it('writes the condition on the assignment that is there', () => {
    const [put, ...more] = requests(judged(held([unconditioned])));
    expect(more).toEqual([]);
    expect(put?.url.split('?')[0]).toBe(unconditioned.id);
    expect(put).toMatchObject({ method: 'PUT', body: narrow });
    expect(JSON.stringify(put?.body)).toContain(roleAdministrator);
  });

  it('takes the actions from a custom role, once', () => {
    const role = custom('Microsoft.Authorization/*', 'Contoso.Reports/read');
    const rows = [
      of({ id: '/b', roleDefinition: role.name }),
      of({ id: '/c', roleDefinition: role.name, scope: groupScope }),
    ];
    const [give, take, ...more] = requests(judged(held(rows, [role])));
    expect(more).toEqual([]);
    expect(give).toMatchObject({ method: 'PUT', body: narrow });
    const { notActions = [] } =
      (take?.body as { properties: { permissions: { notActions: string[] }[] } }).properties.permissions[0] ??
      {};
    expect(notActions).toEqual(
      expect.arrayContaining([
        'Microsoft.Authorization/roleAssignments/write',
        'Microsoft.Authorization/roleDefinitions/write',
      ]),
    );
    expect(take?.url).toContain(role.name);
  });

  it('removes the assignment of a role of Azure’s own', () => {
    const [give, remove, ...more] = requests(judged(held([of({ roleDefinition: owner.name })], [owner])));
    expect(more).toEqual([]);
    expect(give).toMatchObject({ method: 'PUT', body: narrow });
    expect(remove).toMatchObject({ method: 'DELETE', url: '/b?api-version=2022-04-01' });
  });

  it('says to stop making the role, where Mailgrant makes it', () => {
    expect(judged(held([unconditioned]), true)?.fix).toContain('set MAILGRANT_CREATE_ROLE to false');
    expect(judged(held([unconditioned]))?.fix).not.toContain('MAILGRANT_CREATE_ROLE');
  });
});
