import { neededActions } from '../../../src/domain/senderRole.ts';
import {
  Estate,
  group,
  guid,
  leastPrivilege,
  role,
  service,
  sibling,
  subscription,
  takenAt,
  withoutRole,
} from '../../domain/audit/estate.ts';
import type { FindingCase } from './findingCase.ts';

const custom = guid('custom');
const parts = (...actions: string[]) => role(custom, { actions });

/** The rules about what is left over, or lacks its other half. */
export const leftoverCases: FindingCase[] = [
  // MG201
  {
    name: 'the sender role without username',
    estate: leastPrivilege().application('old').assign('old', 'sender'),
    finds: ['MG201 low'],
  },
  {
    name: 'the sender role of a disabled application without username',
    estate: leastPrivilege().application('old', { enabled: false }).assign('old', 'sender'),
    finds: ['MG201 low'],
  },
  {
    name: 'the username is at another service',
    estate: leastPrivilege()
      .service(sibling)
      .application('old')
      .username('old', { at: sibling })
      .assign('old', 'sender'),
    finds: ['MG201', 'MG204'],
  },
  {
    name: 'the sender role without username, an hour old',
    estate: leastPrivilege()
      .application('new')
      .assign('new', 'sender', { createdOn: '2026-05-31T23:00:00Z' }),
    finds: [],
  },
  {
    name: 'a username in other letter case',
    estate: (() => {
      const estate = leastPrivilege();
      for (const username of estate.snapshot.services[0]?.usernames ?? [])
        username.appId = username.appId.toUpperCase();
      return estate;
    })(),
    finds: [],
  },
  {
    name: "a person's sender role",
    estate: leastPrivilege().principal('ann', 'user').assign('ann', 'sender'),
    finds: [],
  },
  {
    name: 'above the service is another finding',
    estate: leastPrivilege().application('old').assign('old', 'sender', group),
    finds: ['MG105 low'],
  },

  // MG202
  {
    name: 'the sender role of a deleted application',
    estate: leastPrivilege().assign('gone', 'sender'),
    finds: ['MG202 low'],
  },
  {
    name: 'Reader of a deleted application at the service',
    estate: leastPrivilege().assign('gone', 'reader'),
    finds: ['MG202 low'],
  },
  {
    name: 'Contributor of a deleted application above',
    estate: leastPrivilege().assign('gone', 'contributor', subscription),
    finds: ['MG202 low'],
  },
  {
    name: 'Contributor of a deleted group',
    estate: leastPrivilege().assign('gone', 'contributor', { scope: group, principalType: 'Group' }),
    finds: ['MG202 low'],
  },
  {
    name: 'Reader of a deleted application above',
    estate: leastPrivilege().assign('gone', 'reader', subscription),
    finds: [],
  },
  {
    name: 'a deleted person',
    estate: leastPrivilege().assign('gone', 'contributor', { scope: group, principalType: 'User' }),
    finds: [],
  },
  {
    name: "another tenant's group",
    estate: leastPrivilege().assign('partner', 'contributor', {
      scope: group,
      principalType: 'ForeignGroup',
    }),
    finds: [],
  },
  {
    name: 'a new application that is not in the directory yet',
    estate: leastPrivilege().assign('new', 'sender', { createdOn: '2026-05-31T23:30:00Z' }),
    finds: [],
  },
  {
    name: 'an application that could not be looked up',
    estate: leastPrivilege().principal('who', 'unknown').assign('who', 'sender'),
    finds: [],
  },
  {
    name: 'a deleted application at a sibling',
    estate: leastPrivilege().assign('gone', 'sender', sibling),
    finds: [],
  },

  // MG203
  {
    name: 'a username of a deleted application',
    estate: leastPrivilege().username('gone'),
    finds: ['MG203 low'],
  },
  {
    name: 'two usernames of a deleted application',
    estate: leastPrivilege().username('gone').username('gone', { login: 'second' }),
    finds: ['MG203 low'],
  },
  {
    name: 'a username and a role of a deleted application',
    estate: leastPrivilege().username('gone').assign('gone', 'sender'),
    finds: ['MG202', 'MG203'],
  },
  {
    name: 'a username of an application of another tenant',
    estate: leastPrivilege()
      .application('foreign', { registered: false })
      .username('foreign')
      .assign('foreign', 'sender'),
    finds: [],
  },

  // MG204
  { name: 'a username without any role', estate: withoutRole(), finds: ['MG204 medium'] },
  {
    name: 'a username with Reader only',
    estate: withoutRole().assign('payroll', 'reader', subscription),
    finds: ['MG204'],
  },
  {
    name: 'a username with the role at a sibling',
    estate: withoutRole().assign('payroll', 'sender', sibling),
    finds: ['MG204'],
  },
  {
    name: 'a username with the role at a child',
    estate: withoutRole().assign('payroll', 'sender', `${service}/smtpUsernames/x`),
    finds: ['MG204'],
  },
  {
    name: 'a username with two of the three actions',
    estate: withoutRole()
      .role(parts(...neededActions.slice(0, 2)))
      .assign('payroll', custom),
    finds: ['MG204'],
  },
  {
    name: 'two roles that make the three actions together',
    estate: withoutRole()
      .role(parts(...neededActions.slice(1)))
      .assign('payroll', custom)
      .assign('payroll', 'reader', subscription),
    finds: [],
  },
  {
    name: 'a part directly, a part through a group',
    estate: withoutRole()
      .role(parts(...neededActions.slice(1)))
      .group('readers', 'payroll')
      .assign('payroll', custom)
      .assign('readers', 'reader', group),
    finds: [],
  },
  {
    name: 'a role of three actions of which NotActions take one',
    estate: withoutRole()
      .role(role(custom, { actions: [...neededActions], not: ['*/EmailServices/*'] }))
      .assign('payroll', custom),
    finds: ['MG204'],
  },
  {
    name: 'the role, and a deny assignment',
    estate: leastPrivilege().deny('payroll', ['Microsoft.Communication/*']),
    finds: ['MG204'],
  },
  {
    name: 'the role, and a deny assignment for a group it is in',
    estate: leastPrivilege().group('blocked', 'payroll').deny('blocked', ['*/write']),
    finds: ['MG204'],
  },
  {
    name: 'the role, and a deny assignment above',
    estate: leastPrivilege().deny('payroll', ['*'], { at: group }),
    finds: ['MG204'],
  },
  {
    name: 'the role, and a deny assignment for reading keys',
    estate: leastPrivilege().deny('payroll', ['*/ListKeys/action']),
    finds: [],
  },
  {
    name: 'the role, and a deny assignment that leaves communication out',
    estate: leastPrivilege().deny('payroll', ['*'], { not: ['Microsoft.Communication/*'] }),
    finds: [],
  },
  {
    name: 'the role, and a deny assignment at a sibling',
    estate: leastPrivilege().deny('payroll', ['*'], { at: sibling }),
    finds: [],
  },
  {
    name: 'a disabled application without role was switched off',
    estate: new Estate().service().application('off', { enabled: false }).username('off'),
    finds: [],
  },
  {
    name: 'an application without service principal',
    estate: (() => {
      const estate = withoutRole();
      estate.snapshot.principals = {};
      return estate;
    })(),
    finds: ['MG204'],
  },
  {
    name: 'two usernames without role at one service',
    estate: withoutRole().username('payroll', { login: 'second' }),
    finds: ['MG204'],
  },
  {
    name: 'a role just assigned',
    estate: withoutRole().assign('payroll', 'sender', { createdOn: takenAt }),
    finds: [],
  },
];
