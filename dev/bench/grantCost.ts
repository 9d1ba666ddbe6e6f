// Counts what an idle month and grants use, by the app on a local Azure and a local host, and what that costs.
import { readFileSync } from 'node:fs';
import { dispatch } from '../azure/dispatch.ts';
import type { LocalAzure } from '../azure/localAzure.ts';
import { callerFor } from '../azure/principals.ts';
import { amountsOf, amountsOfWaiting, bill, sum } from './bill.ts';
import type { Amounts } from './bill.ts';
import { startCountedApp } from './countedApp.ts';
import { prices } from './prices.ts';
import { executionsOf, minus, times } from './usage.ts';
import type { Usage } from './usage.ts';

const day = 86_400_000;
const grants = 1_000;
const applications = ['Newsletter', 'Invoice Service'] as const;

const host = JSON.parse(readFileSync('host.json', 'utf8')) as {
  extensions: {
    durableTask: { storageProvider: { partitionCount: number; maxQueuePollingInterval: string } };
  };
};
const { partitionCount, maxQueuePollingInterval } = host.extensions.durableTask.storageProvider;
const [hours = 0, minutes = 0, seconds = 0] = maxQueuePollingInterval.split(':').map(Number);
const intervalSeconds = (hours * 60 + minutes) * 60 + seconds;

const app = await startCountedApp('dev/worlds/contoso.json');
try {
  // The first look reads all; the role and the first audits are there after a day.
  await tag(app.azure, applications[0]);
  await app.pass(day);
  const idleDay = await app.pass(day);
  await tag(app.azure, applications[1]);
  const withGrant = await app.pass(day);
  const grant = minus(withGrant, idleDay);
  const rows = historyRows();

  console.log(`An idle day: a look at the directory every five minutes, and the audit of the night
${usageText(idleDay)}
One grant by tag more, until it is ready, with the audits that its own writes bring about
${usageText(grant)}
  ${rows} rows in the history of the grant itself`);

  const month = times(idleDay, 30);
  const waiting = amountsOfWaiting({ controlQueues: partitionCount, intervalSeconds });
  const idleAmounts = sum(amountsOf(month), waiting);
  const grantAmounts = amountsOf(times(grant, grants));
  console.log(`\nAn idle month of 30 days, with nothing else in the subscription that uses what is free`);
  printBill(idleAmounts, true);
  console.log(`\n${grants} grants, as if nothing were free`);
  printBill(grantAmounts, false);
  console.log(`\nActions of a Durable Task Scheduler instead of queues and tables, each at the most:
  idle month ${count(month.turns + month.activities)}, ${grants} grants ${count((grant.turns + grant.activities) * grants)}`);
  console.log('\nPrices');
  for (const { usd, per, unit, free, source } of Object.values(prices))
    console.log(
      `  $${usd} for ${count(per)} ${unit}${free > 0 ? `, ${count(free)} free each month` : ''} (${source})`,
    );

  for (const item of ['executions', 'memory'] as const) {
    const { unit, free } = prices[item];
    const amount = idleAmounts[item] ?? 0;
    if (amount <= free) continue;
    console.error(`An idle month has ${count(amount)} ${unit}: more than are free.`);
    process.exitCode = 1;
  }
} finally {
  await app.stop();
}

/** Tags the application, as its owner does. */
async function tag(azure: LocalAzure, name: string): Promise<void> {
  const found = [...azure.state.applications.values()].find(({ displayName }) => displayName === name);
  if (found === undefined) throw new Error(`The estate has no application '${name}'.`);
  const audience = 'https://graph.microsoft.com';
  const caller = callerFor(azure.state, { name: 'Ada Owner', audience });
  if (typeof caller === 'string') throw new Error(caller);
  const { status } = await dispatch(azure, {
    method: 'PATCH',
    url: new URL(`${audience}/v1.0/applications/${found.objectId}`),
    headers: new Headers({
      authorization: `Bearer ${azure.tokens.issue(caller).text}`,
      'content-type': 'application/json',
    }),
    text: JSON.stringify({ tags: ['mailgrant'] }),
  });
  if (status >= 300) throw new Error(`The tag of '${name}' was answered ${status}.`);
}

function historyRows(): number {
  const { instances } = app.host.engine.query({ idPrefix: 'grant-', top: 100 });
  const done = instances.filter(({ runtimeStatus }) => runtimeStatus === 'Completed');
  if (done.length < applications.length) throw new Error('The grants have not ended as granted.');
  return Math.max(...done.map(({ instanceId }) => app.host.engine.history(instanceId).length));
}

function usageText(usage: Usage): string {
  return Object.entries({ executions: executionsOf(usage), ...usage })
    .map(([name, value]) => `  ${name.padEnd(14)} ${count(value)}`)
    .join('\n');
}

function printBill(amounts: Amounts, free: boolean): void {
  const lines = bill(amounts, { free }).filter(({ amount }) => amount > 0);
  for (const { item, amount, usd } of lines)
    console.log(
      `  ${prices[item].unit.padEnd(40)} ${count(amount).padStart(12)}   $${usd.toFixed(2).padStart(6)}`,
    );
  const total = lines.reduce((all, { usd }) => all + usd, 0);
  console.log(`  ${'together'.padEnd(40)} ${''.padStart(12)}   $${total.toFixed(2).padStart(6)}`);
}

function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 3 : 0 });
}
