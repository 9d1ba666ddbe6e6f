import type { InvocationContext } from '@azure/functions';
import type { Json } from './domain/json.ts';

/** Facts that belong to a message: never a secret, never a whole request. */
export type LogFields = Record<string, Json | undefined>;

/** `message` is constant text, so that equal events can be found and counted; what varies goes into `fields`. */
export type Logger = {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
};

/** Writes to the log of a function's invocation: one line each, the text and then the fields as one JSON object. */
export function contextLogger(context: Pick<InvocationContext, 'info' | 'warn' | 'error'>): Logger {
  return {
    info: (message, fields) => context.info(line(message, fields)),
    warn: (message, fields) => context.warn(line(message, fields)),
    error: (message, fields) => context.error(line(message, fields)),
  };
}

/** Says nothing while an orchestrator replays: it has said it before. */
export function replaySafeLogger(logger: Logger, isReplaying: () => boolean): Logger {
  return {
    info: (message, fields) => isReplaying() || logger.info(message, fields),
    warn: (message, fields) => isReplaying() || logger.warn(message, fields),
    error: (message, fields) => isReplaying() || logger.error(message, fields),
  };
}

function line(message: string, fields: LogFields | undefined): string {
  return oneLine(fields === undefined ? message : `${message} ${JSON.stringify(fields)}`);
}

/**
 * Display names and error texts come from strangers. JSON.stringify leaves some characters that end a line, move
 * the cursor or turn the reading direction; escaped as JSON escapes, they can neither forge a line nor hide one.
 */
function oneLine(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
