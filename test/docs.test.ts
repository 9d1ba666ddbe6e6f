import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingNames } from '../src/config/settings.ts';
import { checkNames } from '../src/domain/doctor/check.ts';
import { neededPermissions } from '../src/domain/doctor/neededPermissions.ts';
import type { NeededPermission, Place } from '../src/domain/doctor/neededPermissions.ts';
import { problemCodes, statusOf } from '../src/domain/problems.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The cells of the tables below a heading, without the backticks around them. */
function rows(text: string, heading?: string): string[][] {
  const from = heading === undefined ? 0 : text.indexOf(`\n${heading}\n`);
  expect(from, `the heading '${heading}'`).toBeGreaterThanOrEqual(0);
  const to = heading === undefined ? -1 : text.indexOf('\n## ', from + 1);
  const part = text.slice(from, to === -1 ? undefined : to);
  return [...part.matchAll(/^\| `(.+?)` *\| (.*) \|$/gm)].map(([, first = '', rest = '']) => [
    first,
    ...rest.split(' | ').map((cell) => cell.trim()),
  ]);
}

describe('docs/http-api.md', () => {
  const api = read('docs/http-api.md');

  it('names every problem code, with its status', () => {
    const known: Record<string, string> = Object.fromEntries(
      problemCodes.map((code) => [code, String(statusOf(code))]),
    );
    const told = rows(api, '## Problems').map(([code, status]) => [code, status]);
    expect(Object.fromEntries(told)).toEqual(known);
  });

  it('names every readiness check', () => {
    const checks = [...read('src/domain/readiness.ts').matchAll(/check: '([\w-]+)'/g)].map(
      ([, name]) => name,
    );
    const told = rows(api, '## GET /api/grants/{application}').map(([name]) => name);
    expect(checks.length).toBeGreaterThan(0);
    expect(told).toEqual(expect.arrayContaining(checks));
  });

  it('names every check of the doctor, in the order of its report', () => {
    const told = rows(api, '## GET /api/doctor').map(([name]) => name);
    expect(told.slice(0, checkNames.length)).toEqual(checkNames);
  });

  it('says what the identity needs, where and what for, as the doctor does', () => {
    const places: Record<Place, string> = {
      service: 'the mail service',
      resourceGroup: 'its resource group',
      auditPlace: 'where audits look',
      emailService: 'the email services of its domains',
    };
    const remark = ({ when, optional }: NeededPermission) => {
      if (when !== undefined) return '; only with `MAILGRANT_CREATE_ROLE=true`';
      return optional === true ? '; optional' : '';
    };
    expect(rows(api, '### What the identity needs')).toEqual(
      neededPermissions.map((need) => [
        need.action,
        need.at.map((place) => places[place]).join(', '),
        `${need.for}${remark(need)}`,
      ]),
    );
  });

  it('has a chapter for every route, and for no other', () => {
    const app = read('src/app.ts');
    const calls = [...app.matchAll(/'((?:GET|POST|PUT|PATCH|DELETE)) ([^']+)'/g)].map(
      ([, method, route]) => `${method} /api/${route}`,
    );
    const anonymous = [...app.matchAll(/methods: \['(\w+)'\], route: '([^']+)'/g)].map(
      ([, method, route]) => `${method} /api/${route}`,
    );
    const chapters = [...api.matchAll(/^## ([A-Z]+ \/api\/.+)$/gm)].map(([, chapter]) => chapter);
    expect(calls.length).toBeGreaterThan(0);
    expect(chapters.sort()).toEqual([...calls, ...anonymous].sort());
  });
});

describe('README.md', () => {
  const readme = read('README.md');

  it('has exactly the settings that are read, with their defaults', () => {
    const told = rows(readme, '## Settings');
    expect(told.map(([name]) => name).sort()).toEqual([...settingNames].sort());
    const source = read('src/config/settings.ts');
    const defaults = [...source.matchAll(/^ {2}(\w+): .*\.prefault\('(.+?)'\)/gm)];
    expect(defaults.length).toBeGreaterThan(0);
    for (const [, name, value] of defaults)
      expect(told.find(([each]) => each === name)?.[1], name).toBe(`\`${value}\``);
  });

  it('has the chapter that an error text sends its readers to', () => {
    const [, chapter] = /README, “(.+?)”/.exec(read('src/domain/azureRefusal.ts')) ?? [];
    expect(chapter).toBeDefined();
    expect(readme).toContain(`\n## ${chapter}`);
  });
});

describe('every page', () => {
  const pages = globSync('{*.md,docs/**/*.md}', { cwd: root });

  it.each(pages)('%s links only to what is there', (page) => {
    const text = read(page).replace(/^```.*?^```/gms, '');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const dead = links.filter((link) => !/^https?:/.test(link) && !resolves(page, link));
    expect(dead).toEqual([]);
  });

  it('is there', () => {
    expect(pages).toContain('README.md');
  });
});

/** Whether a relative link leads to a file, and its fragment to a heading in it. */
function resolves(page: string, link: string): boolean {
  const [path = '', fragment] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  if (fragment === undefined) return true;
  const headings = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading));
  return headings.includes(fragment);
}

/** As GitHub makes it of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
