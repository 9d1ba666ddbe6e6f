import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailGroup, mailServiceIds } from '../support/deployedWorld.ts';
import {
  assigning,
  assignmentAt,
  attackedEstate,
  definitionAt,
  invoiceMay,
  mail,
  otherMail,
  sender,
  subscription,
} from './attackedEstate.ts';
import { assignmentAttacks } from './attacks/assignmentAttacks.ts';
import type { Attack } from './attacks/attack.ts';
import { directoryAttacks } from './attacks/directoryAttacks.ts';
import { resourceAttacks } from './attacks/resourceAttacks.ts';

// Ids are derived from names, so those of one estate hold in any other.
const estate = attackedEstate();
const { idOf } = estate;
const here = assignmentAt(mail);

async function isRefused({ call, body, refused, says }: Attack): Promise<void> {
  const { azure, tries } = attackedEstate();
  const before = structuredClone(azure.state);
  const answer = await tries(call, body);
  const { code, message = '' } = answer.body?.error ?? {};
  expect(`${answer.status} ${code}`, message).toBe(refused);
  expect(message).toContain(says);
  expect(azure.state).toEqual(before);
}

describe('whoever holds Mailgrant’s identity, as deployed, is refused when it', () => {
  it.each(assignmentAttacks(estate))('$name', isRefused);
  it.each(resourceAttacks(estate))('$name', isRefused);
  it.each(directoryAttacks(estate))('$name', isRefused);
});

describe('the same identity', () => {
  it('assigns the SMTP role to an application at the mail service, and takes it back', async () => {
    const { tries, azure } = attackedEstate();
    const newsletter = assigning(sender, idOf('Newsletter'), 'ServicePrincipal');
    expect((await tries(`PUT ${here}`, newsletter)).status).toBe(201);
    expect((await tries(`DELETE ${here}`)).status).toBe(200);
    const shout = definitionAt('/subscriptions/any', sender.toUpperCase());
    const same = assigning(shout, idOf('Newsletter'), 'ServicePrincipal');
    expect((await tries(`PUT ${here}`, same)).status).toBe(201);
    const [made] = [...azure.state.roleAssignments.values()].slice(-1);
    expect(made).toMatchObject({ roleDefinition: sender, scope: mail, principalType: 'ServicePrincipal' });
  });
});

// Each of these stands in docs/security.md, "What its own identity can do".
describe('nothing in Azure stops it from', () => {
  it('letting any service principal send, its own included, which then may change the mail service', async () => {
    const { tries, azure } = attackedEstate();
    const self = assigning(sender, idOf('mailgrant'), 'ServicePrincipal');
    expect((await tries(`PUT ${here}`, self)).status).toBe(201);
    const unlinked = { properties: { linkedDomains: [] } };
    expect((await tries(`PATCH ${mail}`, unlinked)).status).toBe(200);
    expect(azure.state.communicationServices.get(mail.toLowerCase())?.linkedDomains).toEqual([]);
    // And no further: the SMTP role has neither keys nor roles.
    const further = [...assignmentAttacks(estate), ...resourceAttacks(estate)].filter(
      ({ name }) => !/^(changes|writes) the mail service/.test(name),
    );
    for (const { name, call, body, refused } of further.filter(({ call }) => !call.includes(here))) {
      const { status, body: said } = await tries(call, body);
      expect(`${status} ${said?.error?.code}`, name).toBe(refused);
    }
  });

  it('taking the SMTP role, or the login, from an application', async () => {
    const { tries, azure } = attackedEstate();
    expect((await tries(`DELETE ${assignmentAt(mail, invoiceMay)}`)).status).toBe(200);
    expect((await tries(`DELETE ${mail}/smtpUsernames/newsletter-smtp`)).status).toBe(204);
    expect(azure.state.smtpUsernames.size).toBe(0);
  });

  it('putting a condition on the SMTP role of an application, so that it cannot send', async () => {
    const { tries } = attackedEstate();
    const { properties } = assigning(sender, idOf('Invoice Service'), 'ServicePrincipal');
    const never = { ...properties, condition: "ActionMatches{'x'}", conditionVersion: '2.0' };
    expect((await tries(`PUT ${assignmentAt(mail, invoiceMay)}`, { properties: never })).status).toBe(200);
  });

  it('making a login of any name for an application', async () => {
    const { tries, azure } = attackedEstate();
    const { tenantId } = azure.state;
    const login = { username: 'ceo', entraApplicationId: idOf('Newsletter'), tenantId };
    expect((await tries(`PUT ${mail}/smtpUsernames/mine`, { properties: login })).status).toBe(200);
  });

  it('reading the secrets of its vault', async () => {
    const { tries, azure } = attackedEstate();
    const [vault] = azure.state.keyVaults.values();
    const [name] = vault?.secrets.keys() ?? [];
    const secret = `https://contoso-vault.vault.azure.net/secrets/${name}?api-version=7.4`;
    expect((await tries(`GET ${secret}`)).status).toBe(200);
  });
});

/** More often than the rest together: or nearly nothing would be let through. */
const mostly = (arbitrary: fc.Arbitrary<string>) => ({ arbitrary, weight: 4 });

it('of all role assignments, only the SMTP role for a service principal at a mail service is let through', async () => {
  const { azure } = estate;
  const { roleDefinitions, users, groups, servicePrincipals } = azure.state;
  const roles = [...roleDefinitions.keys()];
  const people = [...users.keys(), ...groups.keys()];
  const applications = [...servicePrincipals.keys()];
  const email = `${mailGroup}/providers/Microsoft.Communication/emailServices/contoso-email`;
  const beyond = ['/', subscription, mailGroup, email, otherMail];
  const anything = fc.record({
    role: fc.oneof(mostly(fc.constant(sender)), fc.constantFrom(...roles), fc.uuid()),
    principal: fc.oneof(mostly(fc.constantFrom(...applications)), fc.constantFrom(...people), fc.uuid()),
    type: fc.oneof(mostly(fc.constant('ServicePrincipal')), fc.constantFrom('User', 'Group', undefined)),
    scope: fc.oneof(mostly(fc.constantFrom(...mailServiceIds)), fc.constantFrom(...beyond)),
    name: fc.uuid(),
  });
  let through = 0;
  await fc.assert(
    fc.asyncProperty(anything, async ({ role, principal, type, scope, name }) => {
      const { tries } = estate;
      const before = azure.state.roleAssignments.size;
      const { status } = await tries(`PUT ${assignmentAt(scope, name)}`, assigning(role, principal, type));
      // An id that nobody has grants nothing, and Azure takes it.
      const may =
        role === sender &&
        type === 'ServicePrincipal' &&
        !people.includes(principal) &&
        mailServiceIds.includes(scope);
      expect([201, 409].includes(status)).toBe(may);
      expect(azure.state.roleAssignments.size - before).toBe(status === 201 ? 1 : 0);
      through += may ? 1 : 0;
      // As if the next one came a second later: what is tried is to be refused for what it is, not for its haste.
      estate.clock.advance(1_000);
    }),
    { numRuns: 500 },
  );
  expect(through).toBeGreaterThan(20);
});
