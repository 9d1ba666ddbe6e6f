import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleCodes } from '../../../src/domain/audit/finding.ts';
import { reportToCsv } from '../../../src/domain/report/csv.ts';
import { reportToHtml } from '../../../src/domain/report/html.ts';
import { ruleHelp } from '../../../src/domain/report/ruleHelp.ts';
import { reportToSarif } from '../../../src/domain/report/sarif.ts';
import { cases, named, reportOf } from './reports.ts';

const starts = ['=', '+', '-', '@', '\t', '\r', '\n', ' =', '＝', '＋', '－', '＠', ''];
const hostile = fc
  .tuple(
    fc.constantFrom(...starts),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('<script>', '</style>', `'">`, '","=1', '&lt;', '<!--', '\r\n', '$&', ''),
  )
  .map((parts) => parts.join(''));

describe('CSV', () => {
  it('reads back as it was, and no cell starts a formula', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const [, row] = parse(reportToCsv(named(name)));
        for (const cell of row ?? []) expect(cell).not.toMatch(/^[\t\r\n]|^\s*[=+\-@＝＋－＠]/);
        expect([name, `'${name}`]).toContain(row?.[4]);
        expect(row).toHaveLength(17);
      }),
    );
  });

  it.each(starts.filter((start) => start !== ''))('defuses %j', (start) => {
    const [, row] = parse(reportToCsv(named(`${start}1`)));
    expect(row?.[4]).toBe(`'${start}1`);
  });

  it('leaves what is harmless as it is', () => {
    const [, row] = parse(reportToCsv(named('Payroll = "new", 100%')));
    expect(row?.[4]).toBe('Payroll = "new", 100%');
  });
});

describe('HTML', () => {
  const tags = (page: string) =>
    page.match(/<[^>]*>/g)?.map((tag) => tag.replace(/( id="| href="#)[^"]*"/, '$1'));

  it('has the same tags whatever the names are, and no other < or >', () => {
    const wanted = tags(reportToHtml(named('x')));
    fc.assert(
      fc.property(hostile, (name) => {
        const page = reportToHtml(named(name));
        expect(tags(page)).toEqual(wanted);
        expect(page.replaceAll(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
      }),
    );
  });

  it('needs nothing from elsewhere, and forbids it', () => {
    const page = reportToHtml(named('x'));
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;`);
    expect(page).not.toMatch(/<(script|link|img|iframe)|\b(src|on\w+)=|url\(|@import/i);
    // Nothing but links within the page.
    expect(page).not.toMatch(/\bhref=(?!"#)/i);
  });

  it('says which findings Mailgrant fixes, and how to ask for it', () => {
    const report = named('x');
    const [finding] = report.findings;
    if (finding === undefined) fail();
    const offers = (more: Partial<typeof finding>) =>
      reportToHtml({ ...report, findings: [{ ...finding, ...more }] }).includes(
        'POST /api/audits/x/findings/x/fix',
      );
    const fix = { ...finding.fix, steps: [{ do: 'deleteUsername' as const, id: 'x', appId: 'x' }] };
    expect(offers({ status: 'open', fix })).toBe(true);
    for (const status of ['exempt', 'resolved'] as const) expect(offers({ status, fix })).toBe(false);
    expect(offers({ status: 'open' })).toBe(false);
  });

  it('leaves out what there is nothing to say about', () => {
    const { applications, ...report } = named('x');
    const exemptions = { applied: [], unused: [], ended: [] };
    const lookedAt = { ...report.lookedAt, unread: [] };
    const page = reportToHtml({ ...report, findings: [], applications: [], exemptions, lookedAt });
    expect(applications).not.toEqual([]);
    expect(page).toContain('Nothing was found.');
    expect(page).toContain('No application sends mail, or could.');
    expect(page).not.toMatch(/<table|<li><\/li>|<ul>\s*<\/ul>|Exemptions|could not be read/);
  });

  it('says whose doing a finding is, how scores went, and what could not be read', () => {
    const report = named('x');
    const [finding] = report.findings;
    const [application] = report.applications;
    if (finding === undefined || application === undefined) fail();
    const change = { did: 'write' as const, who: 'Ada <ada>', at: '2026-01-01T00:00:00Z' };
    const trend = [0, 100, 50].map((score) => ({ at: '2026-01-01T00:00:00Z', score }));
    const page = reportToHtml({
      ...report,
      findings: [
        { ...finding, status: 'new', change },
        { ...finding, status: 'resolved', change },
      ],
      applications: [{ ...application, score: 50, previousScore: 100, trend }],
      lookedAt: { ...report.lookedAt, unread: ['The role x.'] },
    });
    for (const part of [
      'Brought about by Ada &lt;ada&gt;, 2026-01-01T00:00:00Z.',
      'Ended by Ada &lt;ada&gt;, ',
      '▼ from 100',
      'points="0,24 48,0 96,12"',
      '<li>The role x.</li>',
    ])
      expect(page).toContain(part);
  });

  it('shows every finding with its evidence and its commands', () => {
    const report = reportOf(cases.find(({ finds }) => finds.length > 1)?.estate.snapshot ?? fail());
    const text = reportToHtml(report)
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    for (const { id, title, evidence, fix, firstSeen } of report.findings)
      for (const part of [id, title, ...evidence, ...fix.az, fix.note, firstSeen])
        expect(text).toContain(part);
  });
});

describe('SARIF', () => {
  const sarif = (name: string) => reportToSarif(named(name), 'https://example.com/findings.md').runs[0];

  it('names each rule by its chapter in docs/findings.md, and says what the chapter says', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/findings.md'), 'utf8');
    const flat = page.replaceAll(/\s+/g, ' ');
    const links = sarif('x')?.tool.driver.rules.map(({ helpUri = '' }) => helpUri.split('#')[1]);
    for (const link of links ?? []) expect(page).toContain(`](#${link})`);
    for (const code of ruleCodes)
      for (const part of Object.values(ruleHelp[code])) {
        expect(part).not.toBe('');
        expect(flat).toContain(part);
      }
  });

  it('suppresses what is exempt, and says what is new', () => {
    expect(sarif('x')?.results[0]).toMatchObject({
      level: 'error',
      baselineState: 'new',
      suppressions: [{ kind: 'external', status: 'accepted', justification: 'x (x, until x)' }],
      fingerprints: { 'mailgrantFinding/v1': 'x' },
      provenance: { firstDetectionTimeUtc: '2026-06-01T00:00:00.000Z' },
    });
  });

  it('says open and resolved, and nothing where nothing is compared', () => {
    const snapshot = cases.find(({ finds }) => finds.length > 0)?.estate.snapshot ?? fail();
    const first = reportOf(snapshot);
    const states = (report: typeof first) =>
      reportToSarif(report, 'https://example.com').runs[0]?.results.map(({ baselineState }) => baselineState);
    expect(new Set(states(first))).toEqual(new Set([undefined]));
    const next = { ...snapshot, takenAt: '2026-06-01T01:00:00Z' };
    expect(new Set(states(reportOf(next, { previous: first })))).toEqual(new Set(['unchanged']));
    const gone = reportOf(next, { previous: first, judged: [] });
    expect(new Set(states(gone))).toEqual(new Set(['absent']));
  });

  it('lets no name become a link or a placeholder', () => {
    const text = sarif('[here](https://evil.example) {0}')?.results[0]?.message.text;
    expect(text).toContain(String.raw`\[here\](https://evil.example) {{0}}`);
  });
});

function fail(): never {
  throw new Error('No case is of this kind.');
}
