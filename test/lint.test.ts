import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const eslint = new ESLint({ cwd: root });

/** The rules that a text would break if it stood in this file of ours. */
async function broken(file: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: join(root, file) });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

/** A workflow is replayed, so whatever differs from one run to the next breaks it: lint is what stands guard. */
describe('lint catches in a workflow', { timeout: 60_000 }, () => {
  it.each([
    ['the system clock', 'export const at = () => Date.now();', 'no-restricted-properties'],
    ['a date of now', 'export const at = () => new Date();', 'no-restricted-syntax'],
    ['chance', 'export const dice = () => Math.random();', 'no-restricted-properties'],
    ['a timer', 'export const wait = () => setTimeout(() => undefined, 1);', 'no-restricted-globals'],
    ['the network', "export const ask = () => fetch('https://example.com');", 'no-restricted-globals'],
    ['the environment', 'export const home = () => process.env.HOME;', 'no-restricted-syntax'],
    [
      'an async function',
      'export async function wait() { await Promise.resolve(); }',
      'no-restricted-syntax',
    ],
    [
      'randomness of Node',
      "export { randomUUID } from 'node:crypto';",
      '@typescript-eslint/no-restricted-imports',
    ],
    [
      'an SDK',
      "export { RestError } from '@azure/core-rest-pipeline';",
      '@typescript-eslint/no-restricted-imports',
    ],
    [
      'an activity',
      "export { createActivities } from '../activities/index.ts';",
      '@typescript-eslint/no-restricted-imports',
    ],
    [
      'a gateway',
      "export type { Gateways } from '../gateways/ports.ts';",
      '@typescript-eslint/no-restricted-imports',
    ],
  ])('%s', async (_what, text, rule) => {
    expect(await broken('src/workflows/policies.ts', `${text}\n`)).toContain(rule);
  });

  it('nothing in one that keeps the rules', async () => {
    const text =
      "import type { Activities } from '../activities/index.ts';\n\nexport type Names = keyof Activities;\n";
    expect(await broken('src/workflows/policies.ts', text)).toEqual([]);
  });
});

describe('lint catches in the domain', () => {
  it.each([
    [
      'Azure',
      "export { RestError } from '@azure/core-rest-pipeline';",
      '@typescript-eslint/no-restricted-imports',
    ],
    [
      'Durable Functions',
      "export { RetryOptions } from 'durable-functions';",
      '@typescript-eslint/no-restricted-imports',
    ],
    ['files', "export { readFile } from 'node:fs/promises';", '@typescript-eslint/no-restricted-imports'],
    ['the clock', 'export const at = () => new Date();', 'no-restricted-syntax'],
  ])('%s', async (_what, text, rule) => {
    expect(await broken('src/domain/policy.ts', `${text}\n`)).toContain(rule);
  });
});
