/** Lowest and highest value of each field of an NCRONTAB expression, from seconds to day of the week. */
const fields: readonly { low: number; high: number; names?: readonly string[] }[] = [
  { low: 0, high: 59 },
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31 },
  {
    low: 1,
    high: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { low: 0, high: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/**
 * True for an NCRONTAB expression of six fields, which is what a timer trigger takes on every plan.
 * The host would refuse a wrong one too, but only after start-up, and only in its own log.
 */
export function isSchedule(text: string): boolean {
  const parts = text.split(/\s+/);
  return (
    parts.length === fields.length &&
    fields.every((field, at) => (parts[at] ?? '').split(',').every((item) => isItem(item, field)))
  );
}

/** `*`, `5`, `1-5` or `mon-fri`, each with or without a step such as `/10`. */
function isItem(item: string, field: (typeof fields)[number]): boolean {
  const [, low, high, step] = /^(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/([0-9]+))?$/i.exec(item) ?? [];
  if (low === undefined) return false;
  if (step !== undefined && Number(step) < 1) return false;
  if (low === '*') return high === undefined;
  const from = valueOf(low, field);
  const to = high === undefined ? from : valueOf(high, field);
  return from !== undefined && to !== undefined && from <= to;
}

function valueOf(text: string, { low, high, names }: (typeof fields)[number]): number | undefined {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  const value = named >= 0 ? named + low : /^[0-9]+$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value >= low && value <= high ? value : undefined;
}
