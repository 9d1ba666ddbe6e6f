import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import auditor from '../../infra/roles/auditor.json' with { type: 'json' };
import operator from '../../infra/roles/operator.json' with { type: 'json' };
import smtpSender from '../../infra/roles/smtpSender.json' with { type: 'json' };
import { deterministicGuid } from '../../src/domain/deterministicGuid.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import { deployedCondition, deployedWorld, mailGroup, mailServiceIds } from '../support/deployedWorld.ts';
import { snapshotOf, textOf, writtenBy } from './committed.ts';

const isAssignment = ({ type }: { type: string }) => type === 'Microsoft.Authorization/roleAssignments';
const isRole = ({ type }: { type: string }) => type === 'Microsoft.Authorization/roleDefinitions';

const access = snapshotOf('infra/access/ci').predictedResources;

/** Azure's own ids of its roles (`az role definition list`). */
const builtIn: Record<string, string> = {
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe': 'Storage Blob Data Contributor',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88': 'Storage Queue Data Contributor',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
  'd5a91429-5739-47e2-a06b-3470a27159e7': 'EventGrid Data Sender',
  '0ad04412-c4d5-4796-b79c-f76d14c8d402': 'Durable Task Data Contributor',
  '4633458b-17de-408a-b874-0445c86b69e6': 'Key Vault Secrets User',
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168': 'Role Based Access Control Administrator',
};

/** Without the part that makes a role's name unique in a tenant. */
const bare = (roleName: string) => roleName.replace(/ \([0-9a-f]{8}\)$/, '');

const lastOf = (id: unknown) => z.string().parse(id).split('/').at(-1) ?? '';

/** The name of the role of an assignment: Azure's, or Mailgrant's without the part that makes it unique. */
function roleOf(roleDefinitionId: unknown): string {
  const guid = lastOf(roleDefinitionId);
  const own = access.filter(isRole).find(({ name }) => name === guid)?.properties.roleName;
  return builtIn[guid] ?? (typeof own === 'string' ? bare(own) : `unknown ${guid}`);
}

/** Where an assignment is. Its id is an expression where it hangs on an identity that is yet to be made. */
function scopeOf(id: string): string {
  const [, inExpression] = /^\[extensionResourceId\('([^']+)'/.exec(id) ?? [];
  return inExpression ?? id.split('/providers/Microsoft.Authorization/')[0] ?? id;
}

