import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formattedPage, pageFile } from '../../../dev/azure/docs/format.ts';
import { readablePaths } from '../../../dev/azure/docs/readablePath.ts';
import { allFacts, factGroups } from '../../../dev/azure/facts/all.ts';
import { smtpFacts } from '../../../dev/azure/facts/smtp.ts';
import { services } from '../../../dev/azure/services.ts';

const tests = globSync('**/*.test.ts', { cwd: import.meta.dirname })
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('\n');

const named = services.flatMap(({ facts = [], routes }) => [
  ...facts,
  ...routes.flatMap((route) => route.facts ?? []),
]);

test.each(Object.keys(allFacts))('the fact %s has a test that names it in its title', (key) => {
  const title = new RegExp(`['"\`][^'"\`\\n]*\\[${key.replaceAll('.', '\\.')}\\]`);
  expect(tests).toMatch(title);
});

test('every fact that an operation names is written down, and under one name only', () => {
  expect(named.filter((key) => !(key in allFacts))).toEqual([]);
  const keys = factGroups.flatMap((group) => Object.keys(group));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('every fact is named by an operation, but for those of SMTP, which has none', () => {
  const known = new Set([...named, ...Object.keys(smtpFacts)]);
  expect(Object.keys(allFacts).filter((key) => !known.has(key))).toEqual([]);
});

test('every operation outside Resource Manager says what of it is taken from Azure, if Azure has it', () => {
  const ours = services.filter(({ name }) => name !== 'arm');
  const bare = ours.flatMap(({ name, routes }) =>
    routes
      .filter(({ operation, facts = [] }) => facts.length === 0 && !operation.startsWith('Local_'))
      .map(({ operation }) => `${name} ${operation}`),
  );
  expect(bare).toEqual([]);
});

test('docs/local-azure.md is up to date (npm run docs:local-azure)', async () => {
  expect(readFileSync(pageFile, 'utf8')).toBe(await formattedPage());
});

test.each([
  [/^\/a\/(?<name>[^/]+)\/?$/i, ['/a/{name}']],
  [/^\/{1,2}(?:(?<scope>.*)\/)?b\.c$/i, ['/[{scope}/]b.c']],
  [/^\/d(?:\/(?<id>(?!x$|\))[^/]+)|(?:\(|%28)key(?:\)|%29))\/e$/, ['/d/{id}/e', '/d(key)/e']],
])('%s is read as people write paths', (path, readable) => {
  expect(readablePaths(path)).toEqual(readable);
});
