import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildApp } from '../buildApp.ts';
import { bundleContents } from './bundleContents.ts';
import type { Load } from './loadApp.ts';
import { writeUnbundledApp } from './unbundledApp.ts';

const runs = 10;
const mostOfUnbundled = 0.6;
const biggest = 10;

const sample = JSON.parse(readFileSync('local.settings.sample.json', 'utf8')) as {
  Values: Record<string, string>;
};

function load(entry: string): Load {
  const script = join(import.meta.dirname, 'loadApp.ts');
  const env = { PATH: process.env.PATH, ...sample.Values };
  return JSON.parse(execFileSync(process.execPath, [script, entry], { env, encoding: 'utf8' })) as Load;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

const metafile = await buildApp();
mkdirSync('.local', { recursive: true });
// Inside the project, so that Node finds its packages.
const folder = mkdtempSync(resolve('.local', 'unbundled-'));
try {
  const bundled = resolve('dist/main.cjs');
  const unbundled = await writeUnbundledApp(folder);
  // Once each for the file cache, and to see that both are the same app.
  const functions = load(bundled).functions;
  if (functions === 0 || functions !== load(unbundled).functions)
    throw new Error('The bundle and the unbundled app do not register the same functions.');
  const times = Array.from({ length: runs }, () => ({
    bundled: load(bundled).milliseconds,
    unbundled: load(unbundled).milliseconds,
  }));
  const ofBundle = median(times.map((time) => time.bundled));
  const ofUnbundled = median(times.map((time) => time.unbundled));
  const ratio = ofBundle / ofUnbundled;
  const { bytes, packages } = bundleContents(metafile);
  console.log(`Load of the app with ${functions} functions, median of ${runs}, Node ${process.versions.node}:
  bundled     ${ofBundle.toFixed(0)} ms
  unbundled   ${ofUnbundled.toFixed(0)} ms
  ratio       ${(ratio * 100).toFixed(0)} % (limit ${mostOfUnbundled * 100} %)
The bundle has ${kilobytes(bytes)}; the biggest parts:`);
  for (const [name, size] of packages.slice(0, biggest))
    console.log(`  ${name.padEnd(28)} ${kilobytes(size)}`);
  if (ratio > mostOfUnbundled) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
