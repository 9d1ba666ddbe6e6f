import { describe, expect, it } from 'vitest';
import { compareAudits } from '../../../src/domain/audit/compareAudits.ts';
import type { Finding } from '../../../src/domain/audit/finding.ts';
import { judgeSnapshot } from '../../../src/domain/audit/judge.ts';
import { guid, leastPrivilege, withoutRole } from './estate.ts';
import type { Estate } from './estate.ts';

const day = (number: number) => `2026-06-0${number}T00:00:00Z`;

function audit(estate: Estate, takenAt: string, previous: readonly Finding[] = []): Finding[] {
  return compareAudits({ previous, current: judgeSnapshot({ ...estate.snapshot, takenAt }), takenAt });
}
const lives = (findings: readonly Finding[]) =>
  findings.map(({ rule, status, firstSeen, lastSeen }) => [rule, status, firstSeen, lastSeen]);

const broad = () => withoutRole().assign('payroll', 'contributor');

describe('a finding', () => {
  it('is new, stays open, is resolved once, and is new again', () => {
    const first = audit(broad(), day(1));
    expect(lives(first)).toEqual([['MG101', 'new', day(1), day(1)]]);
    const second = audit(broad(), day(2), first);
    expect(lives(second)).toEqual([['MG101', 'open', day(1), day(2)]]);
    const third = audit(leastPrivilege(), day(3), second);
    expect(lives(third)).toEqual([['MG101', 'resolved', day(1), day(2)]]);
    expect(audit(leastPrivilege(), day(4), third)).toEqual([]);
    expect(lives(audit(broad(), day(4), third))).toEqual([['MG101', 'new', day(4), day(4)]]);
  });

  it('is the same when its assignment is made anew under another name', () => {
    const anew = withoutRole().assign('payroll', 'contributor', { id: '/another' });
    expect(lives(audit(anew, day(2), audit(broad(), day(1))))).toEqual([['MG101', 'open', day(1), day(2)]]);
  });

  it('is another one for another role at the same scope', () => {
    const other = withoutRole().assign('payroll', 'mailOwner');
    const found = audit(other, day(2), audit(broad(), day(1)));
    expect(found.map(({ status }) => status).sort()).toEqual(['new', 'resolved']);
  });

  it('that was exempt when its cause went is resolved, and exempt no more', () => {
    const exemption = { reason: 'r', owner: 'o', until: day(9) };
    const previous = audit(broad(), day(1)).map((finding): Finding => ({
      ...finding,
      status: 'exempt',
      exemption,
    }));
    const [gone] = audit(leastPrivilege(), day(2), previous);
    expect(gone).toMatchObject({ status: 'resolved' });
    expect(gone).not.toHaveProperty('exemption');
  });
});

describe('the evidence', () => {
  it('says what exceeds the need, worst first, and from where', () => {
    const [found] = audit(withoutRole().assign('payroll', 'owner'), day(1));
    expect(found?.evidence[0]).toContain(
      "'*' of 'Owner' gives Microsoft.Authorization/roleAssignments/write",
    );
    expect(found?.evidence[1]).toBe('Beyond sending, it can do everything.');
    expect(found?.evidence[2]).toMatch(/^Full control: '\*' of 'Owner' at \/subscriptions\//);
  });

  it('names the deny assignment, or the notAction, that is in the way', () => {
    const [found] = audit(leastPrivilege().deny('payroll', ['*/EmailServices/*']), day(1));
    expect(found?.evidence).toEqual([expect.stringContaining("EmailServices/write is denied by 'deny'")]);
  });

  it('names the group', () => {
    const estate = withoutRole().group('senders', 'payroll').assign('senders', 'contributor');
    const [found] = audit(estate, day(1));
    expect(found?.evidence).toContain("It holds this through the group 'senders'.");
    expect(found?.principal).toMatchObject({ id: guid('s-payroll'), appId: guid('a-payroll') });
  });
});
