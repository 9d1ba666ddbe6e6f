import { expect, it } from 'vitest';
import { done, refused } from '../../../src/domain/answer.ts';
import { examine } from '../../../src/domain/doctor/examine.ts';
import { grantGraphCommand } from '../../../src/domain/doctor/commands.ts';
import { wordsOf } from '../../support/azWords.ts';
import { aDomain, aProblem, principalId, serviceId } from '../../support/records.ts';
import { wellFacts, wellService, wellSettings } from './wellFacts.ts';

const denied = refused(aProblem({ code: 'not-authorized' }));
const graph = wellSettings.graph;

it('grants a permission of Graph to the identity, by the object id that Graph has in the tenant', () => {
  // In place of the look-up stands what the function that plays `az` prints.
  const words = wordsOf(grantGraphCommand(graph, 'Application.Read.All', principalId));
  expect(words.slice(0, 4)).toEqual(['rest', '--method', 'post', '--url']);
  expect(words[4]).toBe(`${graph}/v1.0/servicePrincipals/${principalId}/appRoleAssignments`);
  expect(words.at(-1)).toMatch(
    new RegExp(
      `^{"principalId":"${principalId}","resourceId":".*00000003-0000-0000-c000-000000000000.*","appRoleId":"9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30"}$`,
    ),
  );
});

it.each([
  ['topic', ['az eventgrid topic list', wellSettings.topicEndpoint, 'd5a91429-5739-47e2-a06b-3470a27159e7']],
  ['key-vault', ["az keyvault show --name 'contoso-vault'", '4633458b-17de-408a-b874-0445c86b69e6']],
  ['applications', ['/appRoleAssignments', '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30']],
  ['groups', ['/appRoleAssignments', '98830695-27a2-44f7-8c18-0c3ebc9698f6']],
])('says for %s what gives it, and to whom', (name, parts) => {
  const told = (identity: ReturnType<typeof wellFacts>['identity']) =>
    examine(
      wellFacts({
        identity,
        topic: denied,
        keyVault: denied,
        applications: denied,
        groupMembers: done('denied'),
      }),
    )
      .checks.find(({ check }) => check === name)
      ?.commands?.join('\n') ?? '';
  const known = told(wellFacts().identity);
  for (const part of [...parts, principalId]) expect(known).toContain(part);
  expect(told(refused(aProblem()))).toContain('<object id of the identity>');
});

it('says how to link a domain, and how to verify those that are linked', () => {
  const commands = (domains: ReturnType<typeof aDomain>[]) =>
    examine(wellFacts({ services: [wellService({ domains: done(domains) })] })).checks.find(
      ({ check }) => check === 'domains',
    )?.commands ?? [];
  expect(commands([]).map((command) => wordsOf(command).slice(0, 5))).toEqual([
    ['rest', '--method', 'patch', '--url', `${serviceId}?api-version=2025-09-01`],
  ]);
  const open = [aDomain('a.example', false), aDomain('b.example', false)];
  expect(commands(open).map((command) => wordsOf(command)[4])).toEqual(
    open.map(({ id }) => `${id}/initiateVerification?api-version=2025-09-01`),
  );
});

it.each([
  [{ approval: 'never' as const }, 'MAILGRANT_APPROVAL=custom'],
  [{ auth: 'keys' as const }, 'MAILGRANT_AUTH=entra'],
  [{ createRole: true }, 'MAILGRANT_CREATE_ROLE=false'],
])('says how to set %j otherwise', (settings, expected) => {
  const { checks } = examine(wellFacts({ settings: { ...wellSettings, ...settings } }));
  const [command = ''] =
    checks.find(({ check, verdict }) => check === 'settings' && verdict === 'warn')?.commands ?? [];
  expect(wordsOf(command).at(-1)).toBe(expected);
});

it('says whose identity to assign', () => {
  const identityOf = (clientId?: string) =>
    examine(wellFacts({ identity: denied, settings: { ...wellSettings, ...(clientId && { clientId }) } }))
      .checks[0];
  expect(identityOf()?.fix).toContain('system-assigned');
  expect(identityOf('c0ffee')?.fix).toContain('c0ffee');
  expect(identityOf('c0ffee')?.commands?.join()).toContain('--identities');
});
