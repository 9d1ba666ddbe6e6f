import { guid, leastPrivilege, role, service, sibling, subscription } from '../../domain/audit/estate.ts';
import type { FindingCase } from './findingCase.ts';

const custom = guid('custom');

/** The rule about applications that nobody meant to send. */
export const couldSendCases: FindingCase[] = [
  {
    name: 'an application without username may send',
    estate: leastPrivilege().application('deploy').assign('deploy', 'contributor', subscription),
    finds: ['MG102 high'],
  },
  {
    name: 'the same at the service',
    estate: leastPrivilege().application('deploy').assign('deploy', 'mailOwner'),
    finds: ['MG102 low'],
  },
  {
    name: 'applications in a group may send',
    estate: leastPrivilege().application('deploy').group('team', 'deploy').assign('team', 'contributor'),
    finds: ['MG102 medium'],
  },
  {
    name: 'applications in a nested group are one finding',
    estate: leastPrivilege()
      .application('deploy')
      .application('build')
      .group('inner', 'deploy', 'build')
      .group('outer', 'deploy', 'build')
      .assign('outer', 'contributor'),
    finds: ['MG102 medium'],
  },
  {
    name: 'a group of people',
    estate: leastPrivilege().group('people').assign('people', 'contributor', subscription),
    finds: [],
  },
  {
    name: 'a group whose only application sends is its finding alone',
    estate: leastPrivilege().group('team', 'payroll').assign('team', 'contributor'),
    finds: ['MG101 high'],
  },
  {
    name: 'an application without username that only reads keys elsewhere',
    estate: leastPrivilege().application('deploy').assign('deploy', 'contributor', sibling),
    finds: [],
  },
  {
    name: 'an application without username with a part of the actions',
    estate: leastPrivilege()
      .application('deploy')
      .role(role(custom, { actions: ['Microsoft.Communication/CommunicationServices/write'] }))
      .assign('deploy', custom),
    finds: [],
  },
  {
    name: 'below the service nobody can send',
    estate: leastPrivilege()
      .application('deploy')
      .assign('deploy', 'contributor', `${service}/smtpUsernames/x`),
    finds: [],
  },
  {
    name: 'a deny assignment keeps it from sending',
    estate: leastPrivilege()
      .application('deploy')
      .assign('deploy', 'contributor')
      .deny('deploy', ['Microsoft.Communication/*/write']),
    finds: [],
  },
  {
    name: 'a deny assignment at one of two services does not',
    estate: leastPrivilege()
      .service(sibling)
      .application('deploy')
      .assign('deploy', 'contributor', subscription)
      .deny('deploy', ['*']),
    finds: ['MG102 high'],
  },
  {
    name: 'a deny assignment for somebody else does not',
    estate: leastPrivilege().application('deploy').assign('deploy', 'contributor').deny('other', ['*']),
    finds: ['MG102 medium'],
  },
  {
    name: 'a deny assignment that excepts it does not',
    estate: leastPrivilege()
      .application('deploy')
      .assign('deploy', 'contributor')
      .deny('deploy', ['*'], { except: 'deploy' }),
    finds: ['MG102 medium'],
  },
  {
    name: 'a deny assignment at a sibling does not',
    estate: leastPrivilege()
      .application('deploy')
      .assign('deploy', 'contributor')
      .deny('deploy', ['*'], { at: sibling }),
    finds: ['MG102 medium'],
  },
];
