import { describe, expect, it } from 'vitest';
import { contextLogger, replaySafeLogger } from '../src/log.ts';

/** A function's invocation that keeps what is logged. */
function recordingContext() {
  const lines: [level: string, ...values: unknown[]][] = [];
  return {
    lines,
    info: (...values: unknown[]) => void lines.push(['info', ...values]),
    warn: (...values: unknown[]) => void lines.push(['warn', ...values]),
    error: (...values: unknown[]) => void lines.push(['error', ...values]),
  };
}

describe('contextLogger', () => {
  it('writes constant text, then the fields as one JSON object', () => {
    const context = recordingContext();
    const log = contextLogger(context);
    log.info('Role assigned', { principalId: 'p1', attempt: 2, note: undefined });
    log.warn('Nothing to do');
    log.error('Refused', { because: ['AuthorizationFailed'] });
    expect(context.lines).toEqual([
      ['info', 'Role assigned {"principalId":"p1","attempt":2}'],
      ['warn', 'Nothing to do'],
      ['error', 'Refused {"because":["AuthorizationFailed"]}'],
    ]);
  });

  it.each([
    ['a line feed', '\n'],
    ['a carriage return', '\r'],
    ['an escape sequence', '\u001b[2K'],
    ['a C1 next line', '\u0085'],
    ['a line separator', '\u2028'],
    ['a delete', '\u007f'],
    ['a right-to-left override', '\u202e'],
  ])('does not let %s from outside forge a line', (_, text) => {
    const context = recordingContext();
    const name = `Mailer${text}Role assigned {"principalId":"attacker"}`;
    contextLogger(context).info('Application resolved', { name });
    const [[, line] = []] = context.lines;
    expect(line).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(String(line).replace('Application resolved ', ''))).toEqual({ name });
  });

  it('does not format: a percent sign in a name stays what it is', () => {
    const context = recordingContext();
    contextLogger(context).info('Application resolved', { name: '100%s %d' });
    expect(context.lines).toEqual([['info', 'Application resolved {"name":"100%s %d"}']]);
  });
});

describe('replaySafeLogger', () => {
  it('says nothing while replaying and everything else once', () => {
    const context = recordingContext();
    let replaying = true;
    const log = replaySafeLogger(contextLogger(context), () => replaying);
    log.info('Started');
    log.error('Failed');
    replaying = false;
    log.warn('Waiting', { until: '2026-01-01T00:00:00Z' });
    expect(context.lines).toEqual([['warn', 'Waiting {"until":"2026-01-01T00:00:00Z"}']]);
  });
});
