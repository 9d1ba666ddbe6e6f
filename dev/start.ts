// npm start [-- --world <file>] [--port <n>] [--azure-port <n>] [--identity-port <n>] [--smtp-port <n>] [--data <file>] [--json]
import { parseArgs } from 'node:util';
import { startMailgrant } from './local/startMailgrant.ts';

const { values } = parseArgs({
  options: {
    world: { type: 'string' },
    port: { type: 'string', default: '7071' },
    'azure-port': { type: 'string', default: '8443' },
    'identity-port': { type: 'string', default: '8444' },
    'smtp-port': { type: 'string', default: '5870' },
    data: { type: 'string', default: ':memory:' },
    json: { type: 'boolean', default: false },
  },
});

const mailgrant = await startMailgrant({
  ports: {
    app: port('port'),
    https: port('azure-port'),
    identity: port('identity-port'),
    smtp: port('smtp-port'),
  },
  data: values.data,
  onLog: (line) => console.error(line),
  ...(values.world !== undefined && { world: values.world }),
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void mailgrant.stop().then(() => process.exit(0)));
}

const { app, arm, graph, authority, identity, smtp, control, caFile } = mailgrant.addresses;
if (values.json) {
  const addresses = {
    app,
    arm,
    graph,
    authority,
    smtp: `${smtp.host}:${smtp.port}`,
    identity,
    control,
    caFile,
  };
  console.log(JSON.stringify(addresses));
} else {
  console.log(`Mailgrant runs on a local Azure. Ctrl+C ends both.

  app        ${app}   (try: curl ${app}/grants)
  arm        ${arm}
  graph      ${graph}
  authority  ${authority}
  identity   ${identity}   (header X-IDENTITY-HEADER: ${mailgrant.addresses.identityHeader})
  smtp       ${smtp.host}:${smtp.port}   (STARTTLS, AUTH LOGIN)
  control    ${control}   (state, requests, mailbox, clock, tokens)
  CA file    ${caFile}   (curl --cacert, NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE)
`);
}

function port(name: 'port' | 'azure-port' | 'identity-port' | 'smtp-port'): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  console.error(`--${name} is '${values[name]}'. Give a port from 1 to 65535, or 0 for any free one.`);
  process.exit(2);
}
