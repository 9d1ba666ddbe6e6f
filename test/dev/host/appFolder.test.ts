import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectFunctions, loadAppFolder } from '../../../dev/host/functionApp.ts';
import type { FunctionApp } from '../../../dev/host/functionApp.ts';
import { startHost } from '../../../dev/host/host.ts';
import { silentLog } from '../../../dev/host/log.ts';
import type { HostLog } from '../../../dev/host/log.ts';

const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const commonJs = `
  const { app } = require('@azure/functions');
  app.http('hello', { methods: ['GET'], handler: () => ({ body: 'hello' }) });`;
const esModule = `
  import { app } from '@azure/functions';
  app.http('hello', { methods: ['GET'], handler: () => ({ body: 'hello' }) });`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailgrant-app-'));
  await symlink(packages, join(folder, 'node_modules'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Record<string, unknown>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

async function ask(app: FunctionApp, path: string, log: HostLog = silentLog): Promise<string> {
  const host = await startHost({ app, port: 0, data: ':memory:', log });
  const answer = await (await fetch(host.url + path)).text();
  await host.stop();
  return answer;
}

describe('an app folder', () => {
  it.each([
    { kind: 'CommonJS', manifest: { main: 'dist/*.js' }, file: 'dist/app.js', content: commonJs },
    {
      kind: 'ES modules by package',
      manifest: { main: 'dist/*.js', type: 'module' },
      file: 'dist/app.js',
      content: esModule,
    },
    { kind: 'ES modules by extension', manifest: { main: 'a.mjs' }, file: 'a.mjs', content: esModule },
    {
      kind: 'CommonJS in a package of ES modules',
      manifest: { main: 'app.cjs', type: 'module' },
      file: 'app.cjs',
      content: commonJs,
    },
  ])('can hold $kind', async ({ manifest, file, content }) => {
    await write({ 'package.json': manifest, [file]: content });
    expect(await ask(await loadAppFolder(folder, {}), '/api/hello')).toBe('hello');
  });

  it('can hold one bundle with its own copy of the libraries', async () => {
    await write({ 'src.js': commonJs, 'package.json': { main: 'dist/main.cjs' } });
    await build({
      entryPoints: [join(folder, 'src.js')],
      outfile: join(folder, 'dist/main.cjs'),
      bundle: true,
      minify: true,
      platform: 'node',
      external: ['@azure/functions-core'],
    });
    expect(await ask(await loadAppFolder(folder, {}), '/api/hello')).toBe('hello');
  });

  it('brings settings, which do not replace those that are there', async () => {
    await write({
      'package.json': { main: 'app.js' },
      'app.js': commonJs,
      'host.json': { extensions: { http: { routePrefix: '' }, durableTask: { hubName: 'Hub' } } },
      'local.settings.json': { Values: { ONE: 'file', TWO: 'file' } },
    });
    const environment: NodeJS.ProcessEnv = { ONE: 'given' };
    const app = await loadAppFolder(folder, environment);
    expect(environment).toMatchObject({
      ONE: 'given',
      TWO: 'file',
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    });
    expect(app.settings).toEqual({ routePrefix: '', taskHub: 'Hub' });
    expect(await ask(app, '/hello')).toBe('hello');
    expect(environment.WEBSITE_HOSTNAME).toMatch(/^localhost:\d+$/);
  });

  it('is refused with a reason when there is nothing to load', async () => {
    await write({ 'package.json': {} });
    await expect(loadAppFolder(folder, {})).rejects.toThrow('names no "main"');
    await write({ 'package.json': { main: 'dist/*.js' } });
    await expect(loadAppFolder(folder, {})).rejects.toThrow('Is the app built?');
    await write({ 'package.json': '{' });
    await expect(loadAppFolder(folder, {})).rejects.toThrow('package.json is not valid JSON');
  });

  it('registers each name once, and only while it loads', async () => {
    await write({
      'package.json': { main: 'app.js' },
      'app.js': commonJs + commonJs.replace('const', 'var'),
    });
    await write({ 'app.js': `${commonJs}\napp.get('hello', () => undefined);` });
    await expect(loadAppFolder(folder, {})).rejects.toThrow('"hello" has already been registered');
    await write({ 'app.js': `${commonJs}\nexports.late = () => app.get('late', () => undefined);` });
    await loadAppFolder(folder, {});
    const { createRequire } = await import('node:module');
    const { late } = createRequire(import.meta.url)(join(folder, 'app.js')) as { late: () => void };
    expect(late).toThrow('only be registered during app startup');
  });

  it('is warned of what this host does not do', async () => {
    const warnings: string[] = [];
    await write({
      'package.json': { main: 'app.js' },
      'app.js': `
        const { app, output } = require('@azure/functions');
        app.storageQueue('queue', { queueName: 'q', connection: 'C', handler: () => undefined });
        app.timer('timer', {
          schedule: '0 0 0 * * *',
          retry: { strategy: 'fixedDelay', delayInterval: 1000, maxRetryCount: 2 },
          return: output.storageQueue({ queueName: 'q', connection: 'C' }),
          handler: () => undefined,
        });`,
    });
    await ask(await loadAppFolder(folder, {}), '/', (level, _source, text) => {
      if (level === 'warning') warnings.push(text);
    });
    expect(warnings).toEqual([
      expect.stringContaining("'queue' is never called"),
      expect.stringContaining("'timer' has a retry policy"),
      expect.stringContaining("'timer' has a queue binding"),
    ]);
  });
});

describe('functions collected in process', () => {
  it('are served like those of a folder, next to an app with its own libraries', async () => {
    const { app } = await import('@azure/functions');
    const collected = collectFunctions(() => app.get('here', () => ({ body: 'in process' })));
    expect(await ask(collected, '/api/here')).toBe('in process');
  });
});
