import { expect, it } from 'vitest';
import { checkNames } from '../../src/domain/doctor/check.ts';
import { neededActions } from '../../src/domain/senderRole.ts';
import { requestOf } from '../support/azWords.ts';
import { mailGroup, mailService } from '../support/deployedWorld.ts';
import { ailments, wellWorld, withDoctor } from '../support/doctorWorld.ts';
import type { Report } from '../support/doctorWorld.ts';
import { signedIn } from '../support/signedIn.ts';

const writes = /^(PUT|PATCH|DELETE) /;
const find = ({ checks }: Report, name: string) => checks.find(({ check }) => check === name);

it('passes what the template deploys, changes nothing and publishes nothing', async () => {
  await withDoctor({}, async (app, ask) => {
    const before = JSON.stringify([...app.azure.state.roleAssignments.values()]);
    const report = await ask();
    expect(ailments(report)).toEqual([]);
    expect(report.state).toBe('ready');
    expect([...new Set(report.checks.map(({ check }) => check))]).toEqual(checkNames);
    const asked = app.askedOfAzure();
    expect(asked.filter((each) => writes.test(each))).toEqual([]);
    expect(asked.filter((each) => each.startsWith('POST '))).toEqual([
      'POST EventGrid_PublishCloudEventEvents 200',
      'POST batch.Post 200',
    ]);
    expect(JSON.stringify([...app.azure.state.roleAssignments.values()])).toBe(before);
  });
});

it('answers readers, holds no token and no secret', async () => {
  await withDoctor({}, async (app) => {
    const asReader = await app.call('GET /doctor', undefined, signedIn('Rita', 'Mailgrant.Reader'));
    expect(asReader.status).toBe(200);
    const text = JSON.stringify(asReader.body);
    expect(text).not.toMatch(/eyJ|local-secret|bearer/i);
    expect((await app.call('GET /doctor', undefined, {})).status).toBe(401);
  });
});

type Change = NonNullable<Parameters<typeof wellWorld>[0]>;

it.each<{ what: string; change?: Change; settings?: Record<string, string>; expected: string[] }>([
  {
    what: 'the permission of Graph to read applications',
    change: ({ managedIdentities }) => {
      for (const identity of managedIdentities) identity.graphPermissions = ['GroupMember.Read.All'];
    },
    expected: ['applications fail'],
  },
  {
    what: 'the permission of Graph to read groups',
    change: ({ managedIdentities }) => {
      for (const identity of managedIdentities) identity.graphPermissions = ['Application.Read.All'];
    },
    expected: ['groups warn'],
  },
  { what: 'the role at the topic', change: without('EventGrid Data Sender'), expected: ['topic fail'] },
  { what: 'the role at the vault', change: without('Key Vault Secrets User'), expected: ['key-vault fail'] },
  {
    what: 'the role at one mail service',
    change: (estate) => {
      estate.assignments = estate.assignments.filter(
        ({ role, scope }) => role !== 'Mailgrant Operator' || scope !== mailService('contoso-lab'),
      );
    },
    expected: ['permissions fail'],
  },
  {
    what: 'the condition',
    change: (estate) => {
      for (const assignment of estate.assignments) {
        if (assignment.role !== 'Role Based Access Control Administrator') continue;
        delete assignment.condition;
        delete (assignment as { conditionVersion?: string }).conditionVersion;
      }
    },
    expected: ['role-limits warn'],
  },
  {
    what: 'a condition of its own making',
    change: (estate) => {
      for (const assignment of estate.assignments)
        if (assignment.condition !== undefined)
          assignment.condition = assignment.condition.replaceAll("{'ServicePrincipal'}", "{'User'}");
    },
    expected: ['permissions unknown', 'role-limits unknown'],
  },
  {
    what: 'the right to write roles, which is too much',
    change: ({ roles }) => {
      for (const { roleName, permissions } of roles)
        if (roleName === 'Mailgrant Auditor')
          permissions[0]?.actions.push('Microsoft.Authorization/roleDefinitions/write');
    },
    expected: ['role-limits warn'],
  },
  {
    what: 'an action of the SMTP sender role',
    change: ({ roles }) => {
      for (const { roleName, permissions } of roles)
        if (roleName.startsWith('Mailgrant SMTP Sender')) permissions[0]?.actions.pop();
    },
    expected: ['sender-role fail'],
  },
  {
    what: 'the SMTP sender role',
    change: (estate) => {
      estate.roles = estate.roles.filter(({ roleName }) => !roleName.startsWith('Mailgrant SMTP Sender'));
    },
    expected: ['sender-role fail'],
  },
  {
    what: 'a verified domain',
    change: ({ subscriptions }) => {
      for (const service of subscriptions[0]?.resourceGroups[0]?.communicationServices ?? [])
        service.linkedDomains = ['contoso-email/lab.contoso.example'];
    },
    expected: ['domains fail'],
  },
  {
    what: 'a mail service that is configured',
    settings: {
      MAILGRANT_COMMUNICATION_SERVICES: `${mailService('contoso-mail')},${mailService('contoso-gone')}`,
    },
    expected: ['permissions fail', 'domains fail'],
  },
  { what: 'a topic', settings: { MAILGRANT_EVENT_TOPIC_ENDPOINT: '' }, expected: ['topic warn'] },
  { what: 'approvals', settings: { MAILGRANT_APPROVAL: 'never' }, expected: ['settings warn'] },
  {
    what: 'a role that deployment made',
    settings: { MAILGRANT_CREATE_ROLE: 'true' },
    expected: ['permissions fail', 'settings warn'],
  },
])('misses $what', async ({ change, settings = {}, expected }) => {
  await withDoctor({ world: wellWorld(change), settings }, async (_app, ask) => {
    expect(ailments(await ask())).toEqual(expected);
  });
});

