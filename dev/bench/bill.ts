import { prices } from './prices.ts';
import type { Item } from './prices.ts';
import { executionsOf } from './usage.ts';
import type { Usage } from './usage.ts';

/** How many of each thing that has a price. */
export type Amounts = Partial<Record<Item, number>>;

const memoryGigabytes = 2;
/** An activity is one call of Azure. What runs at the same time on one instance is paid once, which is left out here. */
const secondsEach = 1;
/** A message is written, read and deleted. */
const operationsEachMessage = 3;
/** A turn reads the history, adds to it and updates the instance. */
const transactionsEachTurn = 3;
/** What the host says of an execution: that it begins, and that it has ended. */
const logBytesEachExecution = 2_000;
/** Ingress, advanced match and delivery. */
const operationsEachDelivery = 3;

/** What work costs, each figure at its most where it can't be counted here. */
export function amountsOf(usage: Usage): Amounts {
  const executions = executionsOf(usage);
  return {
    executions,
    memory: executions * secondsEach * memoryGigabytes,
    // One message starts an activity, one brings its result, and one at the most wakes each turn beside.
    queues: (2 * usage.activities + usage.turns) * operationsEachMessage,
    tables: usage.turns * transactionsEachTurn,
    // The host writes down when each timer went off.
    blobWrites: usage.timers,
    events: usage.deliveries * operationsEachDelivery,
    logs: (executions * logBytesEachExecution + usage.logCharacters) / 1e9,
  };
}

const secondsOfMonth = 30 * 86_400;
/** Azure's scale controller looks at each queue, too, on the account of the app (Azure Storage provider, docs of Azure). */
const scaleControllerSeconds = 10;

export type Polling = { controlQueues: number; intervalSeconds: number };

/**
 * What an instance does that waits, if one is there the whole month: the look every five minutes may well keep it. The
 * queues of durable operations are the control queues and one of work items.
 */
export function amountsOfWaiting({ controlQueues, intervalSeconds }: Polling): Amounts {
  return {
    queues:
      (controlQueues + 1) * (secondsOfMonth / intervalSeconds + secondsOfMonth / scaleControllerSeconds),
    // The partition table: each lease is renewed, and all are looked at, every ten seconds.
    tables: ((controlQueues + 1) * secondsOfMonth) / 10,
    // The host's own lease on a blob, and those of two timers, every fifteen seconds.
    blobLeases: (3 * secondsOfMonth) / 15,
    logAlerts: 3,
    metricAlerts: 1,
  };
}

export function sum(...all: readonly Amounts[]): Amounts {
  const total: Amounts = {};
  for (const amounts of all)
    for (const [item, amount] of Object.entries(amounts) as [Item, number][])
      total[item] = (total[item] ?? 0) + amount;
  return total;
}

export type Line = { item: Item; amount: number; usd: number };

/** The bill, with what is free each month taken off where `free` says so. */
export function bill(amounts: Amounts, { free }: { free: boolean }): Line[] {
  return (Object.entries(amounts) as [Item, number][]).map(([item, amount]) => {
    const price = prices[item];
    const paid = Math.max(0, amount - (free ? price.free : 0));
    return { item, amount, usd: (paid / price.per) * price.usd };
  });
}
