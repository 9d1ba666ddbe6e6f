import { expect, it } from 'vitest';
import { amountsOf, amountsOfWaiting, bill, sum } from '../../../dev/bench/bill.ts';

const usage = {
  timers: 1,
  events: 2,
  turns: 10,
  activities: 7,
  calls: 9,
  deliveries: 2,
  logCharacters: 500,
};

it('counts each execution, message and turn', () => {
  expect(amountsOf(usage)).toEqual({
    executions: 20,
    memory: 40,
    queues: 72,
    tables: 30,
    blobWrites: 1,
    events: 6,
    logs: 0.0000405,
  });
});

it('polls each control queue and the one of work items, and so does the scale controller', () => {
  const every = (intervalSeconds: number, controlQueues: number) =>
    amountsOfWaiting({ controlQueues, intervalSeconds }).queues;
  expect(every(10, 1)).toBe(1_036_800);
  expect(every(30, 4)).toBe(1_728_000);
});

it('takes off what is free, and never more than there is', () => {
  const paid = (executions: number) => bill({ executions }, { free: true })[0]?.usd;
  expect(paid(100)).toBe(0);
  expect(paid(1_250_000)).toBeCloseTo(0.4);
  expect(bill({ executions: 1_000_000 }, { free: false })[0]?.usd).toBeCloseTo(0.4);
});

it('adds up', () => {
  expect(sum({ queues: 1 }, { queues: 2, tables: 3 })).toEqual({ queues: 3, tables: 3 });
});
