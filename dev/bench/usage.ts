/** What the app used in some time, as the bill counts it. */
export type Usage = {
  timers: number;
  /** Executions of functions by events. */
  events: number;
  /** Executions of orchestrators: one for each turn, as every turn replays from the start. */
  turns: number;
  activities: number;
  /** Requests to Azure Resource Manager, Microsoft Graph and Event Grid. They cost nothing, but have limits. */
  calls: number;
  /** Attempts of Event Grid to deliver. */
  deliveries: number;
  /** What the app itself writes to the log. */
  logCharacters: number;
};

export function times(usage: Usage, factor: number): Usage {
  return combine(usage, usage, (one) => one * factor);
}

export function minus(usage: Usage, other: Usage): Usage {
  return combine(usage, other, (one, less) => one - less);
}

export function executionsOf({ timers, events, turns, activities }: Usage): number {
  return timers + events + turns + activities;
}

function combine(usage: Usage, other: Usage, by: (one: number, other: number) => number): Usage {
  const keys = Object.keys(usage) as (keyof Usage)[];
  return Object.fromEntries(keys.map((key) => [key, by(usage[key], other[key])])) as Usage;
}
