import { describe, expect, it } from 'vitest';
import { done } from '../../src/domain/answer.ts';
import { crashing, fakeActivities, first, later, no } from '../support/fakeActivities.ts';
import { grantInput } from '../support/records.ts';
import { granted, runGrant } from './runs.ts';

const input = grantInput({ settings: { prove: true } });

/** A healthy Azure whose SMTP endpoint refuses the sign-in for so long, in milliseconds. */
function azureRefusingFor(milliseconds: number) {
  const azure = fakeActivities({
    proveSmtp: () => Promise.resolve(done({ proof: effective() ? 'accepted' : 'refused' })),
  });
  const effective = () => azure.clock.now() - (azure.calls[0]?.at ?? 0) >= milliseconds;
  return azure;
}

const since = ({ clock, calls }: ReturnType<typeof fakeActivities>) => clock.now() - (calls[0]?.at ?? 0);

describe('with a secret to sign in with', () => {
  it.each([0, 7_000, 75_000, 290_000, 600_000])(
    'a grant is proven within 2 %% or a second of the %i ms that Azure takes, whatever the settle time',
    async (propagation) => {
      const azure = azureRefusingFor(propagation);
      const { readiness } = granted(await runGrant(azure, input));
      expect(readiness.level).toBe('proven');
      expect(readiness.checks.at(-1)).toMatchObject({ check: 'smtp-sign-in', verdict: 'pass' });
      // The two sightings of the role assignment take a second before the first sign-in.
      expect(since(azure) - propagation).toBeLessThanOrEqual(Math.max(1_000, propagation * 0.02));
    },
  );

  it('a sign-in that is refused until the time is up leaves the grant, not ready, and says why', async () => {
    const azure = azureRefusingFor(Infinity);
    const { readiness, created } = granted(await runGrant(azure, input));
    expect(created).toHaveLength(3);
    expect(readiness.level).toBe('not');
    expect(readiness.checks.at(-1)).toMatchObject({ check: 'smtp-sign-in', verdict: 'fail' });
    expect(since(azure)).toBeLessThanOrEqual(input.settings.propagationTimeout);
  });

  it.each([
    ['there is none in the vault', done({ proof: 'no-credential' as const })],
    ['the vault refuses', no()],
  ])('the settle time decides if %s', async (_why, answer) => {
    const azure = fakeActivities({ proveSmtp: () => Promise.resolve(answer) });
    const { readiness } = granted(await runGrant(azure, input));
    expect(readiness.level).toBe('expected');
    expect(since(azure)).toBe(input.settings.settle);
  });

  it('the settle time decides, too, if the endpoint never answers', async () => {
    const azure = fakeActivities({ proveSmtp: () => Promise.resolve(later()) });
    expect(granted(await runGrant(azure, input)).readiness.level).toBe('expected');
  });

  it('the settle time decides, and the grant stands, if the sign-in crashes again and again', async () => {
    const azure = fakeActivities((healthy) => ({ proveSmtp: crashing(3, healthy.proveSmtp) }));
    const { readiness, created } = granted(await runGrant(azure, input));
    expect({ level: readiness.level, made: created.length }).toEqual({ level: 'expected', made: 3 });
    expect(since(azure)).toBe(input.settings.settle);
  });

  it('waits while the vault is throttled', async () => {
    const accepted = () => Promise.resolve(done({ proof: 'accepted' as const }));
    const azure = fakeActivities({ proveSmtp: first([later({ afterSeconds: 20 })], accepted) });
    expect(granted(await runGrant(azure, input)).readiness.level).toBe('proven');
    expect(since(azure)).toBe(21_000);
  });
});

it('signs in nowhere if no vault is configured', async () => {
  const azure = azureRefusingFor(0);
  expect(granted(await runGrant(azure)).readiness.level).toBe('expected');
  expect(azure.called()).not.toContain('proveSmtp');
});
