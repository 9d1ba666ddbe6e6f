import { expect, test } from 'vitest';
import { judgeSnapshot } from '../../../src/domain/audit/judge.ts';
import { Estate, group, role, roleIds, service, subscription } from './estate.ts';

/** An estate of many assignments: one in twenty is to a sender, the others to what audits see most. */
function large(assignments: number) {
  const estate = new Estate().service();
  const roles = Object.values(roleIds).concat(
    Array.from({ length: assignments / 50 }, (_, index) => `custom-${index}`),
  );
  for (const name of roles.slice(Object.keys(roleIds).length))
    estate.role(role(name, { actions: [`Microsoft.Storage/${name}/*`, '*/read'], not: ['Microsoft.Web/*'] }));
  const scopes = [service, group, subscription, `${group}/providers/Microsoft.Storage/storageAccounts/x`];
  for (let index = 0; index < assignments / 5; index += 1) {
    estate.application(`app${index}`);
    if (index % 20 === 0) estate.username(`app${index}`);
  }
  for (let index = 0; index < assignments; index += 1) {
    const more = { id: `a${index}`, scope: scopes[index % scopes.length] ?? '/' };
    estate.assign(`app${index % (assignments / 5)}`, roles[(index * 7) % roles.length] ?? '', more);
  }
  return estate.snapshot;
}

function millisecondsFor(assignments: number): number {
  const snapshot = large(assignments);
  const from = performance.now();
  judgeSnapshot(snapshot);
  return performance.now() - from;
}

test('100,000 assignments are judged in seconds, and ten times the work takes no more than its share', () => {
  millisecondsFor(2_000);
  const tenth = Math.min(...[1, 2, 3].map(() => millisecondsFor(10_000)));
  const whole = millisecondsFor(100_000);
  console.log(`10,000: ${Math.round(tenth)} ms, 100,000: ${Math.round(whole)} ms`);
  expect(whole).toBeLessThan(10_000);
  // Small runs are noisy on a busy machine: this is to catch growth by the square.
  expect(whole).toBeLessThan(40 * tenth);
}, 120_000);
