import { describe, expect, it } from 'vitest';
import { judgeSnapshot } from '../../../src/domain/audit/judge.ts';
import { ruleCodes } from '../../../src/domain/audit/finding.ts';
import { accessCases } from '../../cases/findings/access.ts';
import { couldSendCases } from '../../cases/findings/couldSend.ts';
import { holdingCases } from '../../cases/findings/holding.ts';
import { leftoverCases } from '../../cases/findings/leftovers.ts';
import { serviceCases } from '../../cases/findings/servicesAndSecrets.ts';

const cases = [...accessCases, ...couldSendCases, ...holdingCases, ...leftoverCases, ...serviceCases];

describe('the rules', () => {
  it.each(cases)('$name', ({ estate, finds }) => {
    const found = judgeSnapshot(estate.snapshot).map(({ rule, severity }) => ({ rule, severity }));
    const wanted = finds
      .map((find) => find.split(' '))
      .sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
    const shown = found
      .sort((one, other) => (one.rule < other.rule ? -1 : 1))
      .map(({ rule, severity }, index) => (wanted[index]?.length === 1 ? [rule] : [rule, severity]));
    expect(shown).toEqual(wanted);
  });

  it('have a case each that fires', () => {
    const firing = new Set(cases.flatMap(({ finds }) => finds.map((find) => find.split(' ')[0])));
    expect([...firing].sort()).toEqual([...ruleCodes]);
  });

  it('have cases of different names', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });
});
