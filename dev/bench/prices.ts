/**
 * Prices in US dollars as others have written them down; the price pages themselves were not read. They change, and
 * differ between regions and contracts: put yours in here, and run `npm run bench -- grant` again.
 */
export type Price = { usd: number; per: number; unit: string; free: number; source: string };

const asOf2026 = 'public cost estimates of 2025 and 2026, looked up on 2026-11-28';

export const prices = {
  executions: {
    usd: 0.4,
    per: 1e6,
    unit: 'executions, Flex Consumption',
    free: 250_000,
    source: `azure.microsoft.com/pricing/details/functions, by ${asOf2026}`,
  },
  memory: {
    usd: 0.000026,
    per: 1,
    unit: 'GB-seconds, Flex Consumption on demand',
    free: 100_000,
    source: `azure.microsoft.com/pricing/details/functions, by ${asOf2026}`,
  },
  tables: {
    usd: 0.00036,
    per: 10_000,
    unit: 'table transactions, LRS',
    free: 0,
    source: `azure.microsoft.com/pricing/details/storage/tables, by ${asOf2026}`,
  },
  queues: {
    usd: 0.004,
    per: 10_000,
    unit: 'queue operations, LRS',
    free: 0,
    source: 'assumed: no public estimate was found',
  },
  blobWrites: {
    usd: 0.055,
    per: 10_000,
    unit: 'blob writes, hot, LRS',
    free: 0,
    source: 'assumed: no public estimate was found',
  },
  blobLeases: {
    usd: 0.0044,
    per: 10_000,
    unit: 'blob leases and other operations, LRS',
    free: 0,
    source: 'assumed: no public estimate was found',
  },
  events: {
    usd: 0.6,
    per: 1e6,
    unit: 'Event Grid operations',
    free: 100_000,
    source: `azure.microsoft.com/pricing/details/event-grid, by ${asOf2026}`,
  },
  logs: {
    usd: 2.3,
    per: 1,
    unit: 'GB into Log Analytics',
    free: 5,
    source: `azure.microsoft.com/pricing/details/monitor, by ${asOf2026}`,
  },
  logAlerts: {
    usd: 1.5,
    per: 1,
    unit: 'log alerts every five minutes',
    free: 0,
    source: 'assumed: no public estimate was found',
  },
  metricAlerts: {
    usd: 0.1,
    per: 1,
    unit: 'metric alerts',
    free: 0,
    source: 'assumed: no public estimate was found',
  },
} satisfies Record<string, Price>;

export type Item = keyof typeof prices;
