import { describe, expect, it } from 'vitest';
import { done, refused } from '../../../src/domain/answer.ts';
import type { Answer } from '../../../src/domain/answer.ts';
import type { DoctorCheck } from '../../../src/domain/doctor/check.ts';
import type { DoctorFacts } from '../../../src/domain/doctor/facts.ts';
import { judgePermissions } from '../../../src/domain/doctor/judgePermissions.ts';
import type { DenyAssignment } from '../../../src/domain/permissions/evaluate.ts';
import { everyone } from '../../../src/domain/permissions/evaluate.ts';
import type { Permission } from '../../../src/domain/roleDefinition.ts';
import { requestOf } from '../../support/azWords.ts';
import { aProblem, groupScope, permission, principalId, serviceId } from '../../support/records.ts';
import { condition, deployedPermissions, roleAdministrator, wellFacts, wellService } from './wellFacts.ts';

const write = 'Microsoft.Communication/CommunicationServices/smtpUsernames/write';
const assign = 'Microsoft.Authorization/roleAssignments/write';

/** What is said of the mail service. */
function judged(
  permissions: Permission[] | Answer<never>,
  denials: DenyAssignment[] = [],
  facts: Partial<DoctorFacts> = {},
): DoctorCheck | undefined {
  const given = Array.isArray(permissions) ? done(permissions) : permissions;
  const service = wellService({ permissions: given, denials: done(denials) });
  return judgePermissions(wellFacts({ services: [service], ...facts })).find(
    ({ about }) => about === serviceId,
  );
}

const lacking = (...actions: string[]) =>
  deployedPermissions.map((block) => ({ ...block, notActions: actions }));
const denial = (action: string, overrides: Partial<DenyAssignment> = {}): DenyAssignment => ({
  id: 'd',
  name: 'Frozen',
  scope: groupScope,
  principalIds: [everyone],
  excludePrincipalIds: [],
  permissions: [permission([action])],
  doNotApplyToChildScopes: false,
  ...overrides,
});

describe('what the identity may do', () => {
  it.each<[string, Permission[], DenyAssignment[], DoctorCheck['verdict'], string[]]>([
    ['all, as deployed', deployedPermissions, [], 'pass', []],
    ['all, by a wildcard', [permission(['*'])], [], 'pass', []],
    ['nothing but the question', [permission(['*/permissions/read'])], [], 'fail', []],
    ['all but one', lacking(write), [], 'fail', [write]],
    [
      'one that another block gives back',
      [...lacking(write), permission([write.toUpperCase()])],
      [],
      'pass',
      [],
    ],
    [
      'all but what audits can go without',
      lacking('*/denyAssignments/read'),
      [],
      'warn',
      ['Microsoft.Authorization/denyAssignments/read'],
    ],
    [
      'all but two',
      lacking('*/denyAssignments/read', write),
      [],
      'fail',
      [write, 'Microsoft.Authorization/denyAssignments/read'],
    ],
    [
      'data actions of the name only',
      [...lacking(write), permission([], { dataActions: [write] })],
      [],
      'fail',
      [write],
    ],
    [
      'reads by the conditioned role alone',
      [...lacking('*/read'), { ...permission(['*/read']), condition }],
      [],
      'pass',
      [],
    ],
    [
      'one under a foreign condition',
      [...lacking(write), { ...permission([write]), condition: 'x' }],
      [],
      'unknown',
      [],
    ],
    [
      'one under the deployed and another condition',
      [...lacking(assign), { ...permission([assign]), condition: `(${condition}) AND (x)` }],
      [],
      'unknown',
      [],
    ],
    ['one that is denied', deployedPermissions, [denial(write)], 'fail', [write]],
    [
      'one that is denied to somebody else',
      deployedPermissions,
      [denial(write, { principalIds: ['x'] })],
      'pass',
      [],
    ],
    [
      'one that is denied under a condition',
      deployedPermissions,
      [denial(write, { condition: 'x' })],
      'unknown',
      [],
    ],
  ])('%s', (...[, permissions, denials, verdict, missing]) => {
    const check = judged(permissions, denials);
    expect(check).toMatchObject({ check: 'permissions', verdict, about: serviceId });
    if (missing.length > 0) {
      expect(check?.missing?.map(({ action, scope }) => [action, scope])).toEqual(
        missing.map((action) => [action, serviceId]),
      );
      for (const action of missing) expect(check?.why).toContain(action);
    }
    expect(check?.missing === undefined).toBe(verdict === 'pass' || verdict === 'unknown');
  });

  it('names the deny assignment', () => {
    expect(judged(deployedPermissions, [denial(write)])?.why).toContain('whatever is granted: Frozen.');
    expect(judged(lacking(write))?.why).not.toContain('Deny');
  });

  it('cannot be asked without permissions/read, which is what it lacks then', () => {
    const check = judged(refused(aProblem({ code: 'not-authorized' })));
    expect(check).toMatchObject({ verdict: 'fail' });
    expect(check?.missing?.map(({ action }) => action)).toEqual(['Microsoft.Authorization/permissions/read']);
  });

  it('is not known from any other refusal', () => {
    const check = judged(refused(aProblem()));
    expect(check).toMatchObject({ verdict: 'unknown', why: 'Azure refused to do it.' });
    expect(check?.missing).toBeUndefined();
  });

  it('is judged by the grants alone where denials can’t be read', () => {
    const service = wellService({ denials: refused(aProblem({ code: 'not-authorized' })) });
    const [check] = judgePermissions(wellFacts({ services: [service] }));
    expect(check?.verdict).toBe('pass');
  });
});

describe('what mends it', () => {
  const requests = (check: DoctorCheck | undefined) => (check?.commands ?? []).map(requestOf);

  it('is a role with the missing actions, as Azure lets a role name them, at that place', () => {
    const [role, assignment, ...more] = requests(judged(lacking(write)));
    expect(more).toEqual([]);
    expect(role).toMatchObject({
      method: 'PUT',
      body: {
        properties: {
          assignableScopes: [groupScope],
          permissions: [permission(['Microsoft.Communication/CommunicationServices/*/write'])],
        },
      },
    });
    expect(role?.url.startsWith(`${groupScope}/providers/Microsoft.Authorization/roleDefinitions/`)).toBe(
      true,
    );
    const [, name = ''] = /roleDefinitions\/([^?]+)/.exec(role?.url ?? '') ?? [];
    expect(
      assignment?.url.startsWith(`${serviceId}/providers/Microsoft.Authorization/roleAssignments/`),
    ).toBe(true);
    expect(assignment?.body).toMatchObject({
      properties: { principalId, principalType: 'ServicePrincipal' },
    });
    expect(JSON.stringify(assignment?.body)).toContain(name);
  });

  it('is the right to assign roles only with its condition', () => {
    const [administrator, ...more] = requests(judged(lacking(assign)));
    expect(more).toEqual([]);
    expect(JSON.stringify(administrator?.body)).toContain(roleAdministrator);
    expect(administrator?.body).toMatchObject({
      properties: { condition, conditionVersion: '2.0', principalId },
    });
  });

  it('is both where both are missing', () => {
    expect(requests(judged(lacking(assign, write)))).toHaveLength(3);
  });

  it('has no command while nobody knows whose it would be', () => {
    const check = judged(lacking(write), [], { identity: refused(aProblem()) });
    expect(check?.missing).toHaveLength(1);
    expect(check?.commands).toBeUndefined();
  });
});
