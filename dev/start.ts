// npm start: a local Azure and Mailgrant beside it, until Ctrl+C.
import { parseArgs } from 'node:util';
import { demoDelays, noDelays, realDelays } from './azure/delays.ts';
import type { Delays } from './azure/delays.ts';
import { buildApp } from './buildApp.ts';
import { howToTry } from './local/howToTry.ts';
import { onParentGone } from './local/onParentGone.ts';
import { startMailgrant } from './local/startMailgrant.ts';

const usage = `Runs Mailgrant on a local Azure.

  npm start [-- options]

  --world <file>                    the estate (default: the sample estate)
  --delays real|demo|none           how long Azure takes (default demo)
  --port <n>                        the app's port (default 7071); 0 means any, here and below
  --azure-port <n>                  Azure Resource Manager, Microsoft Graph, Key Vault, control (default 8443)
  --identity-port <n>               the managed identity endpoint (default 8444)
  --smtp-port <n>                   SMTP submission (default 5870)
  --data <file>                     where operations are kept (default :memory:, gone with the process)
  --json                            prints one line of JSON with every address
`;

const scales: Record<string, Delays> = { real: realDelays, demo: demoDelays, none: noDelays };

const { values } = readArguments();
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const mailgrant = await start();

const end = () => void mailgrant.stop().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
onParentGone(end);

const { app, arm, graph, authority, keyVault, identity, smtp, control, caFile } = mailgrant.addresses;
if (values.json) {
  console.log(JSON.stringify({ ...mailgrant.addresses, smtp: `${smtp.host}:${smtp.port}` }));
} else {
  console.log(`Mailgrant runs on a local Azure. Ctrl+C ends both.

  app        ${app}   (try: curl ${app}/grants)
  arm        ${arm}
  graph      ${graph}
  authority  ${authority}
  key vault  ${keyVault}
  identity   ${identity}   (header X-IDENTITY-HEADER: ${mailgrant.addresses.identityHeader})
  smtp       ${smtp.host}:${smtp.port}   (STARTTLS, AUTH LOGIN)
  control    ${control}   (state, requests, mailbox, clock, tokens)
  CA file    ${caFile}   (curl --cacert, NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE)

Mailgrant looks for tags every 5 s, and revokes 30 s after a tag is gone. To see it, register an app and tag it:

${howToTry(mailgrant.addresses)}
`);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        world: { type: 'string' },
        delays: { type: 'string', default: 'demo' },
        port: { type: 'string', default: '7071' },
        'azure-port': { type: 'string', default: '8443' },
        'identity-port': { type: 'string', default: '8444' },
        'smtp-port': { type: 'string', default: '5870' },
        data: { type: 'string', default: ':memory:' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${usage}`);
  }
}

/** What goes wrong here is for people to mend: a taken port, a file that is not there, an estate that is not valid. */
async function start() {
  const delays = scales[values.delays] ?? fail(`--delays is '${values.delays}'. Give real, demo or none.`);
  const ports = {
    app: port('port'),
    https: port('azure-port'),
    identity: port('identity-port'),
    smtp: port('smtp-port'),
  };
  const onLog = (line: string) => console.error(line);
  await buildApp();
  try {
    return await startMailgrant({
      ports,
      delays,
      data: values.data,
      onLog,
      watch: '*/5 * * * * *',
      settings: { MAILGRANT_REVOKE_GRACE: 'PT30S' },
      ...(values.world !== undefined && { world: values.world }),
    });
  } catch (error) {
    return fail((error as Error).message);
  }
}

function port(name: 'port' | 'azure-port' | 'identity-port' | 'smtp-port'): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  return fail(`--${name} is '${values[name]}'. Give a port from 1 to 65535, or 0 for any free one.`);
}

function fail(text: string): never {
  console.error(text);
  process.exit(2);
}
