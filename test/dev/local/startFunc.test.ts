import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { funcTools, missingTools } from '../../../dev/local/missingTools.ts';
import { startWithFunc } from '../../../dev/local/startWithFunc.ts';
import { listens } from '../../../dev/local/toolProcess.ts';

/** What stands in for Core Tools: the local host, told what to do in the same way. It can't show that func does it. */
const func = `
if (process.argv[2] !== 'start' || process.argv[3] !== '--port') process.exit(3);
if (process.env.AzureWebJobsStorage !== 'UseDevelopmentStorage=true') process.exit(4);
process.argv.splice(2, 1, process.cwd());
await import(${JSON.stringify(resolve('dev/host/main.ts'))});
`;
/** Listens where Azurite does, unless somebody else does already. */
const azurite = `
import { createServer } from 'node:net';
for (const port of [10000, 10001, 10002])
  createServer().on('error', () => setInterval(() => undefined, 1e6)).listen(port, '127.0.0.1');
`;

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailgrant-func-'));
  path = process.env.PATH ?? '';
});
afterEach(async () => {
  process.env.PATH = path;
  await rm(folder, { recursive: true });
});

async function provide(command: string, script: string): Promise<void> {
  await writeFile(join(folder, `${command}.mjs`), script);
  const file = join(folder, command);
  await writeFile(file, `#!/bin/sh\nexec '${process.execPath}' '${file}.mjs' "$@"\n`);
  await chmod(file, 0o755);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

describe('what start:func needs', () => {
  it('is looked for on the PATH, and must be a program', async () => {
    const missing = () => missingTools(funcTools, folder).map(({ command }) => command);
    expect(missing()).toEqual(['func', 'azurite']);
    await writeFile(join(folder, 'func'), '');
    expect(missing()).toEqual(['func', 'azurite']);
    await provide('func', func);
    expect(missing()).toEqual(['azurite']);
  });

  it('is named where it is missing, with how to get it', () => {
    const { status, stderr } = spawnSync(process.execPath, ['dev/startFunc.ts'], {
      env: { PATH: folder },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('- func: Azure Functions Core Tools');
    expect(stderr).toContain('npm install --global azurite');
  });
});

describe('start:func', () => {
  it('starts what is deployed, with all settings in the environment, and ends all of it', async () => {
    await provide('func', func);
    await provide('azurite', azurite);
    process.env.PATH = folder + delimiter + path;
    const port = await freePort();
    const certificateFolder = join(folder, 'certificates');
    const log: string[] = [];
    const mailgrant = await startWithFunc({ port, certificateFolder, onLog: (line) => log.push(line) });
    try {
      const inventory = await fetch(`${mailgrant.addresses.app}/grants`);
      expect(inventory.status, log.join('\n')).toBe(200);
    } finally {
      await mailgrant.stop();
    }
    expect(await listens(port)).toBe(false);
  });

  it('says so when func does not start, and leaves nothing running', async () => {
    await provide('func', 'process.exit(7);');
    await provide('azurite', azurite);
    process.env.PATH = folder + delimiter + path;
    const certificateFolder = join(folder, 'certificates');
    await expect(
      startWithFunc({ port: await freePort(), certificateFolder, onLog: () => undefined }),
    ).rejects.toThrow('func has ended with 7.');
  });
});
