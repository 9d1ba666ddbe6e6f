import { describe, expect, it } from 'vitest';
import { done } from '../../src/domain/answer.ts';
import { fakeActivities, first, later } from '../support/fakeActivities.ts';
import { aProblem, grantInput } from '../support/records.ts';
import { failed, granted, runGrant, snapshot } from './runs.ts';

/** A healthy Azure whose reads show the new assignment in this order, and for ever like the last of them. */
function azureShowing(sightings: boolean[]) {
  const left = [...sightings];
  return fakeActivities({
    checkPropagation: () =>
      Promise.resolve(done({ seen: (left.length > 1 ? left.shift() : left[0]) === true })),
  });
}

const [yes, not] = [true, false];

describe('waiting for the role assignment to spread', () => {
  it.each([
    ['seen at once', [yes], [0, 1]],
    ['seen late', [not, not, yes], [0, 1, 2, 3]],
    ['flickering', [yes, not, yes, yes], [0, 1, 2, 3]],
    ['flickering twice', [not, yes, not, yes, not, yes], [0, 1, 2, 3, 4, 5, 6]],
  ])('needs two sightings in a row: %s', async (_how, sightings, at) => {
    const azure = azureShowing(sightings);
    granted(await runGrant(azure));
    const begun = azure.calls[0]?.at ?? 0;
    const checks = azure.calls.filter(({ name }) => name === 'checkPropagation');
    expect(checks.map((check) => (check.at - begun) / 1000)).toEqual(at);
  });

  it('counts the sightings before and after an answer that did not come', async () => {
    const seen = done({ seen: true });
    const answers = [seen, later(), seen, seen, seen];
    const azure = fakeActivities({ checkPropagation: () => Promise.resolve(answers.shift() ?? later()) });
    granted(await runGrant(azure));
    // What did not come says nothing against the assignment.
    expect(answers).toHaveLength(2);
  });

  it('gives up at the deadline, says what was not seen, and undoes everything', async () => {
    const azure = azureShowing([not]);
    const before = snapshot(azure.holds);
    const { problems, undone } = failed(await runGrant(azure));
    expect(problems).toMatchObject([{ code: 'assignment-not-seen' }]);
    expect(problems[0]?.message).toContain('/roleAssignments/');
    expect(problems[0]?.fix).toContain('MAILGRANT_PROPAGATION_TIMEOUT');
    expect(undone).toHaveLength(3);
    expect(snapshot(azure.holds)).toEqual(before);
  });

  it('looks late by a second or 2 % of the wait, so that a long wait stays a short history', async () => {
    const azure = azureShowing([...Array<boolean>(220).fill(not), yes]);
    granted(await runGrant(azure, grantInput({ settings: { propagationTimeout: 3_600_000 } })));
    const checks = azure.calls.filter(({ name }) => name === 'checkPropagation').map(({ at }) => at);
    const begun = checks[0] ?? 0;
    checks.slice(1).forEach((at, index) => {
      const before = checks[index] ?? 0;
      expect(at - before).toBeLessThanOrEqual(Math.max(1000, (before - begun) * 0.02));
    });
    expect(((checks.at(-1) ?? 0) - begun) / 60_000).toBeGreaterThan(20);
  });
});

describe('a username that Azure refuses until the role is in effect', () => {
  const refusal = later({ problem: aProblem({ code: 'username-refused', message: 'Not yet.' }) });

  it('is tried again while the role spreads, and granted', async () => {
    const azure = fakeActivities((healthy) => ({
      putSmtpUsername: first([refusal, refusal, refusal], healthy.putSmtpUsername),
    }));
    granted(await runGrant(azure));
    expect(azure.inputsOf('putSmtpUsername')).toHaveLength(4);
    expect(azure.inputsOf('checkPropagation')).toHaveLength(2);
  });

  it('ends the grant at the deadline if it stays so, and is not taken back: it was never made', async () => {
    const azure = fakeActivities({ putSmtpUsername: () => Promise.resolve(refusal) });
    const { problems, undone } = failed(await runGrant(azure));
    expect(problems.map(({ code }) => code)).toEqual(['username-refused']);
    expect(undone.join()).not.toContain('SMTP username');
    expect(azure.called()).not.toContain('deleteSmtpUsername');
  });
});
