import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { graphFacts } from '../../../dev/azure/facts/graph.ts';
import { smtpFacts } from '../../../dev/azure/facts/smtp.ts';
import { graphService } from '../../../dev/azure/graph/service.ts';

const tests = globSync('**/*.test.ts', { cwd: import.meta.dirname })
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('\n');

test.each(Object.keys({ ...graphFacts, ...smtpFacts }))('the quirk %s has a test that names it', (key) => {
  expect(tests).toContain(`[${key}]`);
});

test('every fact that a Graph operation names is written down', () => {
  const named = graphService.routes.flatMap(({ facts = [] }) => facts);
  expect(named.filter((key) => !(key in graphFacts))).toEqual([]);
});
