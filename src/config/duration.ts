import { parse } from 'tinyduration';

const day = 24 * 60 * 60_000;

/** A durable timer beyond this is more likely a slip of the pen than a wish. */
const longest = 365 * day;

/**
 * Reads an ISO 8601 duration.
 * Gives milliseconds, or a sentence that says why the text is not a duration a timer can keep.
 */
export function readDuration(text: string, { zero }: { zero: boolean }): number | string {
  const parts = tryParse(text);
  if (parts === undefined) return 'is not an ISO 8601 duration';
  if (parts.negative || Object.values(parts).some((part) => Number(part) < 0)) return 'is negative';
  if (parts.years || parts.months) return 'has years or months, which have no fixed length';
  const days = (parts.weeks ?? 0) * 7 + (parts.days ?? 0);
  const seconds = (parts.hours ?? 0) * 3600 + (parts.minutes ?? 0) * 60 + (parts.seconds ?? 0);
  const milliseconds = Math.round(days * day + seconds * 1000);
  if (milliseconds > longest) return 'is longer than a year (P365D)';
  if (milliseconds === 0 && !zero) return 'is zero';
  return milliseconds;
}

function tryParse(text: string): ReturnType<typeof parse> | undefined {
  // tinyduration reads a duration out of the middle of other text.
  if (!/^-?P[-0-9.,A-Z]+$/.test(text)) return undefined;
  try {
    return parse(text);
  } catch {
    // tinyduration throws for nothing but a text that is not a duration.
    return undefined;
  }
}