/** Whose an assignment is, as which role, and at what kind of resource. */
function grantsIn(sample: string): string[] {
  return snapshotOf(sample)
    .predictedResources.filter(isAssignment)
    .map(({ id, properties }) => {
      const scope = scopeOf(id);
      const kind = /\/providers\/(.+)$/
        .exec(scope)?.[1]
        ?.split('/')
        .filter((_, index) => index === 0 || index % 2 === 1);
      const whose =
        /reference\('[^']*\/([A-Za-z]+)\/[^'/]+'/.exec(String(properties.principalId))?.[1] ?? 'given';
      return `${whose}: ${roleOf(properties.roleDefinitionId)} at ${kind?.join('/') ?? 'resource group'}`;
    });
}

const always = [
  'userAssignedIdentities: Storage Blob Data Owner at Microsoft.Storage/storageAccounts',
  'userAssignedIdentities: Storage Queue Data Contributor at Microsoft.Storage/storageAccounts',
  'userAssignedIdentities: Storage Table Data Contributor at Microsoft.Storage/storageAccounts',
  'userAssignedIdentities: Monitoring Metrics Publisher at Microsoft.Insights/components',
  'userAssignedIdentities: EventGrid Data Sender at Microsoft.EventGrid/topics',
  // The topic's own right, for its dead letters.
  'topics: Storage Blob Data Contributor at Microsoft.Storage/storageAccounts/blobServices/containers',
];

describe('what is granted', () => {
  it('is this in the app’s own group', () => {
    expect(grantsIn('infra/default').sort()).toEqual([...always].sort());
  });

  it('is this and no more with every option', () => {
    expect(grantsIn('infra/ci').sort()).toEqual(
      [
        ...always,
        'userAssignedIdentities: Durable Task Data Contributor at Microsoft.DurableTask/schedulers/taskHubs',
        'userAssignedIdentities: Key Vault Secrets User at Microsoft.KeyVault/vaults',
      ].sort(),
    );
  });

  it('is this in the groups of the mail services', () => {
    expect(grantsIn('infra/access/ci').sort()).toEqual(
      [
        ...mailServiceIds.flatMap(() => [
          'given: Mailgrant Operator at Microsoft.Communication/communicationServices',
          'given: Role Based Access Control Administrator at Microsoft.Communication/communicationServices',
        ]),
        'given: Mailgrant Auditor at resource group', // of the mail services
        'given: Mailgrant Auditor at resource group', // of their email services
      ].sort(),
    );
  });

  it('is granted nowhere else', () => {
    expect(snapshotOf('infra/events/ci').predictedResources.filter(isAssignment)).toEqual([]);
  });

  it('is to a service principal, under a name that a second deployment comes to again', () => {
    const assignments = writtenBy().filter(isAssignment);
    expect(assignments.length).toBeGreaterThan(10);
    for (const { name, properties } of assignments) {
      expect(properties.principalType).toBe('ServicePrincipal');
      expect(name).toMatch(/^\[guid\(/);
      expect(name).not.toMatch(/newGuid|utcNow/i);
      expect(properties.description).toMatch(/./);
    }
  });

  it.each([
    ['Owner', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'],
    ['Contributor', 'b24988ac-6180-42a0-ab88-20f7382dd24c'],
    ['User Access Administrator', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'],
  ])('is never %s', (_, guid) => {
    expect(textOf('infra/azuredeploy.json').toLowerCase()).not.toContain(guid);
  });
});

describe('the condition of Role Based Access Control Administrator', () => {
  const conditions = access
    .filter(isAssignment)
    .filter(
      ({ properties }) => lastOf(properties.roleDefinitionId) === 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    )
    .map(({ properties: { condition, conditionVersion } }) => ({ condition, conditionVersion }));

  it('is the one that the local Azure holds Mailgrant to', () => {
    expect(conditions).toHaveLength(mailServiceIds.length);
    for (const each of conditions)
      expect(each).toEqual({ condition: deployedCondition, conditionVersion: '2.0' });
  });

  it('is part of every assignment of that role in the template', () => {
    const assignments = writtenBy().filter(isAssignment);
    const ofAdministrator = assignments.filter(({ properties }) =>
      String(properties.roleDefinitionId).includes('roleBasedAccessControlAdministrator'),
    );
    expect(ofAdministrator.length).toBeGreaterThan(0);
    for (const { properties } of ofAdministrator) expect(properties.condition).toMatch(/senderRole/);
  });
});

describe('Mailgrant’s roles', () => {
  const definitions = access.filter(isRole);

  it('are those of infra/roles', () => {
    const deployed = definitions.map(({ properties: { description, permissions } }) => ({
      description,
      permissions,
    }));
    const wanted = [auditor, smtpSender, operator, auditor].map(({ description, permissions }) => ({
      description,
      permissions,
    }));
    expect(deployed).toEqual(wanted);
  });

  it('are called so that no two of a tenant have one name, and end at their group', () => {
    for (const { id, name, properties } of definitions) {
      expect(properties.roleName).toMatch(new RegExp(`^Mailgrant .+ \\(${name.slice(0, 8)}\\)$`));
      expect(properties.assignableScopes).toEqual([id.split('/providers/')[0]]);
    }
  });

  it('have the GUID that the app computes for the SMTP sender role', () => {
    const { name, roleName } = senderRole(mailGroup);
    const sender = definitions.find(({ properties }) => properties.roleName === roleName);
    expect(sender?.name).toBe(name);
    expect(name).toBe(deterministicGuid(mailGroup, 'mailgrant-smtp-sender'));
  });
});

it('what Mailgrant has in the sample estate of the attack tests is what the template deploys there', () => {
  const world = deployedWorld() as unknown as {
    roles: { roleName: string; permissions: unknown }[];
    assignments: { role: string; principal: string; scope: string; condition?: string }[];
  };
  const isOfMail = (scope: string) => scope === mailGroup || mailServiceIds.includes(scope);
  const inWorld = world.assignments
    .filter(({ principal, scope }) => principal === 'mailgrant' && isOfMail(scope))
    .map(({ role, scope, condition }) => ({ role, scope, condition }));
  const deployed = access
    .filter(({ id, ...each }) => isAssignment(each) && id.startsWith(`${mailGroup}/`))
    .map(({ id, properties }) => ({
      role: roleOf(properties.roleDefinitionId),
      scope: scopeOf(id),
      condition: properties.condition,
    }));
  const byText = (one: unknown, other: unknown) => JSON.stringify(one).localeCompare(JSON.stringify(other));
  expect(deployed.sort(byText)).toEqual(inWorld.sort(byText));
  const rolesInWorld = world.roles.map(({ roleName, permissions }) => [bare(roleName), permissions]);
  const rolesDeployed = access
    .filter(({ id, ...each }) => isRole(each) && id.startsWith(`${mailGroup}/`))
    .map(({ properties }) => [bare(z.string().parse(properties.roleName)), properties.permissions]);
  expect(Object.fromEntries(rolesDeployed)).toEqual(Object.fromEntries(rolesInWorld));
});
