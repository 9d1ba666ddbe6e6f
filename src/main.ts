import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerApp } from './app.ts';
import { readConfig } from './config.ts';
import { createCredential, createGateways } from './gateways/index.ts';

/** The bundle is dist/main.cjs: the folder above is the app's, wherever the host was started. */
const folder = join(__dirname, '..');
const readFile = (path: string) =>
  new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(join(folder, path)));

const config = readConfig(process.env, readFile);
registerApp({ config, gateways: createGateways(config, { credential: createCredential(config) }) });
