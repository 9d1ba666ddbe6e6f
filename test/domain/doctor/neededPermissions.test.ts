import { describe, expect, it } from 'vitest';
import auditor from '../../../infra/roles/auditor.json' with { type: 'json' };
import operator from '../../../infra/roles/operator.json' with { type: 'json' };
import { neededAt, neededPermissions } from '../../../src/domain/doctor/neededPermissions.ts';
import { covers } from '../../../src/domain/permissions/pattern.ts';
import { groupScope, otherServiceId, serviceId, subscriptionScope } from '../../support/records.ts';

const emailService = `${groupScope}/providers/Microsoft.Communication/emailServices/contoso-email`;
const deployedActions = [...operator.permissions, ...auditor.permissions].flatMap(({ actions }) => actions);
/** What comes with Role Based Access Control Administrator, under its condition. */
const bound = [
  'Microsoft.Authorization/roleAssignments/write',
  'Microsoft.Authorization/roleAssignments/delete',
];

type Asked = Partial<Parameters<typeof neededAt>[1]>;
const shortly = (scope: string, asked: Asked = {}) =>
  neededAt(scope, { services: [serviceId], createRole: false, ...asked }).map(({ action }) =>
    action.split('/').slice(-2).join('/'),
  );

describe('what the identity needs', () => {
  it('names each action once', () => {
    const actions = neededPermissions.map(({ action }) => action.toLowerCase());
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('is what deployment gives', () => {
    for (const { action, pattern = action, when } of neededPermissions) {
      if (when !== undefined || bound.includes(action)) continue;
      expect(covers(pattern, action), action).toBe(true);
      expect(deployedActions, action).toContain(pattern);
    }
  });

  it('is all that deployment gives', () => {
    const idle = deployedActions.filter(
      (pattern) => !neededPermissions.some(({ action }) => covers(pattern, action)),
    );
    expect(idle).toEqual([]);
  });

  it('at a mail service that is alone in its resource group: with what audits read', () => {
    expect(shortly(serviceId.toUpperCase())).toEqual([
      'CommunicationServices/Read',
      'smtpUsernames/read',
      'smtpUsernames/write',
      'smtpUsernames/delete',
      'roleDefinitions/read',
      'roleAssignments/read',
      'roleAssignments/write',
      'roleAssignments/delete',
      'roleEligibilityScheduleInstances/read',
      'denyAssignments/read',
      'permissions/read',
    ]);
    expect(shortly(groupScope)).toEqual(['roleDefinitions/read', 'permissions/read']);
  });

  it('where a resource group holds several: audits read there', () => {
    const services = [serviceId, otherServiceId];
    expect(shortly(serviceId, { services })).not.toContain('denyAssignments/read');
    expect(shortly(groupScope, { services })).toEqual([
      'roleDefinitions/read',
      'roleAssignments/read',
      'roleEligibilityScheduleInstances/read',
      'denyAssignments/read',
      'permissions/read',
    ]);
  });

  it('where it makes the role itself', () => {
    expect(shortly(groupScope, { createRole: true })).toEqual([
      'roleDefinitions/read',
      'roleDefinitions/write',
      'roleDefinitions/delete',
      'permissions/read',
    ]);
  });

  it('at an email service, and nowhere else', () => {
    expect(shortly(emailService)).toEqual(['Domains/read', 'permissions/read']);
    expect(shortly(`${emailService}/domains/d`)).toEqual([]);
    expect(shortly(subscriptionScope)).toEqual([]);
    expect(shortly(otherServiceId)).toEqual([]);
  });
});
