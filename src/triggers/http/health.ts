import type { HttpHandler } from '@azure/functions';
import packageJson from '../../../package.json' with { type: 'json' };
import { json } from './respond.ts';

/** `GET /health`: the app is up and its settings are good; it would not have started otherwise. Asks nobody. */
export function getHealth(): HttpHandler {
  return () => json(200, { status: 'ok', version: packageJson.version });
}
