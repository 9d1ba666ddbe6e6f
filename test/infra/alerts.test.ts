import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemCodes } from '../../src/domain/problems.ts';
import { contextLogger } from '../../src/log.ts';
import { snapshotOf, textOf } from './committed.ts';

const source = globSync('src/**/*.ts')
  .map((path) => textOf(path))
  .join('\n');

const queries: Record<string, string> = Object.fromEntries(
  snapshotOf('infra/ci')
    .predictedResources.filter(({ type }) => type === 'Microsoft.Insights/scheduledQueryRules')
    .map(({ name, properties }) => {
      const { allOf } = properties.criteria as { allOf: { query: string }[] };
      return [name, allOf[0]?.query ?? ''];
    }),
);
const query = (name: string) => queries[`mailgrant-${name}`] ?? '';

/** What a log line must begin with for a query to see it. */
const beginnings = (name: string) =>
  [...query(name).matchAll(/Message startswith "([^"]+)"/g)].map(([, text = '']) => text);

/** A line as the app writes it. */
function lineOf(message: string, fields: Parameters<ReturnType<typeof contextLogger>['info']>[1]): string {
  const lines: string[] = [];
  const keep = (...line: unknown[]) => void lines.push(String(line[0]));
  contextLogger({ info: keep, warn: keep, error: keep }).info(message, fields);
  return lines[0] ?? '';
}

describe('the alert on failed operations', () => {
  it('sees every line by which the app says that something of its work failed', () => {
    const failures = [...source.matchAll(/log\.error\(\s*'([^']+)'/g)].map(([, message = '']) => message);
    expect(failures.length).toBeGreaterThan(3);
    expect(beginnings('failed-operations').sort()).toEqual(failures.map((message) => `${message} `).sort());
  });

  it('does not count what people or the policy said no to', () => {
    const [, pattern = ''] = /not\(Message matches regex @'(.+?)'\)/.exec(query('failed-operations')) ?? [];
    const [, codes = ''] = /\((.+)\)/.exec(pattern) ?? [];
    expect(problemCodes).toEqual(expect.arrayContaining(codes.split('|')));
    const line = (code: string) =>
      lineOf('The grant failed.', { operation: 'x', problems: [{ code, detail: '' }] });
    expect(line('approval-rejected')).toMatch(new RegExp(pattern));
    expect(line('not-authorized')).not.toMatch(new RegExp(pattern));
  });
});

describe('the alert on new critical findings', () => {
  it('reads the line of numbers that each audit writes', () => {
    const [beginning = ''] = beginnings('new-critical-findings');
    expect(source).toContain(`log.info('${beginning.trim()}'`);
    const [, field = ''] = /toint\(metrics\.(\w+)\)/.exec(query('new-critical-findings')) ?? [];
    expect(source).toMatch(new RegExp(`\\n\\s+${field}: \\w`));
    const line = lineOf(beginning.trim(), { [field]: 2 });
    expect(line.startsWith(beginning)).toBe(true);
    expect(JSON.parse(line.slice(beginning.length))).toEqual({ [field]: 2 });
  });
});

describe('the alert on role writes by others', () => {
  it('looks at the groups of the mail services and what is above them, and nowhere else', () => {
    const group = (name: string, subscription: string) =>
      `strcat(at, "/") startswith "/subscriptions/${subscription}/resourcegroups/${name}/"`;
    const [one, other] = ['4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c', '7b1d9f3a-5c2e-4a86-b0d4-9e8f7a6b5c4d'];
    const places = [
      group('rg-mail', one),
      group('rg-lab', one),
      group('rg-contoso', one),
      group('rg-domains', other),
      ...[one, other].map((id) => `at == "/subscriptions/${id}"`),
    ];
    expect(query('foreign-role-writes')).toContain(`| where ${places.join(' or ')}`);
  });

  it('leaves out what Mailgrant’s identity did', () => {
    expect(query('foreign-role-writes')).toContain('\n| where Caller !~ "<principal>"\n');
    const putIn =
      /'<principal>', reference\('[^']+\/userAssignedIdentities\/[^']+', '[\d-]+'\)\.principalId\)\]$/;
    expect(query('foreign-role-writes')).toMatch(putIn);
  });

  it('has its log: the activity of every subscription of mail services goes to the workspace', () => {
    const settings = snapshotOf('infra/access/ci').predictedResources.filter(({ id }) =>
      /^\/subscriptions\/[^/]+\/providers\/Microsoft\.Insights\/diagnosticSettings\//.test(id),
    );
    expect(settings.map(({ id }) => id.split('/')[2])).toEqual([
      '4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c',
      '7b1d9f3a-5c2e-4a86-b0d4-9e8f7a6b5c4d',
    ]);
    for (const { properties } of settings)
      expect(properties.logs).toEqual([{ category: 'Administrative', enabled: true }]);
  });
});
