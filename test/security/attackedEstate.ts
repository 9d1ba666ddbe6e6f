import { findPrincipal } from '../../dev/azure/principals.ts';
import type { World } from '../../dev/azure/world.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import { deployedWorld, mailGroup, mailService } from '../support/deployedWorld.ts';
import { testAzure } from '../support/localAzure.ts';

export const subscription = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c';
/** One of the mail services that Mailgrant looks after. */
export const mail = mailService('contoso-mail');
/** A mail service that is none of its business. */
export const otherMail = `${subscription}/resourceGroups/rg-other/providers/Microsoft.Communication/communicationServices/other-mail`;
export const sender = senderRole(mailGroup).name;
/** The role assignment by which the Invoice Service may send, and Ben's of the same role: of a user, that is. */
export const invoiceMay = '11111111-aaaa-4aaa-8aaa-000000000001';
export const benMay = '11111111-aaaa-4aaa-8aaa-000000000002';
/** The deployed one that Mailgrant assigns roles by, at `mail`. */
export const administers = '11111111-aaaa-4aaa-8aaa-000000000003';

type Assignments = { assignments: { role: string; scope: string; name?: string }[] };
type Groups = { resourceGroups: object[] };

/** The deployed estate, with more in it that is worth attacking. */
function attackedWorld(): World {
  const world = deployedWorld() as World & Assignments & { subscriptions: Groups[] };
  world.subscriptions[0]?.resourceGroups.push({
    name: 'rg-other',
    communicationServices: [{ name: 'other-mail' }],
  });
  for (const each of world.assignments)
    if (each.role === 'Role Based Access Control Administrator' && each.scope === mail)
      each.name = administers;
  const { roleName: role } = senderRole(mailGroup);
  const more = [
    { role, principal: 'Invoice Service', scope: mail, name: invoiceMay },
    { role, principal: 'Ben Developer', scope: mail, name: benMay },
  ];
  return { ...world, assignments: [...world.assignments, ...more] };
}

/** An answer as the attacker reads it: Azure, Microsoft Graph and Key Vault word errors alike. */
export type Answer = { status: number; body?: { error?: { code: string; message: string } } };

/** What can be tried by whoever holds a token of Mailgrant's identity, with nothing of Mailgrant in between. */
export function attackedEstate() {
  const test = testAzure({ world: attackedWorld() });
  const { state } = test.azure;
  const idOf = (name: string) => {
    const found = findPrincipal(state, name);
    if (typeof found === 'string') throw new Error(found);
    return found.objectId;
  };
  const roleOf = (roleName: string) => {
    const found = [...state.roleDefinitions.values()].find((each) => each.roleName === roleName);
    if (found === undefined) throw new Error(`There is no role '${roleName}'.`);
    return found.name;
  };
  const assignmentOf = (roleName: string, scope: string) => {
    const found = [...state.roleAssignments.values()].find(
      (each) => each.roleDefinition === roleOf(roleName) && each.scope === scope,
    );
    if (found === undefined) throw new Error(`Nobody is '${roleName}' at ${scope}.`);
    return found.name;
  };
  /** `PUT <path of Resource Manager, or address>`, by Mailgrant's identity unless said otherwise. */
  const tries = async (call: string, body?: unknown, as = 'mailgrant'): Promise<Answer> => {
    const [method = '', target = ''] = call.split(' ');
    const url = target.startsWith('/') ? `https://management.azure.com${versioned(target)}` : target;
    return (await test.send({ method, url, body, as })) as Answer;
  };
  return { ...test, idOf, roleOf, assignmentOf, tries };
}
export type AttackedEstate = ReturnType<typeof attackedEstate>;

/** With an api-version that the resource type has: no attack is to fail for want of one. */
function versioned(path: string): string {
  const provider = path.split('/providers/').at(-1) ?? '';
  const version = provider.startsWith('Microsoft.Communication/') ? '2025-09-01' : '2022-04-01';
  return `${path}?api-version=${version}`;
}

export const assignmentAt = (scope: string, name = '22222222-bbbb-4bbb-8bbb-000000000001') =>
  `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
export const definitionAt = (scope: string, name: string) =>
  `${scope}/providers/Microsoft.Authorization/roleDefinitions/${name}`;

/** The body of a role assignment; without `type` it does not say whom it is for. */
export function assigning(role: string, principalId: string, type?: string) {
  const roleDefinitionId = role.startsWith('/') ? role : definitionAt(subscription, role);
  return { properties: { roleDefinitionId, principalId, ...(type && { principalType: type }) } };
}
