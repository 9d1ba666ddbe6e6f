import { expect, test } from 'vitest';
import { smtp } from './smtpCalls.ts';

const needed = [
  'Microsoft.Communication/CommunicationServices/Read',
  'Microsoft.Communication/CommunicationServices/Write',
  'Microsoft.Communication/EmailServices/write',
];

/** Newsletter with a role of exactly these actions at its mail service instead of the one in the estate. */
async function withRole(actions: string[], delays = {}) {
  const calls = await smtp({ delays });
  const { state, clock } = calls.azure;
  const { appId } = calls.application('Newsletter');
  const principal = [...state.servicePrincipals.values()].find((one) => one.appId === appId);
  const [role] = [...state.roleDefinitions.values()].filter(({ type }) => type === 'CustomRole');
  const assignment = [...state.roleAssignments.values()].find(
    ({ principalId }) => principalId === principal?.objectId,
  );
  if (principal === undefined || role === undefined || assignment === undefined)
    throw new Error('The estate does not grant Newsletter anything.');
  const name = '00000000-0000-4000-8000-000000000001';
  const permissions = [{ actions, notActions: [], dataActions: [], notDataActions: [] }];
  state.roleDefinitions.set(name, { ...role, name, roleName: 'SMTP sender', permissions });
  assignment.roleDefinition = name;
  assignment.createdAt = clock.now();
  assignment.updatedAt = clock.now();
  return { ...calls, principal };
}

test('[smtp.actions] three actions are enough, and each of them is needed', async () => {
  expect(await (await withRole(needed)).signIn()).toBeUndefined();
  for (const action of needed) {
    const { signIn, because } = await withRole(needed.filter((each) => each !== action));
    expect(await signIn()).toMatch(/^535 5\.7\.3/);
    expect(because()).toContain(`may not do ${action} at 'contoso-mail'`);
  }
});

test('[smtp.propagation] an assignment counts only once it has propagated', async () => {
  const { signIn, clock } = await withRole(needed, { rolePropagation: 300_000 });
  expect(await signIn()).toMatch(/^535 5\.7\.3/);
  clock.advance(299_999);
  expect(await signIn()).toMatch(/^535 5\.7\.3/);
  clock.advance(1);
  expect(await signIn()).toBeUndefined();
});

test('a disabled service principal, or none, cannot sign in', async () => {
  const { signIn, because, principal, azure } = await withRole(needed);
  principal.accountEnabled = false;
  expect(await signIn()).toMatch(/^535 5\.7\.3/);
  expect(because()).toContain('is disabled');
  azure.state.servicePrincipals.delete(principal.objectId);
  expect(await signIn()).toMatch(/^535 5\.7\.3/);
  expect(because()).toContain('no service principal');
});
