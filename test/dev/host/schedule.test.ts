import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../../dev/host/schedule.ts';

const thursday = Date.parse('2026-01-01T00:00:00Z');
const next = (expression: string, environment: Record<string, string> = {}) =>
  new Date(parseSchedule(expression, environment).next(thursday)).toISOString();

describe('schedules of timer triggers', () => {
  it.each([
    ['0 */5 * * * *', '2026-01-01T00:05:00.000Z'],
    ['*/5 * * * *', '2026-01-01T00:05:00.000Z'],
    ['0 0 9 * * 1-5', '2026-01-01T09:00:00.000Z'],
    ['0 0 9 * * Mon,Wed', '2026-01-05T09:00:00.000Z'],
    ['0 7/20 * * * *', '2026-01-01T00:07:00.000Z'],
    ['0 30 1 1 feb *', '2026-02-01T01:30:00.000Z'],
    ['01:30:00', '2026-01-01T01:30:00.000Z'],
    ['1.00:00:00', '2026-01-02T00:00:00.000Z'],
  ])('%s', (expression, expected) => {
    expect(next(expression)).toBe(expected);
  });

  it('want the day of the month and the day of the week to fit', () => {
    expect(next('0 0 0 13 * 5')).toBe('2026-02-13T00:00:00.000Z');
  });

  it('come from settings, in the time zone of the app', () => {
    expect(next('%WHEN%', { WHEN: '0 0 9 * * *', WEBSITE_TIME_ZONE: 'Europe/Berlin' })).toBe(
      '2026-01-01T08:00:00.000Z',
    );
    expect(() => next('%WHEN%')).toThrow('needs the setting WHEN');
  });

  it.each(['@daily', '0 0 0 L * *', '0 0 0 * * 7', '0 0 0 * * MON#2', '* * * *', 'soon', '00:00:00'])(
    'refuse %s, which NCRONTAB does not know',
    (expression) => {
      expect(() => next(expression)).toThrow();
    },
  );
});
