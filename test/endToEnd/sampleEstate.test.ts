import { describe, expect, it } from 'vitest';
import type { World } from '../../dev/azure/world.ts';
import fabrikam from '../../dev/worlds/fabrikam.json' with { type: 'json' };
import { ruleCodes } from '../../src/domain/audit/finding.ts';
import type { Finding } from '../../src/domain/audit/finding.ts';
import { nameOf } from '../../src/domain/resourceId.ts';
import type { AuditReport } from '../../src/domain/report/auditReport.ts';
import { withApp } from '../support/appOnLocalAzure.ts';

/** What is wrong at Fabrikam: the worst first, as the report has it. */
const wrong: { rule: Finding['rule']; severity: Finding['severity']; about: string; because: string }[] = [
  { rule: 'MG101', severity: 'critical', about: 'Legacy ERP', because: 'Contributor of a subscription' },
  { rule: 'MG101', severity: 'high', about: 'Payroll', because: 'Contributor since the pilot' },
  { rule: 'MG102', severity: 'high', about: 'Automation', because: 'a group, and an app in it' },
  { rule: 'MG102', severity: 'high', about: 'Release Pipeline', because: 'a pipeline with Contributor' },
  { rule: 'MG104', severity: 'high', about: 'Helpdesk', because: 'User Access Administrator, and a sender' },
  { rule: 'MG104', severity: 'high', about: 'Landing Zone Deployer', because: 'Owner of everything' },
  { rule: 'MG108', severity: 'high', about: 'Reporting', because: 'can have Owner activated' },
  { rule: 'MG109', severity: 'high', about: 'rg-lab', because: 'keys in the SMTP sender role' },
  { rule: 'MG101', severity: 'medium', about: 'Survey Tool', because: 'the built-in role of the guides' },
  { rule: 'MG103', severity: 'medium', about: 'Campaign Studio', because: 'everything about mail' },
  { rule: 'MG107', severity: 'medium', about: 'Onboarding', because: 'makes people Reader, by a condition' },
  { rule: 'MG204', severity: 'medium', about: 'Vacation Planner', because: 'a login and no role' },
  { rule: 'MG301', severity: 'medium', about: 'fabrikam-lab', because: 'a login and no domain' },
  { rule: 'MG302', severity: 'medium', about: 'news.fabrikam.example', because: 'its records are lost' },
  { rule: 'MG303', severity: 'medium', about: 'Tender Office', because: 'its domain was unlinked' },
  { rule: 'MG304', severity: 'medium', about: 'Fax Gateway', because: 'set up by a contractor, long ago' },
  { rule: 'MG306', severity: 'medium', about: 'Plant Alarm', because: 'the same secret for five years' },
  { rule: 'MG105', severity: 'low', about: 'Meeting Rooms', because: 'the role at the resource group' },
  { rule: 'MG106', severity: 'low', about: 'Scanner Hall 4', because: 'a group in a group has the role' },
  { rule: 'MG201', severity: 'low', about: 'Loyalty Card', because: 'never launched' },
  { rule: 'MG202', severity: 'low', about: 'fabrikam-mail', because: 'the role of the deleted Old CRM' },
  { rule: 'MG203', severity: 'low', about: 'fabrikam-old-crm', because: 'its login' },
  { rule: 'MG305', severity: 'low', about: 'Canteen Menu', because: 'its secret ends in twelve days' },
];

/** What only looks wrong, and why it is not. Of deleted ones: a person, a reader above, one of half an hour ago. */
const right = [
  { name: 'Order Confirmations', because: 'the SMTP sender role, and Reader through a group' },
  { name: 'Webshop', because: 'wildcards for reading, and for what is not mail' },
  { name: 'Customer Portal', because: 'the role at two mail services, one by one, and a login at each' },
  { name: 'Shop Pipeline', because: 'Contributor of a resource group without mail services' },
  { name: 'Patch Robot', because: 'Contributor, and a deny assignment that takes mail away' },
  { name: 'Identity Sync', because: 'hands out roles, and does not send' },
  { name: 'Scanner Gate', because: 'in the group, and has a role of its own as well' },
  { name: 'Contract Archive', because: 'a condition that is about files' },
  { name: 'Ledger', because: 'eligible for Reader' },
  { name: 'Change Approver', because: 'eligible for Owner, and does not send' },
  { name: 'Lab Sensors', because: 'holds the changed role, which is one finding about the role' },
  { name: 'Inventory Sync', because: 'in the group that is one finding for all in it' },
  { name: 'Gift Cards', because: 'a role for half a day, and the login to come' },
  { name: 'Northwind Survey', because: "another tenant's app" },
  { name: 'Visitor Badge', because: 'two roles that only together send, and do no more' },
  { name: 'Old Intranet', because: 'a login and no role, but somebody disabled it' },
  { name: 'Invoices', because: 'a login at a linked domain' },
  { name: 'Label Printer', because: 'an expired secret beside a valid one' },
  { name: 'Timesheets', because: 'an expired secret beside a certificate' },
  { name: 'Newsroom', because: 'an expired secret beside a federated credential' },
  { name: 'Parcel Tracking', because: 'a secret that ends soon beside its successor' },
  { name: 'Quality Lab', because: 'a secret that is nearly two years old' },
  { name: 'Mara Owner', because: 'a person' },
  { name: 'Platform Team', because: 'Contributor, without an application in it' },
  { name: 'Report Readers', because: 'only reads' },
  { name: 'Plant Devices', because: 'a group with the SMTP sender role' },
  { name: 'SMTP login for the plant', because: 'the SMTP sender role under another name' },
  { name: 'fabrikam-trial', because: 'an unverified domain, and nobody signs in' },
  { name: 'fabrikam-standby', because: 'no domain, and nobody signs in' },
  { name: 'mailgrant', because: 'Mailgrant itself' },
];

