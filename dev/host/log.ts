import type { LogLevel } from './coreTypes.ts';

/** Where the host writes what happens. `source` is the function or the part of the host that speaks. */
export type HostLog = (level: LogLevel, source: string, message: string) => void;

export const silentLog: HostLog = () => undefined;

const severity: Record<LogLevel, number> = {
  trace: 0,
  debug: 1,
  information: 2,
  warning: 3,
  error: 4,
  critical: 5,
  none: 6,
};

/** One line per message, through `write`, from `least` on. */
export function lineLog(write: (line: string) => void, least: LogLevel = 'information'): HostLog {
  return (level, source, message) => {
    if (severity[level] >= severity[least]) write(`${level} [${source}] ${message}\n`);
  };
}

/** What is worth telling about something that was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
