import { severities } from '../audit/finding.ts';
import type { Finding } from '../audit/finding.ts';
import { fixProblem } from '../audit/fixProblems.ts';
import { rules } from '../audit/rules/index.ts';
import { applicationTable } from './applicationTable.ts';
import type { AuditReport } from './auditReport.ts';
import { html, Markup } from './markup.ts';
import { pageStyle } from './pageStyle.ts';

/** What the page may do: the same stands in it and in the header that it is sent with. */
export const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The report as one page that needs nothing else: no scripts, no fonts, no requests. */
export function reportToHtml(report: AuditReport): string {
  const { id, takenAt, previous, counts, findings, applications } = report;
  const compared = previous === undefined ? '' : ` Compared with ${previous.id} of ${previous.takenAt}.`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Mailgrant audit ${takenAt}</title>
        <style>
          ${new Markup(pageStyle)}
        </style>
      </head>
      <body>
        <h1>Mailgrant audit</h1>
        <p>Audit ${id}, taken ${takenAt}.${compared}</p>
        <ul class="tiles">
          ${severities.map((each) => html`<li class="${each}"><b>${counts.bySeverity[each]}</b> ${each}</li>`)}
        </ul>
        <p>
          ${counts.byStatus.new} new, ${counts.byStatus.open} open, ${counts.byStatus.exempt} exempt,
          ${counts.byStatus.resolved} resolved.
        </p>
        <h2>Findings</h2>
        ${findings.length === 0 ? html`<p>Nothing was found.</p>` : overview(findings)}
        ${findings.map((each) => section(id, each))}
        <h2>Applications</h2>
        ${applicationTable(applications)} ${exemptionsOf(report)} ${lookedAt(report)}
      </body>
    </html> `.text;
}

/** All findings on one page, to find one's own. */
function overview(findings: readonly Finding[]): Markup {
  return html`<table>
    <tbody>
      ${findings.map(
        ({ id, severity, status, rule, title }) =>
          html`<tr class="${status}">
            <td><span class="mark ${severity}">${severity}</span></td>
            <td><span class="mark">${status}</span></td>
            <td class="rule">${rule}</td>
            <td><a href="#${id}">${title}</a></td>
          </tr>`,
      )}
    </tbody>
  </table> `;
}

function section(audit: string, finding: Finding): Markup {
  const { id, rule, severity, status, title, evidence, fix, firstSeen, lastSeen } = finding;
  return html`<section class="${status}" id="${id}">
    <h3>
      <span class="mark ${severity}">${severity}</span> <span class="mark">${status}</span> ${rule}
      ${rules[rule].name}
    </h3>
    <p>${title}</p>
    ${doneBy(finding)}
    <ul>
      ${evidence.map((each) => html`<li>${each}</li>`)}
    </ul>
    <p><b>Fix.</b> ${fix.note}</p>
    ${fix.az.map((command) => html`<pre>${command}</pre>`)} ${howToFix(audit, finding)} ${noteOf(finding)}
    <p class="small">First seen ${firstSeen}, last seen ${lastSeen}. ${id}</p>
  </section> `;
}

function howToFix(audit: string, finding: Finding): Markup | string {
  if (fixProblem(finding) !== undefined) return '';
  return html`<p>Mailgrant can carry this out: POST /api/audits/${audit}/findings/${finding.id}/fix</p>`;
}

function doneBy({ status, change }: Finding): Markup | string {
  if (change === undefined) return '';
  const { who, at } = change;
  return html`<p>${status === 'resolved' ? 'Ended' : 'Brought about'} by ${who}, ${at}.</p>`;
}

function noteOf({ exemption, endedExemption }: Finding): Markup | string {
  const note = exemption ?? endedExemption;
  if (note === undefined) return '';
  const word = exemption === undefined ? 'Was exempt' : 'Exempt';
  return html`<p>${word} until ${note.until}: ${note.reason} (${note.owner})</p>`;
}

function exemptionsOf({ exemptions: { unused, ended } }: AuditReport): Markup | string {
  if (unused.length + ended.length === 0) return '';
  const name = (each: (typeof unused)[number]) =>
    'finding' in each ? each.finding : `${each.rule} ${each.principal}`;
  return html`<h2>Exemptions to look at</h2>
    <ul>
      ${unused.map((each) => html`<li>Fits no finding: ${name(each)}, ${each.reason} (${each.owner})</li>`)}
      ${ended.map((each) => html`<li>Ended ${each.until}: ${each.finding}, ${each.reason} (${each.owner})</li>`)}
    </ul>`;
}

function lookedAt({ lookedAt: seen }: AuditReport): Markup {
  return html`<h2>What was looked at</h2>
    <p>
      ${seen.assignments} assignments, ${seen.eligible} eligible ones, ${seen.roles} roles, ${seen.principals}
      principals and ${seen.usernames} SMTP usernames, judged by ${seen.operations} operations, for these mail
      services:
    </p>
    <ul>
      ${seen.services.map((service) => html`<li>${service}</li>`)}
    </ul>
    ${
      seen.unread.length === 0
        ? ''
        : html`<h2>What could not be read, and was not judged</h2>
            <ul>
              ${seen.unread.map((each) => html`<li>${each}</li>`)}
            </ul>`
    }`;
}
