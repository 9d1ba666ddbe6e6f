import { describe, expect, it } from 'vitest';
import { describePlan, planFix } from '../../../src/domain/audit/fixPlan.ts';
import { isByMailgrant } from '../../../src/domain/audit/fixSteps.ts';
import type { FixStep } from '../../../src/domain/audit/fixSteps.ts';
import { judgeSnapshot } from '../../../src/domain/audit/judge.ts';
import { fixOperationId } from '../../../src/domain/naming.ts';
import { scopeOfRoleAssignment } from '../../../src/domain/resourceId.ts';
import { cases } from '../report/reports.ts';
import { group, guid, root, sender, service, sibling, subscription, withoutRole } from './estate.ts';

const payroll = guid('s-payroll');

describe('the steps of a fix', () => {
  it('are those of its commands, in their order', () => {
    const [finding] = judgeSnapshot(withoutRole().assign('payroll', 'contributor').snapshot);
    expect(finding?.fix.steps).toEqual([
      { do: 'assignSenderRole', serviceId: service, principalId: payroll, role: sender.name },
      {
        do: 'deleteAssignment',
        id: finding?.assignment,
        principalId: payroll,
        role: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
      },
    ]);
    expect(finding?.fix.byMailgrant).toBe(true);
  });

  const findings = cases.flatMap(({ estate }) => judgeSnapshot(estate.snapshot));
  it('are as many as its commands, and Mailgrant can take them if none is for a person', () => {
    for (const { fix } of findings) {
      expect(fix.steps).toHaveLength(fix.az.length);
      expect(fix.byMailgrant).toBe(fix.steps.length > 0 && fix.steps.every(isByMailgrant));
    }
    expect(new Set(findings.map(({ fix }) => fix.byMailgrant))).toEqual(new Set([true, false]));
  });

  const byRule = (rule: string) =>
    findings.filter((each) => each.rule === rule).map(({ fix }) => fix.byMailgrant);
  it.each([
    ['MG201', true],
    ['MG202', true],
    ['MG203', true],
    ['MG109', true],
    ['MG108', false],
    ['MG301', false],
    ['MG304', false],
    ['MG306', false],
  ])('of %s are for Mailgrant: %s', (rule, expected) => {
    expect(new Set(byRule(rule))).toEqual(new Set([expected]));
  });

  it('are for a person where the assignment is a group’s', () => {
    const step: FixStep = {
      do: 'removeCondition',
      id: 'x',
      principalId: 'y',
      principalType: 'Group',
      role: 'z',
    };
    expect(isByMailgrant(step)).toBe(false);
    expect(isByMailgrant({ ...step, principalType: 'serviceprincipal' })).toBe(true);
  });
});

describe('a plan', () => {
  const assign = (serviceId: string): FixStep => ({
    do: 'assignSenderRole',
    serviceId,
    principalId: payroll,
    role: sender.name,
  });
  const remove: FixStep = { do: 'deleteAssignment', id: `${group}/x`, principalId: payroll, role: 'r' };

  it('gives before it takes, whatever the order of the steps', () => {
    const plan = planFix([remove, assign(service), { do: 'putRole', role: sender }, assign(sibling)]);
    expect(plan).toEqual({
      // Each scope once, whoever names it, and also where only an assignment needs it.
      roleScopes: [group],
      narrow: [
        { serviceId: service, principalId: payroll },
        { serviceId: sibling, principalId: payroll },
      ],
      removals: [remove],
    });
  });

  it('is none where a step is for a person', () => {
    expect(() => planFix([{ do: 'addSecret', appId: guid('a-payroll') }])).toThrow('for a person');
  });

  it('says everything that it does', () => {
    const username: FixStep = { do: 'deleteUsername', id: `${service}/smtpUsernames/u`, appId: 'a' };
    const condition: FixStep = { ...remove, do: 'removeCondition', principalType: 'ServicePrincipal' };
    const told = describePlan(planFix([assign(service), remove, username, condition]));
    expect(told).toHaveLength(5);
    for (const part of [group, service, payroll, 'smtpUsernames/u', 'condition'])
      expect(told.join(' ')).toContain(part);
  });
});

describe('names', () => {
  it('of the operation follow from the finding alone', () => {
    const finding = `MG101-${guid('x').toUpperCase()}`;
    expect(fixOperationId(finding)).toBe(`fix-${guid('x')}`);
  });

  it.each([
    [`${service}/providers/Microsoft.Authorization/roleAssignments/a`, service],
    [`${subscription}/PROVIDERS/microsoft.authorization/roleassignments/a`, subscription],
    [`${root}/providers/Microsoft.Authorization/roleAssignments/a`, root],
    ['/providers/Microsoft.Authorization/roleAssignments/a', '/'],
  ])('%s is at %s', (id, scope) => {
    expect(scopeOfRoleAssignment(id)).toBe(scope);
  });
});
