import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { loadCertificates } from '../../dev/azure/certificates.ts';
import { listenSmtp } from '../../dev/azure/listen.ts';
import smtpSender from '../../infra/roles/smtpSender.json' with { type: 'json' };
import type { BatchOutcome } from '../../src/domain/operation.ts';
import type { GrantPlan } from '../../src/domain/grantPlan.ts';
import type { GrantReport } from '../../src/domain/grantReport.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import { deployedWorld, mailGroup, mailService } from '../support/deployedWorld.ts';
import { adaIn, latest, operations } from '../support/tagging.ts';
import {
  carriedOut,
  granted,
  invoice,
  latestReport,
  loginsOf,
  refusals,
  rolesOf,
  withDeployedApp,
  withMore,
} from './deployedApp.ts';

const { roleName } = senderRole(mailGroup);
const mayAt = (service: string) => `${roleName} at ${service}`;
const hour = 3_600_000;

it('the deployed SMTP sender role is the one that the app wants', () => {
  const { permissions, description } = senderRole(mailGroup);
  expect(smtpSender).toEqual({ roleName: 'Mailgrant SMTP Sender', description, permissions });
});

describe('with what the template deploys, and nothing else, Mailgrant', () => {
  it('plans, grants, reports, lists and revokes, and is refused nothing', () =>
    withDeployedApp({}, async (app) => {
      const plan = await app.call<GrantPlan>('POST /grants?plan=true', { application: invoice });
      expect(plan.body).toMatchObject({
        refused: [],
        steps: [
          { step: 'createRole', action: 'none' },
          { step: 'assignRole', action: 'create' },
          { step: 'createSmtpUsername', action: 'create' },
        ],
      });
      const { readiness, username } = await granted(app, { application: invoice });
      expect(readiness).toMatchObject({ level: 'expected', reasons: [] });
      expect(rolesOf(app, invoice)).toEqual([mayAt('contoso-mail')]);

      const report = await app.call<{ grants: GrantReport[] }>('GET /grants/Invoice%20Service');
      expect(report.body.grants[0]?.readiness.checks.every(({ verdict }) => verdict === 'pass')).toBe(true);
      const { grants } = (await app.call<{ grants: GrantReport[] }>('GET /grants')).body;
      expect(grants.map((each) => each.username)).toEqual(['contoso-newsletter', username]);

      const revoked = await carriedOut(app, 'DELETE /grants/Invoice%20Service');
      expect(revoked.outcome).toMatchObject({ outcome: 'revoked', stillGrants: [] });
      expect([...rolesOf(app, invoice), ...loginsOf(app, invoice)]).toEqual([]);
      expect(refusals(app)).toEqual([]);
    }));

  it('does each thing twice, and ends as if it had been once', () =>
    withDeployedApp({ deliverTwice: true }, async (app) => {
      await granted(app, { application: invoice });
      expect(rolesOf(app, invoice)).toEqual([mayAt('contoso-mail')]);
      expect(loginsOf(app, invoice)).toHaveLength(1);
      const { outcome } = await carriedOut(app, 'DELETE /grants/Invoice%20Service');
      expect(outcome).toMatchObject({ outcome: 'revoked' });
      expect([...rolesOf(app, invoice), ...loginsOf(app, invoice)]).toEqual([]);
    }));

  it('proves a grant with the secret in its vault', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailgrant-deployed-'));
    const certificates = await loadCertificates(folder);
    const ca = await readFile(certificates.caFile, 'utf8');
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
    const port = await freePort();
    const settings = {
      MAILGRANT_KEY_VAULT: 'https://contoso-vault.vault.azure.net',
      MAILGRANT_SMTP_ENDPOINT: `localhost:${port}`,
    };
    await withDeployedApp({ settings }, async (app) => {
      const smtp = await listenSmtp(app.azure, port, certificates);
      try {
        expect((await granted(app, { application: invoice })).readiness.level).toBe('proven');
        expect(refusals(app)).toEqual([]);
      } finally {
        await smtp.close();
      }
    });
    await rm(folder, { recursive: true });
  });

  it('makes a login that looks like an address', () =>
    withDeployedApp({}, async (app) => {
      const username = 'invoices@mail.contoso.example';
      expect(await granted(app, { application: invoice, username })).toMatchObject({ username });
      expect(refusals(app)).toEqual([]);
    }));

  it('grants by tag, and takes the grant back after the grace', () =>
    withDeployedApp({ events: true, settings: { MAILGRANT_REVOKE_GRACE: 'PT1H' } }, async (app) => {
      const ada = adaIn(app);
      await ada.tags(invoice, 'mailgrant');
      await app.pass(hour / 2);
      expect(await latest(app, 'grant')).toMatchObject({ outcome: { outcome: 'granted' } });
      expect(rolesOf(app, invoice)).toEqual([mayAt('contoso-mail')]);
      await ada.tags(invoice);
      await app.pass(hour / 2);
      expect(loginsOf(app, invoice)).toHaveLength(1);
      await app.pass(hour);
      expect(await latest(app, 'revoke')).toMatchObject({ outcome: { outcome: 'revoked' } });
      expect([...rolesOf(app, invoice), ...loginsOf(app, invoice)]).toEqual([]);
      expect(refusals(app)).toEqual([]);
    }));

  it('grants a batch', () =>
    withDeployedApp({}, async (app) => {
      const items = [
        { application: invoice },
        { application: 'Newsletter' },
        { application: 'Contoso Build Pipeline', username: 'pipeline' },
      ];
      const { outcome } = await carriedOut(app, 'POST /grants/batch', { items });
      expect((outcome as BatchOutcome).counts).toMatchObject({ total: 3, granted: 3, failed: 0 });
      expect(rolesOf(app, 'Contoso Build Pipeline')).toContain(mayAt('contoso-mail'));
      expect(refusals(app)).toEqual([]);
    }));

  it('takes back what a grant had made when it fails', () =>
    withDeployedApp({}, async (app) => {
      const effect = { kind: 'status', status: 409, code: 'ScopeLocked' } as const;
      app.azure.faults.add({ operation: 'SmtpUsernames_CreateOrUpdate', effect });
      const { outcome } = await carriedOut(app, 'POST /grants', { application: invoice });
      expect(outcome).toMatchObject({
        outcome: 'failed',
        problems: [{ code: 'scope-locked' }],
        undone: [expect.stringMatching(/^role assignment /)],
        leftBehind: [],
      });
      expect(rolesOf(app, invoice)).toEqual([]);
      expect(refusals(app)).toEqual([]);
    }));

  it('adopts an assignment of the role that somebody else made, and takes it when it revokes', () => {
    const scope = mailService('contoso-mail');
    const world = withMore(deployedWorld(), [{ role: roleName, principal: invoice, scope }]);
    return withDeployedApp({ world }, async (app) => {
      const [there] = rolesOf(app, invoice);
      const { created } = await granted(app, { application: invoice });
      expect(created).toEqual([expect.stringMatching(/^SMTP username /)]);
      expect(rolesOf(app, invoice)).toEqual([there]);
      await carriedOut(app, 'DELETE /grants/Invoice%20Service');
      expect(rolesOf(app, invoice)).toEqual([]);
      expect(refusals(app)).toEqual([]);
    });
  });

  it('audits everything, and there is nothing that it could not read', () =>
    withDeployedApp({}, async (app) => {
      expect((await carriedOut(app, 'POST /audits')).state).toBe('succeeded');
      const { lookedAt, findings } = await latestReport(app);
      expect(lookedAt.unread).toEqual([]);
      expect(findings.map(({ rule, principal }) => `${rule} ${principal?.displayName}`)).toEqual([
        'MG101 Newsletter',
      ]);
      expect(refusals(app)).toEqual([]);
      const asked = new Set(app.azure.requests.entries.map(({ operation }) => operation));
      for (const read of [
        'RoleAssignments_ListForScope',
        'RoleDefinitions_List',
        'RoleEligibilityScheduleInstances_ListForScope',
        'DenyAssignments_ListForScope',
        'Domains_Get',
        'SmtpUsernames_List',
      ])
        expect([...asked]).toContain(read);
      const page = await fetch(`${app.host.url}/api/audits/latest`, { headers: { accept: 'text/html' } });
      expect(await page.text()).toContain('MG101');
    }));

  it('audits what has changed', () =>
    withDeployedApp({ changes: true }, async (app) => {
      await carriedOut(app, 'POST /audits');
      const [principal] = [...app.azure.state.servicePrincipals.values()].filter(
        ({ displayName }) => displayName === invoice,
      );
      const id = `${mailService('contoso-mail')}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`;
      const properties = {
        roleDefinitionId:
          '/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c',
        principalId: principal?.objectId,
        principalType: 'ServicePrincipal',
      };
      const url = `https://management.azure.com${id}?api-version=2022-04-01`;
      const made = await app.send({ method: 'PUT', url, body: { properties }, as: 'Ada Owner' });
      expect(made.status).toBe(201);
      await app.pass(hour / 10);
      const { kind, lookedAt, findings } = await latestReport(app);
      expect({ kind, unread: lookedAt.unread }).toEqual({ kind: 'targeted', unread: [] });
      expect(findings.map(({ rule, principal: whose }) => `${rule} ${whose?.displayName}`)).toContain(
        `MG102 ${invoice}`,
      );
      expect(await operations(app, 'audit')).toHaveLength(2);
      expect(refusals(app)).toEqual([]);
    }));
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
