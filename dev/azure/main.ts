import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AdjustableClock } from '../clock.ts';
import { speedOf } from './clockMode.ts';
import { demoDelays, noDelays, realDelays } from './delays.ts';
import { startLocalAzure } from './start.ts';
import type { Addresses } from './start.ts';
import { readWorld } from './readWorld.ts';

// npm run azure: a local Azure of its own, until it is told to stop.

const usage = `Runs a local Azure.

  npm run azure [-- options]

  --world <file>            the estate (default: the sample estate)
  --port <n>                Azure Resource Manager, Microsoft Graph, Entra, Key Vault, Event Grid, control
  --identity-port <n>       the managed identity endpoint
  --smtp-port <n>           SMTP submission; a port that is not given, or 0, is any free one
  --delays real|demo|none   how long Azure takes (default demo)
  --clock real|x60|stepped  how its time runs (default real)
  --json                    prints one line of JSON with every address
`;

const scales = { real: realDelays, demo: demoDelays, none: noDelays };
const root = join(import.meta.dirname, '../..');

try {
  await main();
} catch (error) {
  // A wrong option, a broken estate or a taken port: the sentence helps, the stack does not.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      world: { type: 'string', default: join(root, 'dev/worlds/contoso.json') },
      port: { type: 'string', default: '0' },
      'identity-port': { type: 'string', default: '0' },
      'smtp-port': { type: 'string', default: '0' },
      clock: { type: 'string', default: 'real' },
      delays: { type: 'string', default: 'demo' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const running = await startLocalAzure({
    world: await readWorld(values.world),
    clock: new AdjustableClock(readSpeed(values.clock)),
    delays: scales[readScale(values.delays)],
    ports: {
      https: readPort('port', values.port),
      identity: readPort('identity-port', values['identity-port']),
      smtp: readPort('smtp-port', values['smtp-port']),
    },
    certificateFolder: join(root, '.local/certificates'),
  });
  console.log(values.json ? JSON.stringify(running.addresses) : describe(running.addresses));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      running.stop().catch((error: unknown) => {
        console.error(error);
        process.exitCode = 1;
      });
    });
}

function readScale(scale: string): keyof typeof scales {
  if (scale === 'real' || scale === 'demo' || scale === 'none') return scale;
  throw new Error(`--delays is real, demo or none, not '${scale}'.`);
}

function readSpeed(clock: string): number {
  const speed = speedOf(clock);
  if (speed === undefined)
    throw new Error(`--clock is real, stepped or a factor such as x60, not '${clock}'.`);
  return speed;
}

function readPort(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw new Error(`--${option} is a number from 0 (any) to 65535, not '${text}'.`);
  return number;
}

function describe(at: Addresses): string {
  return [
    'The local Azure is ready.',
    `  Azure Resource Manager  ${at.arm}`,
    `  Microsoft Graph         ${at.graph}/v1.0`,
    `  Microsoft Entra         ${at.authority}`,
    `  Azure Key Vault         ${at.keyVault}`,
    `  Azure Event Grid        ${at.topic}`,
    `  managed identity        ${at.identity} (X-IDENTITY-HEADER: ${at.identityHeader})`,
    `  SMTP with STARTTLS      ${at.smtp.host}:${at.smtp.port}`,
    `  control plane           ${at.control}`,
    `  trust this authority    ${at.caFile}`,
    'Press Ctrl+C to stop it.',
  ].join('\n');
}
