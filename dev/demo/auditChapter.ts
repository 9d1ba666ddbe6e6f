import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { severities } from '../../src/domain/audit/finding.ts';
import type { AuditReport } from '../../src/domain/report/auditReport.ts';
import { startMailgrant } from '../local/startMailgrant.ts';
import { callJson } from './azureClient.ts';
import { watchSteps } from './grantChapters.ts';
import type { Stage } from './stage.ts';

const world = fileURLToPath(new URL('../worlds/fabrikam.json', import.meta.url));
const page = '.local/audit.html';
const shown = 5;

/** A company that has sent mail for years has Mailgrant look at it. Throws if nothing is wrong with it. */
export async function auditFabrikam(stage: Stage): Promise<void> {
  const { chapter, say } = stage;
  chapter('Another company, which has sent mail for years, has itself audited');
  const mailgrant = await startMailgrant({ world });
  try {
    const { app } = mailgrant.addresses;
    say(`Mailgrant for Fabrikam                      ${app}`);
    const { id, statusUrl } = await callJson<{ id: string; statusUrl: string }>(`${app}/audits`, {
      method: 'POST',
    });
    say('POST /api/audits');
    const { state } = await watchSteps(stage, statusUrl);
    if (state !== 'succeeded') throw new Error(`The audit is ${state}.`);
    sayTheWorst(stage, await callJson<AuditReport>(`${app}/audits/${id}`));
    const response = await fetch(`${app}/audits/${id}`, { headers: { accept: 'text/html' } });
    await writeFile(fileURLToPath(new URL(`../../${page}`, import.meta.url)), await response.text());
    say(`GET /api/audits/${id}, as text/html   → ${page}`);
  } finally {
    await mailgrant.stop();
  }
}

function sayTheWorst({ say, quote }: Stage, { counts, findings, lookedAt }: AuditReport): void {
  if (findings.length < shown)
    throw new Error(`Only ${findings.length} findings, in an estate full of them.`);
  const { services, assignments, usernames } = lookedAt;
  say(`${services.length} mail services, ${usernames} logins, ${assignments} role assignments:`);
  quote(
    severities.map((each) => `${each.padEnd(10)}${String(counts.bySeverity[each]).padStart(3)}`).join('\n'),
  );
  say(`The worst ${shown}, and what to do:`);
  for (const { severity, rule, title, fix } of findings.slice(0, shown)) {
    const { length } = fix.az;
    const commands =
      length === 0
        ? ''
        : ` (${length} command${length === 1 ? '' : 's'}${fix.byMailgrant ? ', or Mailgrant does it' : ''})`;
    quote(`${severity.padEnd(10)}${rule}  ${title}\n${' '.repeat(17)}${fix.note}${commands}`);
  }
}
