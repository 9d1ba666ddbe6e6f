import { expect, test } from 'vitest';
import { AdjustableClock, ManualClock, scaledClock } from '../../../../dev/clock.ts';

const minute = 60_000;

/** A clock over one that we move, and what its timers saw when they fired. */
function over(speed: number) {
  const base = new ManualClock(0);
  const clock = new AdjustableClock(speed, base);
  const fired: [string, number][] = [];
  const set = (name: string, at: number) => clock.at(at, () => fired.push([name, clock.now()]));
  return { base, clock, fired, set };
}

test('time runs so many times as fast, and timers with it', () => {
  const { base, clock, fired, set } = over(60);
  set('late', 2 * minute);
  set('early', minute);
  base.advance(999);
  expect([clock.now(), fired]).toEqual([999 * 60, []]);
  base.advance(1);
  expect(fired).toEqual([['early', minute]]);
  base.advance(1_000);
  expect(fired).toEqual([
    ['early', minute],
    ['late', 2 * minute],
  ]);
});

test('a timer never fires early, whatever the factor', () => {
  for (const factor of [0.1, 0.3, 1 / 3, 7, 60, 86_400]) {
    const { base, clock, fired, set } = over(factor);
    for (let at = 1; at < 50; at += 1) set('timer', at * 3);
    base.advance(2_000);
    expect(fired).toHaveLength(49);
    fired.forEach(([, now], index) => expect(now).toBeGreaterThanOrEqual((index + 1) * 3));
    expect(clock.now()).toBeCloseTo(2_000 * factor, 3);
  }
});

test('a clock at speed 0 stands still until it is moved, and fires in order on the way', () => {
  const { base, clock, fired, set } = over(0);
  set('second', 20);
  set('first', 10);
  clock.at(10, () => set('set on the way', 15));
  base.advance(1_000);
  expect([clock.now(), fired]).toEqual([0, []]);
  clock.advance(30);
  expect(clock.now()).toBe(30);
  expect(fired).toEqual([
    ['first', 10],
    ['set on the way', 15],
    ['second', 20],
  ]);
});

test('a timer that is due already fires at once, even on a clock that stands still', () => {
  const { base, fired, set } = over(0);
  set('due', 0);
  expect(fired).toEqual([]);
  base.advance(0);
  expect(fired).toEqual([['due', 0]]);
});

test('a change of speed moves no instant, and timers follow it', () => {
  const { base, clock, fired, set } = over(1);
  set('hour', 60 * minute);
  base.advance(minute);
  clock.speed = 59 * 60;
  expect(clock.now()).toBe(minute);
  base.advance(1_000);
  expect(fired).toEqual([['hour', 60 * minute]]);
  clock.speed = 0;
  base.advance(minute);
  expect(clock.now()).toBe(60 * minute);
});

test('a cancelled timer does not fire, and keeps nothing waiting', () => {
  const { base, fired, set } = over(10);
  const cancel = set('never', minute);
  expect(base.next()).toBe(minute / 10);
  cancel();
  expect(base.next()).toBeUndefined();
  base.advance(minute);
  expect(fired).toEqual([]);
});

test('what is no speed is refused', () => {
  expect(() => scaledClock(0)).toThrow(RangeError);
  for (const speed of [-1, NaN, Infinity]) expect(() => scaledClock(speed)).toThrow(RangeError);
  expect(scaledClock(60, new ManualClock()).speed).toBe(60);
});
