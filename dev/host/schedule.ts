import { Cron } from 'croner';

/** When a timer trigger fires next, after a moment given in milliseconds since the epoch. */
export type Schedule = { next(after: number): number };

type Environment = Record<string, string | undefined>;

/** Understands the schedule of a timer trigger: NCRONTAB with five or six fields, a TimeSpan, or `%SETTING%`. */
export function parseSchedule(expression: string, environment: Environment): Schedule {
  const text = expression.replace(/%(\w+)%/g, (_, name: string) => {
    const value = environment[name];
    if (value === undefined) throw new Error(`The schedule "${expression}" needs the setting ${name}.`);
    return value;
  });
  return parseTimeSpan(text.trim()) ?? parseCron(text.trim(), environment.WEBSITE_TIME_ZONE ?? 'UTC');
}

function parseTimeSpan(text: string): Schedule | undefined {
  const parts = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})$/.exec(text);
  if (parts === null) return undefined;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const interval = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  if (interval === 0) throw new Error(`The schedule "${text}" has no length.`);
  return { next: (after) => after + interval };
}

const fieldPattern = /^[\d*,/-]+$|^[a-z*,/-]+$/i;
const names = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)$/i;

function parseCron(text: string, timezone: string): Schedule {
  const fields = text.split(/\s+/);
  // The parser used here knows more than NCRONTAB does, such as L, # and 7 for Sunday.
  const words = text.match(/[a-z]+/gi) ?? [];
  const isPlain =
    fields.every((field) => fieldPattern.test(field)) && words.every((word) => names.test(word));
  if (!isPlain || fields.length < 5 || fields.length > 6 || /[7-9]/.test(dayNumbers(fields.at(-1) ?? ''))) {
    throw new Error(`"${text}" is not an NCRONTAB expression of five or six fields, nor a TimeSpan.`);
  }
  // NCRONTAB wants both the day of the month and the day of the week to fit; others are content with one.
  const cron = new Cron(fields.map(withEnd).join(' '), { timezone, domAndDow: true, paused: true });
  return {
    next(after) {
      const next = cron.nextRun(new Date(after));
      if (next === null) throw new Error(`The schedule "${text}" never fires.`);
      return next.getTime();
    },
  };
}

function dayNumbers(field: string): string {
  return field.replace(/\/\d+/g, '');
}

/** `5/15` means every 15 from 5 on, which the parser wants to be told with an end. */
function withEnd(field: string, index: number, fields: string[]): string {
  const last = [59, 59, 23, 31, 12, 6].slice(6 - fields.length)[index];
  return field.replace(/(?<![\d-])(\d+)\//g, `$1-${last}/`);
}