it.each([
  [59, []],
  [-59, []],
  [90, ['clock warn']],
  [-90, ['clock warn']],
  [400, ['clock fail']],
  [-400, ['clock fail']],
])('a clock that is %s seconds ahead: %j', async (seconds, expected) => {
  await withDoctor({ ahead: seconds * 1000 }, async (_app, ask) => {
    expect(ailments(await ask())).toEqual(expected);
  });
});

it('without a vault it says nothing about one', async () => {
  await withDoctor({ settings: { MAILGRANT_KEY_VAULT: '' } }, async (app, ask) => {
    const report = await ask();
    expect([report.state, find(report, 'key-vault')]).toEqual(['ready', undefined]);
    expect(app.askedOfAzure().join()).not.toContain('GetSecret');
  });
});

it('names the deny assignment that forbids what is granted', async () => {
  const denied = 'Microsoft.Communication/CommunicationServices/smtpUsernames/write';
  const world = {
    ...wellWorld(),
    denyAssignments: [
      {
        name: 'Frozen by the landing zone',
        scope: mailService('contoso-lab'),
        principals: 'everyone' as const,
        permissions: [{ actions: [denied] }],
      },
    ],
  };
  await withDoctor({ world }, async (_app, ask) => {
    const [bad, ...others] = (await ask()).checks.filter(({ verdict }) => verdict !== 'pass');
    expect(others).toEqual([]);
    expect(bad).toMatchObject({ check: 'permissions', verdict: 'fail', about: mailService('contoso-lab') });
    expect(bad?.missing?.map(({ action }) => action)).toEqual([denied]);
    expect(bad?.why).toContain('Frozen by the landing zone');
  });
});

it('can be narrowed by the commands it gives: from the rights of the sample estate, and from Owner', async () => {
  const world = wellWorld((estate) => {
    const own = estate.assignments.filter(({ principal }) => principal === 'mailgrant');
    for (const { scope } of own.filter(({ role }) => role.startsWith('Role Based')))
      estate.assignments.push({ role: 'Owner', principal: 'mailgrant', scope });
    estate.assignments = estate.assignments.filter(
      ({ role, principal }) => principal !== 'mailgrant' || !role.startsWith('Role Based'),
    );
    for (const { roleName, permissions } of estate.roles)
      if (roleName === 'Mailgrant Auditor')
        permissions[0]?.actions.push('Microsoft.Authorization/*', ...neededActions);
  });
  await withDoctor({ world }, async ({ send }, ask) => {
    const before = await ask();
    expect(ailments(before)).toEqual(['role-limits warn']);
    expect(find(before, 'role-limits')?.why).toContain('can make itself Owner');
    for (const { commands = [] } of before.checks)
      for (const command of commands) {
        const { status } = await send({ ...requestOf(command), as: 'Ada Owner' });
        expect([200, 201], command).toContain(status);
      }
    const after = await ask();
    expect(ailments(after)).toEqual([]);
    expect(find(after, 'role-limits')?.why).toContain('at most');
  });
});

it('writes the condition on the assignment that has none', async () => {
  const world = wellWorld((estate) => {
    for (const assignment of estate.assignments) {
      delete assignment.condition;
      delete (assignment as { conditionVersion?: string }).conditionVersion;
    }
  });
  await withDoctor({ world }, async ({ azure, send }, ask) => {
    const count = azure.state.roleAssignments.size;
    for (const { commands = [] } of (await ask()).checks)
      for (const command of commands) await send({ ...requestOf(command), as: 'Ada Owner' });
    expect(ailments(await ask())).toEqual([]);
    expect(azure.state.roleAssignments.size).toBe(count);
  });
});

it('writes the drifted role back', async () => {
  const world = wellWorld(({ roles }) => {
    for (const { roleName, permissions } of roles)
      if (roleName.startsWith('Mailgrant SMTP Sender')) permissions[0]?.actions.push('*/read');
  });
  await withDoctor({ world }, async ({ send }, ask) => {
    const role = find(await ask(), 'sender-role');
    expect(role).toMatchObject({ verdict: 'fail', about: mailGroup });
    for (const command of role?.commands ?? []) await send({ ...requestOf(command), as: 'Ada Owner' });
    expect(ailments(await ask())).toEqual([]);
  });
});

it('is no failure of the call when Azure does not answer at all, or throttles', async () => {
  await withDoctor({}, async ({ azure }, ask) => {
    azure.faults.add({ effect: { kind: 'resetBefore' } });
    const silent = await ask();
    expect(silent.checks.filter(({ check }) => check !== 'settings' && check !== 'identity')).not.toEqual([]);
    for (const { check, verdict } of silent.checks)
      expect(verdict, check).toBe(['settings', 'identity'].includes(check) ? 'pass' : 'unknown');
    expect(silent.state).toBe('degraded');
  });
  await withDoctor({}, async ({ azure }, ask) => {
    azure.faults.add({ service: 'arm', effect: { kind: 'status', status: 429, retryAfter: 5 } });
    const throttled = await ask();
    expect(find(throttled, 'permissions')?.why).toContain('SubscriptionRequestsThrottled');
    expect(find(throttled, 'clock')?.verdict).toBe('pass');
    expect(throttled.state).toBe('degraded');
  });
});

function without(roleName: string): Change {
  return (estate) => {
    estate.assignments = estate.assignments.filter(
      ({ role, principal }) => role !== roleName || principal !== 'mailgrant',
    );
  };
}
