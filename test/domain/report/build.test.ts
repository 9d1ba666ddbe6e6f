import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { auditReportSchema, reportJsonSchema } from '../../../src/domain/report/auditReport.ts';
import { sarifLogSchema } from '../../../src/domain/report/sarifSchema.ts';
import { reportToSarif } from '../../../src/domain/report/sarif.ts';
import { guid, leastPrivilege } from '../audit/estate.ts';
import { cases, reportOf } from './reports.ts';

const broad = cases.find(({ finds }) => finds.some((find) => find.startsWith('MG101')))?.estate.snapshot;
if (broad === undefined) throw new Error('No case has a broad role.');
const later = { ...broad, takenAt: '2026-06-02T00:00:00Z' };

describe('a report', () => {
  it.each(cases)('fits its schema, and so does its SARIF: $name', ({ estate, finds }) => {
    const report = reportOf(estate.snapshot);
    expect(auditReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    const sarif = reportToSarif(report, 'https://example.com/findings.md');
    expect(sarifLogSchema.safeParse(sarif).error).toBeUndefined();
    expect(sarif.runs[0]?.results).toHaveLength(finds.length);
  });

  // After a change of the schema: `npx vitest run test/domain/report -u` writes the file anew.
  it('has its schema published', async () => {
    const path = join(import.meta.dirname, '../../../docs/schemas/audit-report.schema.json');
    const options = { ...(await resolveConfig(path)), filepath: path };
    await expect(await format(JSON.stringify(reportJsonSchema(), null, 2), options)).toMatchFileSnapshot(
      path,
    );
  });

  it('counts what is there by severity, and everything by status', () => {
    const first = reportOf(broad);
    const { bySeverity, byStatus } = first.counts;
    expect(byStatus).toEqual({ new: first.findings.length, open: 0, exempt: 0, resolved: 0 });
    expect(Object.values(bySeverity).reduce((sum, each) => sum + each)).toBe(first.findings.length);
  });

  it('shows with the next audit what stayed and what is gone', () => {
    const first = reportOf(broad);
    const second = reportOf(later, { id: 'audit-2', previous: first });
    expect(second.previous).toEqual({ id: 'audit-1', takenAt: first.takenAt });
    expect(
      second.findings.every(({ status, firstSeen }) => status === 'open' && firstSeen === first.takenAt),
    ).toBe(true);
    const clean = { ...leastPrivilege().snapshot, takenAt: '2026-06-03T00:00:00Z' };
    const third = reportOf(clean, { id: 'audit-3', previous: second });
    expect(third.counts.byStatus).toEqual({ new: 0, open: 0, exempt: 0, resolved: first.findings.length });
    expect(third.counts.bySeverity).toEqual({ critical: 0, high: 0, medium: 0, low: 0 });
  });

  it('tells the score of an application, and the one before', () => {
    const first = reportOf(broad);
    const [worst] = first.applications;
    expect(worst?.score).toBeGreaterThan(0);
    expect(worst).not.toHaveProperty('previousScore');
    const clean = { ...leastPrivilege().snapshot, takenAt: '2026-06-03T00:00:00Z' };
    const next = reportOf(clean, { previous: first }).applications.find(({ id }) => id === worst?.id);
    expect(next).toMatchObject({ score: 0, previousScore: worst?.score });
  });

  it('tells which exemptions hold, are over, and fit nothing', () => {
    const id = reportOf(broad).findings[0]?.id ?? '';
    const note = { reason: 'Moves in March', owner: 'mail team' };
    const unused = { finding: `MG101-${guid('nothing')}`, ...note, until: '2030-01-01' };
    const held = reportOf(broad, { exemptions: [{ finding: id, ...note, until: '2030-01-01' }, unused] });
    expect(held.exemptions).toEqual({
      applied: [{ finding: id, ...note, until: '2030-01-01' }],
      unused: [unused],
      ended: [],
    });
    const over = reportOf(broad, { exemptions: [{ finding: id, ...note, until: '2026-01-01' }] });
    expect(over.exemptions).toMatchObject({ applied: [], unused: [], ended: [{ finding: id }] });
  });
});
