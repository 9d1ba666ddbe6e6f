import { neededActions, senderRole } from '../../../src/domain/senderRole.ts';
import {
  Estate,
  group,
  guid,
  leastPrivilege,
  role,
  root,
  service,
  sibling,
  subscription,
  takenAt,
  withoutRole,
} from '../../domain/audit/estate.ts';
import type { FindingCase } from './findingCase.ts';

const other = '/subscriptions/22222222-2222-4222-8222-222222222222';
const custom = guid('custom');
const withCustom = (actions: string[], not: string[] = []) =>
  leastPrivilege().role(role(custom, { actions, not })).assign('payroll', custom);

/** The rules about what applications may do. `finds` is all that is found. */
export const accessCases: FindingCase[] = [
  { name: 'the least-privilege set-up', estate: leastPrivilege(), finds: [] },
  {
    name: 'the least-privilege set-up in other letter case',
    estate: withoutRole().assign('payroll', 'sender', {
      scope: service.toUpperCase(),
      principalId: guid('s-payroll').toUpperCase(),
      roleDefinition: senderRole(group).name.toUpperCase(),
    }),
    finds: [],
  },
  {
    name: 'a hand-made role of the three actions is as good',
    estate: withoutRole()
      .role(role(custom, { actions: [...neededActions] }))
      .assign('payroll', custom),
    finds: [],
  },
  {
    name: 'two services, each with its own role and username',
    estate: leastPrivilege()
      .service(sibling)
      .username('payroll', { at: sibling, login: 'two' })
      .assign('payroll', 'sender', sibling),
    finds: [],
  },
  { name: 'an empty estate', estate: new Estate(), finds: [] },

  // MG101
  {
    name: 'the mail owner role at the service',
    estate: withoutRole().assign('payroll', 'mailOwner'),
    finds: ['MG101 medium'],
  },
  {
    name: 'Contributor at the service',
    estate: withoutRole().assign('payroll', 'contributor'),
    finds: ['MG101 high'],
  },
  {
    name: 'Contributor at the subscription',
    estate: withoutRole().assign('payroll', 'contributor', subscription),
    finds: ['MG101 critical'],
  },
  {
    name: 'Contributor at a management group',
    estate: withoutRole().assign('payroll', 'contributor', root),
    finds: ['MG101 critical'],
  },
  {
    name: 'Contributor at the root',
    estate: withoutRole().assign('payroll', 'contributor', '/'),
    finds: ['MG101 critical'],
  },
  {
    name: 'Contributor in other letter case',
    estate: withoutRole().assign('payroll', 'contributor', group.toUpperCase()),
    finds: ['MG101 high'],
  },
  {
    name: 'Contributor below the service',
    estate: leastPrivilege().assign('payroll', 'contributor', `${service}/smtpUsernames/x`),
    finds: ['MG101 high'],
  },
  {
    name: 'Contributor beside the narrow role',
    estate: leastPrivilege().assign('payroll', 'contributor', group),
    finds: ['MG101 high'],
  },
  {
    name: 'Contributor at two scopes',
    estate: withoutRole().assign('payroll', 'contributor').assign('payroll', 'contributor', group),
    finds: ['MG101 high', 'MG101 high'],
  },
  {
    name: 'Contributor through a group',
    estate: leastPrivilege().group('senders', 'payroll').assign('senders', 'contributor', group),
    finds: ['MG101 high'],
  },
  {
    name: 'Contributor through a group only',
    estate: withoutRole().group('senders', 'payroll').assign('senders', 'contributor'),
    finds: ['MG101 high'],
  },
  {
    name: 'Contributor of a disabled sender weighs less',
    estate: new Estate()
      .service()
      .application('payroll', { enabled: false })
      .username('payroll')
      .assign('payroll', 'contributor'),
    finds: ['MG101 medium'],
  },
  {
    name: 'Contributor of a sender without a username yet',
    estate: leastPrivilege()
      .application('other')
      .assign('other', 'sender', { createdOn: takenAt })
      .assign('other', 'contributor'),
    finds: ['MG101 high'],
  },
  {
    name: 'a role that reads the keys of the service',
    estate: withCustom(['Microsoft.Communication/CommunicationServices/ListKeys/action']),
    finds: ['MG101 medium'],
  },
  {
    name: 'three actions and one more',
    estate: withCustom([...neededActions, 'Microsoft.Communication/EmailServices/read']),
    finds: ['MG101 low'],
  },
  {
    name: 'Contributor of an application of another tenant',
    estate: new Estate()
      .service()
      .application('foreign', { registered: false })
      .username('foreign')
      .assign('foreign', 'contributor'),
    finds: ['MG101 high'],
  },
  {
    name: 'Contributor at a sibling service whose name begins the same',
    estate: leastPrivilege().assign('payroll', 'contributor', sibling),
    finds: [],
  },
  {
    name: 'Contributor at a sibling group whose name begins the same',
    estate: leastPrivilege().assign('payroll', 'contributor', `${group}2`),
    finds: [],
  },
  {
    name: 'Contributor at another subscription',
    estate: leastPrivilege().assign('payroll', 'contributor', other),
    finds: [],
  },
  {
    name: 'Contributor at another management group',
    estate: leastPrivilege().assign('payroll', 'contributor', `${root}2`),
    finds: [],
  },
  {
    name: 'Contributor at another resource of the group',
    estate: leastPrivilege().assign(
      'payroll',
      'contributor',
      `${group}/providers/Microsoft.Storage/storageAccounts/x`,
    ),
    finds: [],
  },
  {
    name: 'Reader at the subscription',
    estate: leastPrivilege().assign('payroll', 'reader', subscription),
    finds: [],
  },
  {
    name: 'a role for something else',
    estate: withCustom(['Microsoft.Storage/storageAccounts/*']),
    finds: [],
  },
  {
    name: 'a role that only reads mail services',
    estate: withCustom(['Microsoft.Communication/*/read']),
    finds: [],
  },
  {
    name: 'a role that cannot be read is not judged',
    estate: leastPrivilege().assign('payroll', guid('unread')),
    finds: [],
  },
  {
    name: 'a scope that is none',
    estate: leastPrivilege().assign('payroll', 'contributor', 'subscriptions'),
    finds: [],
  },
  {
    name: 'a role of the same name and another GUID',
    estate: leastPrivilege()
      .role(role(custom, { roleName: 'Owner', actions: ['*/read'] }))
      .assign('payroll', custom),
    finds: [],
  },
  {
    name: 'a person with Contributor',
    estate: leastPrivilege().principal('ann', 'user').assign('ann', 'contributor', subscription),
    finds: [],
  },
  {
    name: 'a person with Owner',
    estate: leastPrivilege().principal('ann', 'user').assign('ann', 'owner', subscription),
    finds: [],
  },
  {
    name: 'somebody who could not be looked up',
    estate: leastPrivilege().principal('who', 'unknown').assign('who', 'contributor'),
    finds: [],
  },

  // MG103
  {
    name: 'a wildcard over the communication provider',
    estate: withCustom(['Microsoft.Communication/*']),
    finds: ['MG103 medium'],
  },
  {
    name: 'a wildcard in the middle, in other letter case',
    estate: withCustom(['microsoft.*/COMMUNICATIONSERVICES/listkeys/*']),
    finds: ['MG103 medium'],
  },
  {
    name: 'a wildcard that another block has',
    estate: leastPrivilege()
      .role(
        role(custom, {
          permissions: [
            { actions: ['*'], notActions: ['*'], dataActions: [], notDataActions: [] },
            {
              actions: ['*/write'],
              notActions: ['Microsoft.Authorization/*'],
              dataActions: [],
              notDataActions: [],
            },
          ],
        }),
      )
      .assign('payroll', custom),
    finds: ['MG103'],
  },
  {
    name: 'a wildcard of an application that could send',
    estate: leastPrivilege()
      .application('deploy')
      .role(role(custom, { actions: ['Microsoft.Communication/*'] }))
      .assign('deploy', custom),
    finds: ['MG103 low'],
  },
  { name: 'a wildcard that only reads', estate: withCustom(['*/read']), finds: [] },
  { name: 'a wildcard for another provider', estate: withCustom(['Microsoft.Insights/*']), finds: [] },
  {
    name: 'a wildcard that NotActions empty',
    estate: withCustom(['Microsoft.Communication/*'], ['Microsoft.Communication/*']),
    finds: [],
  },
  {
    name: 'a wildcard at a sibling',
    estate: leastPrivilege()
      .role(role(custom, { actions: ['*'] }))
      .assign('payroll', custom, sibling),
    finds: [],
  },

  // MG104
  { name: 'Owner at the service', estate: withoutRole().assign('payroll', 'owner'), finds: ['MG104 high'] },
  {
    name: 'Owner at the subscription',
    estate: withoutRole().assign('payroll', 'owner', subscription),
    finds: ['MG104 critical'],
  },
  {
    name: 'User Access Administrator of a sender',
    estate: leastPrivilege().assign('payroll', 'accessAdministrator'),
    finds: ['MG104'],
  },
  {
    name: 'role writes by a wildcard in the middle',
    estate: withCustom(['Microsoft.*/roleAssignments/Write']),
    finds: ['MG104'],
  },
  {
    name: 'roles through Privileged Identity Management',
    estate: withCustom(['Microsoft.Authorization/roleEligibilityScheduleRequests/write']),
    finds: ['MG104'],
  },
  {
    name: 'Owner of an application that could send',
    estate: leastPrivilege().application('deploy').assign('deploy', 'owner', subscription),
    finds: ['MG104 high'],
  },
  {
    name: 'User Access Administrator of somebody who does not send',
    estate: leastPrivilege().application('deploy').assign('deploy', 'accessAdministrator', subscription),
    finds: [],
  },
  {
    name: 'role writes that are denied leave a broad role',
    estate: withoutRole().assign('payroll', 'owner').deny('payroll', ['Microsoft.Authorization/*']),
    finds: ['MG101 high'],
  },
  { name: 'reading role assignments', estate: withCustom(['Microsoft.Authorization/*/read']), finds: [] },
  {
    name: 'role writes that NotActions take away',
    estate: withCustom(
      ['Microsoft.Authorization/*'],
      ['Microsoft.Authorization/*/Write', 'Microsoft.Authorization/elevateAccess/*'],
    ),
    finds: [],
  },
];
