import { describe, expect, it } from 'vitest';
import { compareAudits } from '../../../src/domain/audit/compareAudits.ts';
import { applyExemptions, parseExemptions } from '../../../src/domain/audit/exemptions.ts';
import type { Exemption } from '../../../src/domain/audit/exemptions.ts';
import { judgeSnapshot } from '../../../src/domain/audit/judge.ts';
import { guid, takenAt, withoutRole } from './estate.ts';

const { snapshot } = withoutRole().assign('payroll', 'contributor');
const findings = compareAudits({ previous: [], current: judgeSnapshot(snapshot), takenAt });
const [finding] = findings;
const note = { reason: 'Moves in spring', owner: 'ann@contoso.com', until: '2026-06-01' };
const now = '2026-06-01T12:00:00Z';

describe('an exemption', () => {
  const fitting: [string, Exemption][] = [
    ['the id of the finding', { finding: finding?.id ?? '', ...note }],
    ['the id in other letter case', { finding: finding?.id.toUpperCase() ?? '', ...note }],
    ['the rule and the object id', { rule: 'MG101', principal: guid('s-payroll'), ...note }],
    ['the rule and the client id', { rule: 'MG101', principal: guid('a-payroll').toUpperCase(), ...note }],
  ];
  it.each(fitting)('fits by %s', (_name, exemption) => {
    const applied = applyExemptions(findings, [exemption], now);
    expect(applied.findings).toEqual([{ ...finding, status: 'exempt', exemption: note }]);
    expect(applied.unused).toEqual([]);
  });

  const others: [string, Exemption][] = [
    ['another rule', { rule: 'MG102', principal: guid('s-payroll'), ...note }],
    ['another principal', { rule: 'MG101', principal: guid('s-other'), ...note }],
    ['another finding', { finding: `MG101-${guid('x')}`, ...note }],
  ];
  it.each(others)('of %s does not fit, and is unused', (_name, exemption) => {
    expect(applyExemptions(findings, [exemption], now)).toEqual({ findings, unused: [exemption] });
  });

  it('lasts to the end of its day', () => {
    const at = (time: string) =>
      applyExemptions(findings, [{ finding: finding?.id ?? '', ...note }], time).findings[0]?.status;
    expect(at('2026-06-01T23:59:59Z')).toBe('exempt');
    expect(at('2026-06-02T00:00:00Z')).toBe('new');
  });

  it('lasts to its moment, whatever the offset', () => {
    const exemption = { finding: finding?.id ?? '', ...note, until: '2026-06-01T14:00:00+02:00' };
    const at = (time: string) => applyExemptions(findings, [exemption], time).findings[0]?.status;
    expect(at('2026-06-01T11:59:00Z')).toBe('exempt');
    expect(at('2026-06-01T12:00:00Z')).toBe('new');
  });

  it('that has ended gives the finding back, and says so', () => {
    const exempt = applyExemptions(findings, [{ finding: finding?.id ?? '', ...note }], now).findings;
    const later = compareAudits({ previous: exempt, current: judgeSnapshot(snapshot), takenAt: now });
    const [back] = applyExemptions(
      later,
      [{ finding: finding?.id ?? '', ...note }],
      '2026-07-01T00:00:00Z',
    ).findings;
    expect(back).toMatchObject({ status: 'open', endedExemption: note, firstSeen: takenAt });
    expect(back).not.toHaveProperty('exemption');
  });

  it('that is taken out of the file is out of effect', () => {
    const exempt = applyExemptions(findings, [{ finding: finding?.id ?? '', ...note }], now).findings;
    expect(applyExemptions(exempt, [], now).findings).toEqual([{ ...finding, status: 'open' }]);
  });

  it('that lasts longest counts', () => {
    const ended = { rule: 'MG101' as const, principal: guid('s-payroll'), ...note, until: '2026-01-01' };
    const applied = applyExemptions(findings, [ended, { finding: finding?.id ?? '', ...note }], now);
    expect(applied.findings[0]?.status).toBe('exempt');
  });
});

describe('an exemptions file', () => {
  it('is read', () => {
    const exemptions = [
      { finding: `MG101-${guid('x')}`, ...note },
      { rule: 'MG104', principal: guid('s-payroll'), ...note, until: '2026-06-01T12:00:00Z' },
    ];
    expect(parseExemptions(JSON.stringify(exemptions))).toEqual({ exemptions });
    expect(parseExemptions('[]')).toEqual({ exemptions: [] });
  });

  it.each([
    ['no JSON', '[{'],
    ['an object', '{}'],
    ['null', 'null'],
  ])('that is %s is refused', (_name, text) => {
    expect(parseExemptions(text)).toEqual({
      problems: [{ at: '', message: 'The exemptions are not a JSON array.' }],
    });
  });

  it('tells all its problems at once', () => {
    const entries = [
      { finding: 'x', ...note },
      { rule: 'MG999', principal: '', ...note, until: 'soon' },
      { rule: 'MG101', ...note, reason: '   ', team: 'x' },
      { ...note, owner: 7 },
      { finding: `MG101-${guid('x')}`, rule: 'MG101', principal: 'p', ...note },
      { finding: `MG101-${guid('x')}`, reason: 'r', owner: 'o', until: '2026-02-30' },
      { finding: `MG101-${guid('x')}` },
      null,
      'MG101',
    ];
    const read = parseExemptions(JSON.stringify(entries));
    const problems = 'problems' in read ? read.problems : [];
    expect(problems.map(({ at }) => at)).toEqual([
      '0.finding',
      '1.rule',
      '1.principal',
      '1.until',
      '2.principal',
      '2.reason',
      '2.team',
      '3',
      '3.owner',
      '4',
      '5.until',
      '6.reason',
      '6.owner',
      '6.until',
      '7',
      '8',
    ]);
    expect(problems.find(({ at }) => at === '6.until')?.message).toBe('is missing.');
    expect(problems.find(({ at }) => at === '1.until')?.message).toBe('is not a date such as 2027-03-31.');
  });
});
