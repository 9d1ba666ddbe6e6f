import { registerApp } from './app.ts';
import { readConfig } from './config.ts';
import { createCredential, createGateways } from './gateways/index.ts';

const config = readConfig(process.env);
registerApp({ config, gateways: createGateways(config, { credential: createCredential(config) }) });
