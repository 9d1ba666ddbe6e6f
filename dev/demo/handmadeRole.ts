import { randomUUID } from 'node:crypto';
import type { Finding } from '../../src/domain/audit/finding.ts';
import type { AuditReport } from '../../src/domain/report/auditReport.ts';
import type { summarize } from '../azure/control/summary.ts';
import { callJson, RefusedCall, signIn } from './azureClient.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

const owner = 'Ada Owner';
const displayName = 'Newsletter';
const arm = 'https://management.azure.com';
/** Contributor. */
const role = 'b24988ac-6180-42a0-ab88-20f7382dd24c';

type Seen = { finding: Finding; seconds: number };

/** What Ada did to a role assignment, and what an audit will say to it: somebody looks for that from then on. */
export type Handmade = { url: string; seen: Promise<Seen> };

/** Ada gives an application far too much, and tells nobody. From then on somebody watches the audits for it. */
export async function assignByHand(stage: Stage): Promise<Handmade> {
  const { addresses, chapter, say } = stage;
  chapter('Meanwhile Ada makes another sender Contributor, by hand');
  const state = await callJson<ReturnType<typeof summarize>>(`${addresses.control}state`);
  const principalId = state.applications.find((each) => each.displayName === displayName)?.servicePrincipalId;
  const scope = state.resourceGroups[0] ?? '';
  const subscription = scope.split('/').slice(0, 3).join('/');
  const definitions = `${subscription}/providers/Microsoft.Authorization/roleDefinitions`;
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
  const url = `${addresses.arm}${path}?api-version=2022-04-01`;
  const properties = {
    roleDefinitionId: `${definitions}/${role}`,
    principalId,
    principalType: 'ServicePrincipal',
  };
  const token = await signIn(addresses, owner, arm);
  await callJson(url, { method: 'PUT', body: { properties }, token });
  say(`PUT …/resourceGroups/rg-mail/…/roleAssignments {"Contributor", "${displayName}"}   → that was all`);
  return { url, seen: watchFor(stage, path, (status) => status !== 'resolved') };
}

/** What has come of it without anybody asking; then Ada takes the role away, and the next audit says so. */
export async function sayWhoDidIt(stage: Stage, { url, seen }: Handmade): Promise<Handmade> {
  const { addresses, chapter, say, quote } = stage;
  chapter('Nobody has asked for an audit, but there was one');
  const { finding, seconds } = await seen;
  say(
    `GET /api/audits/latest   → ${finding.rule}, ${finding.severity}, ${seconds.toFixed(1)} s after Ada's PUT`,
  );
  quote(`${finding.title}\n${finding.evidence[0] ?? ''}`);
  say('Mailgrant waits up to 20 s for further changes, so that a deployment is one audit and not a hundred.');
  if (finding.change === undefined) throw new Error('A change was found, but not whose doing it is.');
  say(`Resource Manager's own event has said whose doing it is: ${finding.change.who}`);
  const token = await signIn(addresses, owner, arm);
  await callJson(url, { method: 'DELETE', token });
  say(`Ada takes it away again: DELETE …/roleAssignments/${new URL(url).pathname.split('/').at(-1)}`);
  return { url, seen: watchFor(stage, new URL(url).pathname, (status) => status === 'resolved') };
}

/** The end of the finding, in the audit that saw its cause gone. */
export async function sayWhenResolved({ chapter, say }: Stage, { seen }: Handmade): Promise<void> {
  chapter('Back at Contoso, where nobody has asked for an audit either');
  const { finding, seconds } = await seen;
  say(
    `GET /api/audits/latest   → ${finding.rule} is ${finding.status}, ${seconds.toFixed(1)} s after Ada's DELETE`,
  );
}

/** Looks at the latest audit until it has a finding about the role assignment. */
function watchFor(
  { addresses }: Stage,
  assignment: string,
  wanted: (status: Finding['status']) => boolean,
): Promise<Seen> {
  const since = performance.now();
  const isIt = (each: Finding) =>
    each.assignment?.toLowerCase() === assignment.toLowerCase() && wanted(each.status);
  const seen = until(`a finding about ${assignment}`, async () => {
    const finding = (await latestAudit(addresses.app))?.findings.find(isIt);
    return finding && { finding, seconds: (performance.now() - since) / 1000 };
  });
  // It is awaited a few chapters later: until then a failure must not end the process.
  seen.catch(() => undefined);
  return seen;
}

async function latestAudit(app: string): Promise<AuditReport | undefined> {
  try {
    return await callJson<AuditReport>(`${app}/audits/latest`);
  } catch (error) {
    // Before the first one there is none.
    if (error instanceof RefusedCall && error.status === 404) return undefined;
    throw error;
  }
}
