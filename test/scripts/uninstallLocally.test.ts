import { expect, it } from 'vitest';
import { AzError } from '../../scripts/az.ts';
import type { Az } from '../../scripts/az.ts';
import { uninstall } from '../../scripts/uninstall/uninstall.ts';
import type { Installation } from '../../scripts/uninstall/installation.ts';
import { deployedWorld, mailGroup, mailServiceIds } from '../support/deployedWorld.ts';
import { testAzure } from '../support/localAzure.ts';
import type { TestAzure } from '../support/localAzure.ts';

/** `az rest` as an owner of the subscription. Event subscriptions and diagnostic settings are not played: there are none. */
function azOn({ send }: TestAzure): Az {
  return async (args) => {
    const [, , method = '', , url = ''] = args;
    if (!url.includes('/providers/Microsoft.Authorization/')) return { value: [] };
    const { status, body } = await send({ method: method.toUpperCase(), url, as: 'Ada Owner' });
    const reason = status === 404 ? 'Not Found' : String(status);
    if (status >= 400) throw new AzError(args, `ERROR: ${reason}(${JSON.stringify(body)})`);
    return body;
  };
}

it('takes back on the local Azure what the template has granted, as Azure enforces it', async () => {
  const local = testAzure({ world: deployedWorld() });
  const { state } = local.azure;
  const identity = [...state.managedIdentities.values()].find(({ name }) => name === 'mailgrant');
  const principalId = identity?.principalId ?? '';
  const held = () => [...state.roleAssignments.values()].filter((each) => each.principalId === principalId);
  const others = () => [...state.roleAssignments.values()].filter((each) => each.principalId !== principalId);
  const before = others().length;
  // In this estate the vault and the topic lie in the group of the mail services.
  const elsewhere = held().filter(({ scope }) => /Microsoft\.(KeyVault|EventGrid)/i.test(scope));
  expect(held()).toHaveLength(2 * mailServiceIds.length + 1 + elsewhere.length);

  const nowhere = `${mailGroup}/providers/Microsoft.Web/sites/none`;
  const installation: Installation = {
    principalId,
    functionAppId: nowhere,
    workspaceId: nowhere,
    mailServiceIds,
    groups: [mailGroup.toLowerCase()],
    subscriptions: [],
  };
  const said: string[] = [];
  const removed = await uninstall(installation, {
    az: azOn(local),
    confirm: () => Promise.resolve(true),
    say: (line) => said.push(line),
    alsoGrants: false,
  });

  expect(removed, said.join('\n')).toBe(true);
  expect(held()).toEqual(elsewhere);
  expect(others()).toHaveLength(before);
  const roles = [...state.roleDefinitions.values()].map(({ roleName }) => roleName);
  expect(roles.filter((name) => /^Mailgrant (Operator|Auditor|SMTP Sender)/.test(name))).toEqual([]);
});
