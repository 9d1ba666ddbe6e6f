import { beforeEach, describe, expect, it } from 'vitest';
import auditor from '../../infra/roles/auditor.json' with { type: 'json' };
import operator from '../../infra/roles/operator.json' with { type: 'json' };
import { readInstallation } from '../../scripts/uninstall/installation.ts';
import { uninstall } from '../../scripts/uninstall/uninstall.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import { FakeArm } from './fakeArm.ts';

const subscription = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c';
const group = `${subscription}/resourceGroups/rg-mail`;
const service = `${group}/providers/Microsoft.Communication/communicationServices/contoso-mail`;
const own = `${subscription}/resourceGroups/rg-mailgrant/providers`;
const functionApp = `${own}/Microsoft.Web/sites/func-1`;
const workspace = `${own}/Microsoft.OperationalInsights/workspaces/log-1`;
const identity = '11111111-1111-4111-8111-111111111111';
const somebody = '22222222-2222-4222-8222-222222222222';
const env = {
  IDENTITY_PRINCIPAL_ID: identity,
  FUNCTION_APP_ID: functionApp,
  WORKSPACE_ID: workspace,
  // As Azure may spell it.
  MAIL_SERVICE_IDS: service.replace('resourceGroups/rg-mail', 'resourcegroups/RG-Mail'),
};

const definitions = `${group}/providers/Microsoft.Authorization/roleDefinitions`;
const accessAdministrator = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/f58310d9-a9f6-439a-9e8d-f62e7b41a168`;
const topics = `${subscription}/providers/Microsoft.EventGrid/systemTopics`;
const settings = 'providers/Microsoft.Insights/diagnosticSettings';

let arm: FakeArm;
let said: string[];
let count: number;

/** What a deployment leaves beside its own group, by what it is. */
let ours: Record<string, string>;

beforeEach(() => {
  arm = new FakeArm();
  said = [];
  count = 0;
  const sender = role(senderRole(group).name, senderRole(group));
  const operators = role(guid(), { ...operator, roleName: 'Mailgrant Operator (0a1b2c3d)' });
  const auditors = role(guid(), { ...auditor, roleName: 'Mailgrant Auditor (0a1b2c3d)' });
  const topic = systemTopic('mailgrant-azure-changes');
  ours = {
    subscribed: eventSubscription(topic, 'mailgrant-1', `${functionApp}/functions/onAzureChange`),
    topic,
    serviceLog: setting(service, 'mailgrant-1', workspace),
    activityLog: setting(subscription, 'mailgrant-1', workspace),
    administers: assign(accessAdministrator, identity, service),
    operates: assign(operators, identity, service),
    audits: assign(auditors, identity, group),
    sender,
    operators,
    auditors,
  };
});

function guid(): string {
  return `33333333-3333-4333-8333-${String(++count).padStart(12, '0')}`;
}

function role(name: string, { roleName, description }: { roleName: string; description: string }): string {
  return arm.add(`${definitions}/${name}`, { roleName, description, assignableScopes: [group] });
}

function assign(roleDefinitionId: string, principalId: string, scope: string): string {
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${guid()}`;
  return arm.add(id, { roleDefinitionId, principalId, scope });
}

function systemTopic(name: string, topicType = 'Microsoft.Resources.Subscriptions'): string {
  return arm.add(`${topics}/${name}`, { topicType });
}

function eventSubscription(topic: string, name: string, resourceId: string): string {
  return arm.add(`${topic}/eventSubscriptions/${name}`, { destination: { properties: { resourceId } } });
}

function setting(place: string, name: string, workspaceId: string): string {
  return arm.add(`${place}/${settings}/${name}`, { workspaceId });
}

function run({ yes = true, alsoGrants = false } = {}): Promise<boolean> {
  return uninstall(readInstallation(env), {
    az: arm.az,
    confirm: () => Promise.resolve(yes),
    say: (line) => said.push(line),
    alsoGrants,
  });
}

