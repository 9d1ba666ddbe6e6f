import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ignore from 'ignore';
import { expect, it } from 'vitest';
import { exemptions, shippedFiles } from '../../dev/stageApp.ts';

const funcignore = readFileSync('.funcignore', 'utf8');
const ignored = ignore().add(funcignore);

/** Every file that may lie in the folder when it is packed: those of the repository, and what tools leave there. */
const files = [
  ...execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n'),
  'dist/main.cjs',
  'dist/main.cjs.map',
  'dist/test/main.cjs',
  exemptions,
  'dev/exemptions.json',
  'local.settings.json',
  '.azure/production/.env',
  '.local/certificates/ca.pem',
  'coverage/index.html',
  'node_modules/package.json',
  'node_modules/@azure/functions/package.json',
  'node_modules/.bin/node',
];

it('deploys the bundle, host.json, package.json and exemptions, and nothing else', () => {
  expect(files).toContain('test/sampleApp/host.json');
  expect(ignored.filter(files).sort()).toEqual([...shippedFiles, exemptions].sort());
});

it('does not ignore node_modules by name: azd would have packages installed in Azure', () => {
  expect(ignored.ignores('node_modules/')).toBe(false);
  expect(ignored.filter(files.filter((file) => file.startsWith('node_modules/')))).toEqual([]);
});

it('lets in nothing of a subfolder, also where a packer looks at one path at a time', () => {
  const letIn = funcignore.split('\n').filter((line) => line.startsWith('!'));
  expect(letIn.every((line) => line.startsWith('!/'))).toBe(true);
});

it('starts at the bundle', () => {
  const { main } = JSON.parse(readFileSync('package.json', 'utf8')) as { main: string };
  expect(shippedFiles).toContain(main);
});
