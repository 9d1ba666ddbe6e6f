import { expect, it } from 'vitest';
import type { World } from '../../dev/azure/world.ts';
import type { Problem } from '../../src/domain/problems.ts';
import { deployedWorld, mailGroup } from '../support/deployedWorld.ts';
import {
  carriedOut,
  granted,
  invoice,
  latestReport,
  loginsOf,
  refusals,
  withDeployedApp,
} from './deployedApp.ts';

const domainGroup = mailGroup.replace('rg-mail', 'rg-domains');
const auditor = 'Mailgrant Auditor';

/** The deployed estate with the email service in a resource group of its own, and the auditor role there or not. */
function withDomainsElsewhere({ mayRead }: { mayRead: boolean }): World {
  const world = deployedWorld();
  const [subscription] = world.subscriptions;
  const [mail] = subscription?.resourceGroups ?? [];
  if (subscription === undefined || mail === undefined) throw new Error('The estate has no resource group.');
  const { emailServices = [], ...rest } = mail;
  return {
    ...world,
    subscriptions: [
      { ...subscription, resourceGroups: [rest, { name: 'rg-domains', emailServices }] },
      ...world.subscriptions.slice(1),
    ],
    roles: (world.roles ?? []).map((role) =>
      role.roleName === auditor ? { ...role, assignableScopes: [mailGroup, domainGroup] } : role,
    ),
    assignments: [
      ...(world.assignments ?? []),
      ...(mayRead ? [{ role: auditor, principal: 'mailgrant', scope: domainGroup }] : []),
    ],
  };
}

it('where the domains are in another resource group, the auditor role at both is enough', () =>
  withDeployedApp({ world: withDomainsElsewhere({ mayRead: true }) }, async (app) => {
    await granted(app, { application: invoice });
    await carriedOut(app, 'POST /audits');
    expect((await latestReport(app)).lookedAt.unread).toEqual([]);
    await carriedOut(app, 'DELETE /grants/Invoice%20Service');
    expect(loginsOf(app, invoice)).toEqual([]);
    expect(refusals(app)).toEqual([]);
  }));

it('without it there, what is refused names the action and the resource, and a grant can still be revoked', () =>
  withDeployedApp({ world: withDomainsElsewhere({ mayRead: false }) }, async (app) => {
    const missing = {
      code: 'not-authorized',
      message: expect.stringContaining(
        `perform action 'Microsoft.Communication/EmailServices/Domains/read' over scope '${domainGroup}/providers/Microsoft.Communication/emailServices/contoso-email`,
      ) as string,
    };
    type Turned = { problems: Problem[] };
    for (const route of ['POST /grants', 'POST /grants?plan=true']) {
      const { body } = await app.call<Turned & { refused?: Problem[] }>(route, { application: invoice });
      expect(body.problems ?? body.refused).toMatchObject([missing]);
    }
    expect((await app.call<Turned>('GET /grants')).body.problems).toMatchObject([missing]);
    // One for each mail service that links domains there.
    expect((await carriedOut(app, 'POST /audits')).outcome).toMatchObject({ problems: [missing, missing] });
    const { outcome } = await carriedOut(app, 'DELETE /grants/Newsletter');
    expect(outcome).toMatchObject({ outcome: 'revoked', removed: ["SMTP username 'contoso-newsletter'"] });
  }));