/**
 * What the audit asks of Azure for six mail services in three resource groups, and 32 service principals that send or
 * are meant to. Graph is asked for up to 20 things in one call.
 */
const asked = {
  CommunicationServices_Get: 6,
  SmtpUsernames_List: 6,
  Domains_Get: 2,
  Domains_ListByEmailServiceResource: 2,
  // One for each place, and one for each place and sender: what it holds through groups.
  RoleAssignments_ListForScope: 3 + 3 * 32,
  RoleDefinitions_List: 3,
  RoleDefinitions_Get: 1,
  RoleEligibilityScheduleInstances_ListForScope: 3,
  DenyAssignments_ListForScope: 3,
  ProviderOperationsMetadata_List: 1,
  // The rest is asked within these.
  'batch.Post': 12,
  'servicePrincipals.servicePrincipal.GetServicePrincipal': 72,
  'applications.application.GetApplication': 33,
  'applications.ListFederatedIdentityCredentials': 28,
  'groups.group.GetGroup': 4,
  'groups.ListTransitiveMemberAsServicePrincipal': 4,
};

describe('an audit of the sample estate', () => {
  const audited = auditFabrikam();

  it('finds what is wrong, each once, and nothing else', async () => {
    const { findings, lookedAt } = (await audited).report;
    expect(findings.map((each) => `${each.rule} ${each.severity} ${about(each)}`).sort()).toEqual(
      wrong.map((each) => `${each.rule} ${each.severity} ${each.about}`).sort(),
    );
    expect(lookedAt.unread).toEqual([]);
  });

  it('has something for every rule to find', () => {
    expect([...new Set(wrong.map(({ rule }) => rule))].sort()).toEqual([...ruleCodes]);
  });

  it.each(right)('is silent about $name: $because', async ({ name }) => {
    expect(JSON.stringify(fabrikam)).toContain(`"${name}"`);
    const { findings } = (await audited).report;
    for (const { title, ...finding } of findings) {
      expect(about({ title, ...finding })).not.toBe(name);
      expect(title).not.toContain(`'${name}'`);
    }
  });

  it('asks Azure no more than that takes', async () => {
    expect((await audited).asked).toEqual(asked);
  });
});

/** Whom or what a finding is about, by its name: the id of what was deleted says nothing. */
function about({ principal, title, scope, service }: Omit<Finding, 'id'>): string {
  const login = /^The SMTP username '(\S+)'/.exec(title)?.[1];
  return principal?.displayName ?? login ?? nameOf(scope ?? service ?? '');
}

/** A full audit of Fabrikam by the whole app, and how often it asked Azure for what. */
async function auditFabrikam(): Promise<{ report: AuditReport; asked: Record<string, number> }> {
  const found: { report: AuditReport; asked: Record<string, number> }[] = [];
  await withApp({ world: fabrikam as World }, async (app) => {
    const { body: started } = await app.call('POST /audits');
    const { state } = await app.finish(started.id);
    const asked = counted(app.askedOfAzure());
    const { body: report } = await app.call<AuditReport>(`GET /audits/${started.id}`);
    if (state !== 'succeeded') throw new Error(`The audit is ${state}: ${JSON.stringify(report)}`);
    found.push({ report, asked });
  });
  const [audited] = found;
  if (audited === undefined) throw new Error('There was no audit.');
  return audited;
}

/** `GET Operation_Name 200` without its status, and how often. */
function counted(requests: readonly string[]): Record<string, number> {
  const operations = Map.groupBy(requests, (request) => request.split(' ')[1] ?? '');
  return Object.fromEntries([...operations].map(([operation, { length }]) => [operation, length]));
}