describe('uninstall', () => {
  it('removes what is ours: events, logs, what the identity may do, and roles last', async () => {
    expect(await run()).toBe(true);
    const places = Object.entries(ours);
    const order = arm.deleted.map((id) => places.find(([, one]) => sameId(one, id))?.[0] ?? id);
    expect(order).toEqual(Object.keys(ours));
    expect(arm.resources.size).toBe(0);
  });

  it('does nothing the second time', async () => {
    await run();
    arm.deleted.length = 0;
    expect(await run()).toBe(true);
    expect(arm.deleted).toEqual([]);
    expect(said.at(-1)).toBe('There is nothing to remove.');
  });

  it('removes nothing without a yes, but says what it would', async () => {
    expect(await run({ yes: false })).toBe(false);
    expect(arm.deleted).toEqual([]);
    expect(said.filter((line) => line.startsWith('Would remove: '))).toHaveLength(Object.keys(ours).length);
    expect(said.at(-1)).toBe('Nothing was removed.');
  });

  it('lets applications send on, and keeps the role that they send by', async () => {
    const grant = assign(ours.sender ?? '', somebody, service);
    expect(await run()).toBe(true);
    expect([...arm.resources.values()].map(({ id }) => id)).toEqual([ours.sender, grant]);
    expect(said.join('\n')).toContain('1 role assignments use it, by which applications send mail');
  });

  it('takes their role when told to', async () => {
    assign(ours.sender ?? '', somebody, service);
    expect(await run({ alsoGrants: true })).toBe(true);
    expect(arm.resources.size).toBe(0);
  });

  it('goes on where something can not be removed, and says so', async () => {
    arm.refusing.add(ours.operates ?? '');
    expect(await run()).toBe(false);
    expect([...arm.resources.values()].map(({ id }) => id).sort()).toEqual(
      [ours.operates, ours.operators].sort(),
    );
    expect(said.join('\n')).toContain('ScopeLocked');
    arm.refusing.clear();
    expect(await run()).toBe(true);
    expect(arm.resources.size).toBe(0);
  });

  it('takes for removed what is gone by then', async () => {
    const confirm = () => {
      arm.resources.delete((ours.audits ?? '').toLowerCase());
      return Promise.resolve(true);
    };
    const say = () => undefined;
    expect(await uninstall(readInstallation(env), { az: arm.az, confirm, say, alsoGrants: false })).toBe(
      true,
    );
    expect(arm.resources.size).toBe(0);
  });
});

describe('uninstall leaves alone', () => {
  it.each<[string, () => string[]]>([
    ['role assignments of others', () => [assign(accessAdministrator, somebody, service)]],
    ['what the identity has been given by hand', () => [assign(`${definitions}/reader`, identity, service)]],
    [
      'what the identity has elsewhere',
      () => [assign(accessAdministrator, identity, `${subscription}/resourceGroups/rg-other`)],
    ],
    [
      'a role of the same name with another description',
      () => [role(guid(), { roleName: 'Mailgrant Operator', description: 'By hand.' })],
    ],
    [
      'a role with our description and another name',
      () => [role(guid(), { roleName: 'Mailgrant Operator of Ada', description: operator.description })],
    ],
    ['logs that go elsewhere', () => [setting(service, 'mailgrant-2', `${workspace}-2`)]],
    ['logs of another name', () => [setting(service, 'all', workspace)]],
    [
      'event subscriptions of others, and the topic that they need',
      () => [
        ours.topic ?? '',
        eventSubscription(ours.topic ?? '', 'mailgrant-2', `${functionApp}2/functions/onAzureChange`),
      ],
    ],
    ['a system topic of others', () => [systemTopic('changes')]],
    [
      'the roles of another installation in the same group',
      () => [
        ours.operators ?? '',
        ours.auditors ?? '',
        assign(ours.operators ?? '', somebody, service),
        assign(ours.auditors ?? '', somebody, group),
      ],
    ],
  ])('%s', async (_what, add) => {
    const foreign = add();
    expect(await run()).toBe(true);
    expect([...arm.resources.values()].map(({ id }) => id).sort()).toEqual(foreign.sort());
  });
});

describe('the installation', () => {
  it('must be told of wholly', () => {
    expect(() => readInstallation({ ...env, WORKSPACE_ID: undefined, IDENTITY_PRINCIPAL_ID: 'me' })).toThrow(
      /- IDENTITY_PRINCIPAL_ID is no object id\.\n- WORKSPACE_ID is not set\./,
    );
  });

  it('has groups of email services, too, each once', () => {
    const more = `${subscription}/resourceGroups/rg-domains`;
    const read = readInstallation({
      ...env,
      MAIL_SERVICE_IDS: `${service}, ${service}2`,
      EMAIL_SERVICE_RESOURCE_GROUP_IDS: more,
    });
    expect(read.groups).toEqual([group.toLowerCase(), more.toLowerCase()]);
    expect(read.subscriptions).toEqual([subscription]);
  });
});

function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
