import { describe, expect, it } from 'vitest';
import { done } from '../../src/domain/answer.ts';
import { always, fakeActivities, no } from '../support/fakeActivities.ts';
import { failed, granted, runGrant, snapshot } from './runs.ts';

describe('a login that is gone when the settle time is over', () => {
  it('is not called ready', async () => {
    const azure = fakeActivities({ findSmtpUsername: () => Promise.resolve(done(null)) });
    const { readiness } = granted(await runGrant(azure));
    expect(readiness.level).toBe('not');
    expect(readiness.checks).toContainEqual(
      expect.objectContaining({ check: 'smtp-username', verdict: 'fail' }),
    );
  });

  it('is no grant where Azure refuses to say: all is undone', async () => {
    const azure = fakeActivities({ findSmtpUsername: always(no()) });
    const before = snapshot(azure.holds);
    expect(failed(await runGrant(azure)).leftBehind).toEqual([]);
    expect(snapshot(azure.holds)).toEqual(before);
  });
});
