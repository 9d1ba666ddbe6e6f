import { neededActions, senderRole } from '../../../src/domain/senderRole.ts';
import {
  type Estate,
  group,
  guid,
  leastPrivilege,
  role,
  root,
  sibling,
  subscription,
  subscriptionSender,
  withoutRole,
} from '../../domain/audit/estate.ts';
import type { FindingCase } from './findingCase.ts';

const other = '/subscriptions/22222222-2222-4222-8222-222222222222';
const custom = guid('custom');
const constrained = '@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] GuidEquals 1';
const withSubscriptionRole = (estate: Estate) => estate.role({ ...subscriptionSender, type: 'CustomRole' });

/** The rules about how access is held: where, through whom, under what, and the SMTP sender role itself. */
export const holdingCases: FindingCase[] = [
  // MG105
  {
    name: 'the sender role at the resource group',
    estate: withoutRole().assign('payroll', 'sender', group),
    finds: ['MG105 low'],
  },
  {
    name: 'the sender role at the subscription',
    estate: withSubscriptionRole(withoutRole()).assign('payroll', 'subscriptionSender', subscription),
    finds: ['MG105 medium'],
  },
  {
    name: 'the sender role at a management group',
    estate: withoutRole()
      .role(role(custom, { actions: [...neededActions] }))
      .assign('payroll', custom, root),
    finds: ['MG105 high'],
  },
  {
    name: 'the sender role of a group above the service',
    estate: leastPrivilege().group('senders', 'payroll').assign('senders', 'sender', group),
    finds: ['MG105 low'],
  },
  {
    name: 'the sender role of an empty group above the service',
    estate: leastPrivilege().group('nobody').assign('nobody', 'sender', group),
    finds: [],
  },
  {
    name: 'the sender role at a sibling group',
    estate: leastPrivilege().assign('payroll', 'sender', `${group}2`),
    finds: [],
  },

  // MG106
  {
    name: 'the sender role only through a group',
    estate: withoutRole().group('senders', 'payroll').assign('senders', 'sender'),
    finds: ['MG106 low'],
  },
  {
    name: 'the sender role through a group and directly',
    estate: leastPrivilege().group('senders', 'payroll').assign('senders', 'sender'),
    finds: [],
  },
  {
    name: 'a group of somebody else',
    estate: leastPrivilege().application('other').group('senders', 'other').assign('senders', 'sender'),
    finds: [],
  },

  // MG107
  {
    name: 'the sender role under a condition',
    estate: withoutRole().assign('payroll', 'sender', { condition: 'x' }),
    finds: ['MG107 low'],
  },
  {
    name: 'Contributor under a condition',
    estate: leastPrivilege().assign('payroll', 'contributor', { scope: group, condition: constrained }),
    finds: ['MG107 medium'],
  },
  {
    name: 'handing out roles under a condition',
    estate: leastPrivilege().assign('payroll', 'accessAdministrator', { condition: constrained }),
    finds: ['MG107'],
  },
  {
    name: 'Reader under a condition',
    estate: leastPrivilege().assign('payroll', 'reader', { condition: 'x' }),
    finds: [],
  },
  {
    name: 'an empty condition is none',
    estate: withoutRole().assign('payroll', 'sender', { condition: '' }),
    finds: [],
  },

  {
    name: 'a deny assignment under a condition',
    estate: leastPrivilege().deny('payroll', ['*/write'], { condition: 'x' }),
    finds: ['MG107 low'],
  },
  {
    name: 'a role whose own condition decides',
    estate: withoutRole()
      .role(
        role(custom, {
          permissions: [
            {
              actions: [...neededActions],
              notActions: [],
              dataActions: [],
              notDataActions: [],
              condition: 'x',
            },
          ],
        }),
      )
      .assign('payroll', custom),
    finds: ['MG107 low'],
  },

  // MG108
  {
    name: 'a sender is eligible for Contributor',
    estate: leastPrivilege().makeEligible('payroll', 'contributor', subscription),
    finds: ['MG108 high'],
  },
  {
    name: 'a group of a sender is eligible',
    estate: leastPrivilege().group('team', 'payroll').makeEligible('team', 'owner'),
    finds: ['MG108 medium'],
  },
  {
    name: 'eligible for what it has already',
    estate: withoutRole().assign('payroll', 'contributor').makeEligible('payroll', 'contributor'),
    finds: ['MG101 high'],
  },
  {
    name: 'eligible for the sender role',
    estate: leastPrivilege().makeEligible('payroll', 'sender'),
    finds: [],
  },
  {
    name: 'eligible for Reader',
    estate: leastPrivilege().makeEligible('payroll', 'reader', subscription),
    finds: [],
  },
  {
    name: 'an eligible person',
    estate: leastPrivilege().principal('ann', 'user').makeEligible('ann', 'owner', subscription),
    finds: [],
  },
  {
    name: 'an eligible application that does not send',
    estate: leastPrivilege().application('deploy').makeEligible('deploy', 'contributor'),
    finds: [],
  },
  {
    name: 'eligible at a sibling',
    estate: leastPrivilege().makeEligible('payroll', 'contributor', sibling),
    finds: [],
  },

  // MG109
  {
    name: 'the sender role lets its holders do everything',
    estate: leastPrivilege().role({
      ...senderRole(group),
      type: 'CustomRole',
      permissions: role('', { actions: ['*'] }).permissions,
    }),
    finds: ['MG109 high'],
  },
  {
    name: 'the sender role lacks an action',
    estate: leastPrivilege().role({
      ...senderRole(group),
      type: 'CustomRole',
      permissions: role('', { actions: neededActions.slice(0, 2) }).permissions,
    }),
    finds: ['MG109 medium', 'MG204 medium'],
  },
  {
    name: 'the sender role can be assigned elsewhere',
    estate: leastPrivilege().role({
      ...senderRole(group),
      type: 'CustomRole',
      assignableScopes: [group, other],
    }),
    finds: ['MG109 medium'],
  },
  {
    name: 'the sender role in other letter case and order',
    estate: leastPrivilege().role({
      ...senderRole(group),
      type: 'CustomRole',
      assignableScopes: [group.toUpperCase()],
      permissions: role('', { actions: neededActions.toReversed().map((each) => each.toLowerCase()) })
        .permissions,
    }),
    finds: [],
  },
  {
    name: 'the sender role with another name and description',
    estate: leastPrivilege().role({
      ...senderRole(group),
      type: 'CustomRole',
      roleName: 'Mine',
      description: 'x',
    }),
    finds: [],
  },
  {
    name: "a role of the sender role's name and another GUID",
    estate: leastPrivilege().role(role(custom, { roleName: senderRole(group).roleName, actions: ['*'] })),
    finds: [],
  },
  {
    name: "another group's sender role",
    estate: leastPrivilege().role({ ...senderRole(`${group}2`), type: 'CustomRole', permissions: [] }),
    finds: [],
  },
];
