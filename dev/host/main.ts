// npm run host -- <app folder> [--port <n>] [--data <file>] [--failure-details on|off] [--deliver-twice]
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { loadAppFolder } from './functionApp.ts';
import { hostOn } from './host.ts';
import { listen } from './httpServer.ts';
import { errorText, lineLog } from './log.ts';

const usage = `Runs a compiled Azure Functions app on this machine.

  npm run host -- <app folder> [options]

  --port <n>                  port to listen on, 0 for any (default 7071)
  --data <file>               where orchestrations are kept (default :memory:, gone with the process)
  --failure-details on|off    which of the two forms of a failure orchestrators get (default on)
  --deliver-twice             runs every activity twice
  --verbose                   logs everything
`;

try {
  await main();
} catch (error) {
  process.stderr.write(`${errorText(error)}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '7071' },
      data: { type: 'string', default: ':memory:' },
      'failure-details': { type: 'string', default: 'on' },
      'deliver-twice': { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [folder, ...others] = positionals;
  const port = Number(values.port);
  const failureDetails = values['failure-details'];
  const isUnderstood =
    others.length === 0 && Number.isInteger(port) && ['on', 'off'].includes(failureDetails);
  if (values.help || folder === undefined || !isUnderstood) {
    process.stderr.write(usage);
    process.exit(values.help ? 0 : 2);
  }

  const log = lineLog((line) => process.stderr.write(line), values.verbose ? 'trace' : 'information');
  const listening = await listen(port);
  process.env.WEBSITE_HOSTNAME = new URL(listening.url).host;
  const host = await hostOn(listening, {
    app: await loadAppFolder(folder, process.env),
    data: values.data,
    clock: systemClock,
    log,
    failureDetails: failureDetails === 'on',
    deliverTwice: values['deliver-twice'],
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      // The app may hold the process open, so it is ended here.
      void host.stop().then(() => process.exit(0));
    });
  }
  process.stdout.write(`${JSON.stringify({ ready: true, url: host.url })}\n`);
}
