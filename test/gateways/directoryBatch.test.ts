import type { HttpClient } from '@azure/core-rest-pipeline';
import { describe, expect, it } from 'vitest';
import type { World } from '../../dev/azure/world.ts';
import contoso from '../../dev/worlds/contoso.json' with { type: 'json' };
import { createGateways } from '../../src/gateways/index.ts';
import { localGateways } from './localGateways.ts';
import type { LocalGateways } from './localGateways.ts';
import { config } from './recordedAnswers.ts';

const nobody = '5d1c3f5e-0000-4000-8000-00000000000c';
const sample = contoso as World;
const robots = (count: number) => Array.from({ length: count }, (_, index) => `Robot ${index}`);

/** An estate with groups, and an identity beside Mailgrant's that may read them. */
function estate({ applications = [], ...more }: Partial<World> = {}): LocalGateways & {
  id: (name: string) => string;
} {
  const local = localGateways({
    world: {
      ...sample,
      applications: [
        ...(sample.applications ?? []),
        ...applications,
        { name: 'Auditor', graphPermissions: ['Application.Read.All', 'GroupMember.Read.All'] },
      ],
      groups: [
        { name: 'Robots', members: ['Invoice Service', 'Ada Owner', 'Inner'] },
        { name: 'Inner', members: ['Newsletter', 'Robots'] },
      ],
      ...more,
    },
  });
  const { servicePrincipals, groups } = local.azure.state;
  const id = (name: string) =>
    [...servicePrincipals.values(), ...groups.values()].find(({ displayName }) => displayName === name)
      ?.objectId ?? expect.fail(`There is no ${name}.`);
  return { ...local, id };
}

const principals = (...ids: string[]) => ids.map((id) => ({ id, type: 'ServicePrincipal' as const }));
const groups = (...ids: string[]) => ids.map((id) => ({ id, type: 'Group' as const }));
const posts = ({ azure }: LocalGateways) => azure.requests.entries.filter(({ method }) => method === 'POST');

/** The same Graph, whose answers to batches are changed on their way. */
function tampered(local: LocalGateways, change: (text: string) => string) {
  const sent: string[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request) {
      sent.push(new URL(request.url).origin);
      const answer = await local.httpClient.sendRequest(request);
      return { ...answer, bodyAsText: change(answer.bodyAsText ?? '') };
    },
  };
  return { sent, ...createGateways(config, { credential: local.credential('Auditor'), httpClient }) };
}

describe('principals by object id', () => {
  it('are service principals and groups, each with its name', async () => {
    const local = estate();
    const { state } = local.azure;
    const newsletter = state.servicePrincipals.get(local.id('Newsletter'));
    const asked = [
      ...principals(local.id('Newsletter').toUpperCase(), local.id('Old Intranet'), nobody, 'no GUID'),
      ...groups(local.id('Robots'), nobody.replace('0c', '0d')),
    ];
    const found = await local.as('Auditor').directory.principalsByObjectId(asked);
    expect(Object.fromEntries(found)).toEqual({
      [local.id('Newsletter')]: {
        kind: 'servicePrincipal',
        appId: newsletter?.appId,
        displayName: 'Newsletter',
        enabled: true,
      },
      [local.id('Old Intranet')]: expect.objectContaining({ enabled: false }) as object,
      [local.id('Robots')]: { kind: 'group', displayName: 'Robots' },
    });
    expect(posts(local)).toHaveLength(1);
  });

  it('are asked for 20 at a time, each once', async () => {
    const applications = robots(45).map((name) => ({ name }));
    const local = estate({ applications });
    const ids = robots(45).map(local.id);
    const found = await local.directory.principalsByObjectId(principals(...ids, ...ids));
    expect([...found.keys()]).toEqual(ids);
    expect(
      [...found.values()].map((who) => who !== 'denied' && 'displayName' in who && who.displayName),
    ).toEqual(robots(45));
    expect(posts(local)).toHaveLength(3);
    expect(local.gets()).toHaveLength(45);
  });

  it('are nobody, and nothing is sent, for what is no GUID', async () => {
    const local = estate();
    expect(await local.directory.principalsByObjectId(groups('../applications', "' or 1"))).toEqual(
      new Map(),
    );
    expect(local.azure.requests.entries).toEqual([]);
  });

  it('are denied one by one: Application.Read.All shows no groups', async () => {
    const { directory, id } = estate();
    const found = await directory.principalsByObjectId([
      ...groups(id('Robots')),
      ...principals(id('Newsletter')),
    ]);
    expect(found.get(id('Robots'))).toBe('denied');
    expect(found.get(id('Newsletter'))).toMatchObject({ displayName: 'Newsletter' });
  });
});

