import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../../dev/buildApp.ts';

let folder: string;
let inputs: string[];
let requires: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailgrant-bundle-'));
  const { outputs } = await buildApp(join(folder, 'main.cjs'));
  const bundle = Object.entries(outputs).find(([path]) => path.endsWith('main.cjs'))?.[1];
  inputs = Object.keys(bundle?.inputs ?? {});
  requires = (bundle?.imports ?? []).map(({ path }) => path);
});
afterAll(() => rm(folder, { recursive: true }));

it('needs nothing but Node and what the Functions worker provides', () => {
  const builtin =
    /^(node:)?(assert|buffer|child_process|constants|crypto|dns|events|fs|http2?|https|module|net|os|path|perf_hooks|process|querystring|stream|string_decoder|timers|tls|tty|url|util|zlib)(\/\w+)?$/;
  expect(new Set(requires.filter((name) => !builtin.test(name)))).toEqual(new Set(['@azure/functions-core']));
});

it('has one copy of each of the SDKs, not a second one of another module form', () => {
  const ofSdks = inputs.filter((path) => /node_modules\/(@azure|@typespec)\//.test(path));
  expect(ofSdks.length).toBeGreaterThan(0);
  // Both forms of an SDK keep what they share in one file of the one form, so that there is one of it.
  const shared = /\/state(-cjs)?\.js$/;
  expect(ofSdks.filter((path) => path.includes('/dist/commonjs/') && !shared.test(path))).toEqual([]);
});

it('has one language of zod: src imports * as z, because the object z would bring all of them', () => {
  expect(inputs.filter((path) => /node_modules\/zod\/.*\/locales\//.test(path))).toEqual([
    'node_modules/zod/v4/locales/en.js',
  ]);
});

it('has nothing of dev', () => {
  expect(inputs.filter((path) => /^(dev|test|scripts)\//.test(path))).toEqual([]);
});