describe('a batch that fails in part', () => {
  it('fails as a whole, and asks for the longest wait', async () => {
    const { azure, directory, id } = estate();
    const strike = (name: string, effect: { status: number; retryAfter?: number }) =>
      azure.faults.add({ path: `servicePrincipals/${id(name)}`, effect: { kind: 'status', ...effect } });
    strike('Newsletter', { status: 429, retryAfter: 7 });
    strike('Old Intranet', { status: 503, retryAfter: 30 });
    strike('Parking Gate', { status: 500 });
    const asked = principals(...['Newsletter', 'Old Intranet', 'Parking Gate', 'Invoice Service'].map(id));
    await expect(directory.principalsByObjectId(asked)).rejects.toMatchObject({
      name: 'AzureError',
      status: 503,
      retryAfter: 30,
    });
  });

  it('asks no further once it is throttled', async () => {
    const local = estate({ applications: robots(45).map((name) => ({ name })) });
    local.azure.faults.add({
      path: `/${local.id('Robot 3')}`,
      effect: { kind: 'status', status: 429, retryAfter: 7 },
    });
    const asked = principals(...robots(45).map(local.id));
    await expect(local.directory.principalsByObjectId(asked)).rejects.toMatchObject({ retryAfter: 7 });
    expect(posts(local)).toHaveLength(1);
  });

  it.each([
    ['a response is missing', (text: string) => text.replace('"id":"0"', '"id":"9"')],
    ['a body is not what it should be', (text: string) => text.replace('"appId"', '"client"')],
    ['there are no responses', () => '{}'],
  ])('is unreadable where %s', async (_what, change) => {
    const local = estate();
    const { directory } = tampered(local, change);
    await expect(
      directory.principalsByObjectId(principals(local.id('Newsletter'), local.id('Old Intranet'))),
    ).rejects.toMatchObject({ status: 0, code: 'UnreadableAnswer' });
  });
});

describe('applications with credentials', () => {
  it('come with what signs them in, and with their service principals', async () => {
    const local = estate({
      applications: [
        {
          name: 'Plain',
          tags: ['a'],
          secrets: [{ text: 'plain-local-secret', end: '2027-01-01T00:00:00Z' }],
        },
        { name: 'Certified', certificates: [{}], servicePrincipal: false },
        {
          name: 'Federated',
          federatedCredentials: [{ name: 'ci', issuer: 'https://ci.example', subject: 'repo' }],
        },
      ],
      foreignServicePrincipals: [{ name: 'Foreign', homeTenant: nobody }],
    });
    const { applications, servicePrincipals } = local.azure.state;
    const named = (name: string) => {
      const each = [...applications.values(), ...servicePrincipals.values()];
      return each.find(({ displayName }) => displayName === name) ?? expect.fail(name);
    };
    const plain = applications.get(named('Plain').objectId);
    const appIds = ['Plain', 'Certified', 'Federated', 'Foreign'].map((name) => named(name).appId);
    const found = await local.directory.applicationsWithCredentials([
      ...appIds.map((appId) => appId.toUpperCase()),
      nobody,
      "x' or true",
    ]);
    expect([...found.keys()]).toEqual(appIds);
    const [first, certified, federated, foreign] = [...found.values()];
    expect(first).toEqual({
      application: {
        displayName: 'Plain',
        objectId: plain?.objectId,
        tags: ['a'],
        secrets: plain?.secrets.map(({ keyId, startDateTime, endDateTime }) => {
          return { keyId, startDateTime, endDateTime };
        }),
        otherCredentials: false,
      },
      servicePrincipal: {
        objectId: local.id('Plain'),
        principal: { kind: 'servicePrincipal', appId: plain?.appId, displayName: 'Plain', enabled: true },
      },
    });
    expect(JSON.stringify([...found])).not.toContain('pla"');
    expect(certified?.application?.otherCredentials).toBe(true);
    expect(certified).not.toHaveProperty('servicePrincipal');
    expect(federated?.application?.otherCredentials).toBe(true);
    expect(foreign).toMatchObject({ servicePrincipal: { objectId: local.id('Foreign') } });
    expect(foreign).not.toHaveProperty('application');
  });

  it('are refused to whoever may not read them', async () => {
    const { directory } = estate().as('Parking Gate');
    await expect(directory.applicationsWithCredentials([nobody])).rejects.toMatchObject({
      status: 403,
      code: 'Authorization_RequestDenied',
    });
  });
});

describe('the service principals in groups', () => {
  it('are those in groups of groups as well, and nobody in a group that is gone', async () => {
    const local = estate();
    const found = await local
      .as('Auditor')
      .directory.servicePrincipalMembers([local.id('Robots').toUpperCase(), local.id('Inner'), nobody]);
    const members = [local.id('Invoice Service'), local.id('Newsletter')].sort();
    expect(Object.fromEntries([...found].map(([id, ids]) => [id, [...ids].sort()]))).toEqual({
      [local.id('Robots')]: members,
      [local.id('Inner')]: members,
      [nobody]: [],
    });
  });

  it('are denied without GroupMember.Read.All', async () => {
    const { directory, id } = estate();
    expect(await directory.servicePrincipalMembers([id('Robots')])).toEqual(
      new Map([[id('Robots'), 'denied']]),
    );
  });

  const long: Partial<World> = {
    applications: robots(1100).map((name) => ({ name })),
    groups: [{ name: 'Robots', members: robots(1100) }],
  };

  it('are read to the last page', async () => {
    const local = estate(long);
    const found = await local.as('Auditor').directory.servicePrincipalMembers([local.id('Robots')]);
    expect(found.get(local.id('Robots'))).toHaveLength(1100);
    expect(posts(local)).toHaveLength(2);
  });

  it('are not asked for at a foreign address', async () => {
    const local = estate(long);
    const { sent, directory } = tampered(local, (text) =>
      text.replace(/("@odata.nextLink":")https:\/\/[^/]+/, '$1https://graph.microsoft.com.evil.example'),
    );
    await expect(directory.servicePrincipalMembers([local.id('Robots')])).rejects.toMatchObject({
      code: 'UnreadableAnswer',
    });
    expect(sent).toEqual(['https://graph.microsoft.com']);
  });
});
