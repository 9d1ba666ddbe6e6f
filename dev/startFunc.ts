// npm run start:func: what is deployed under Azure Functions Core Tools and Azurite, on a local Azure, until Ctrl+C.
import { parseArgs } from 'node:util';
import { buildApp } from './buildApp.ts';
import { funcTools, missingTools } from './local/missingTools.ts';
import { howToTry } from './local/howToTry.ts';
import { onParentGone } from './local/onParentGone.ts';
import { startWithFunc } from './local/startWithFunc.ts';

const missing = missingTools(funcTools, process.env.PATH ?? '');
if (missing.length > 0) {
  console.error('npm run start:func needs what is not on the PATH:');
  for (const { command, is, get } of missing) console.error(`- ${command}: ${is}\n  Get it: ${get}`);
  console.error('npm start needs neither: it runs the app on a Functions host of its own.');
  process.exit(1);
}

const { values } = parseArgs({ options: { port: { type: 'string', default: '7071' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  console.error(`--port is '${values.port}'. Give a port from 1 to 65535.`);
  process.exit(2);
}

// Also while all is starting: what runs by then ends with this process.
const end = (code: number) => void stop().then(() => process.exit(code));
let stop = () => Promise.resolve();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end(0));
onParentGone(() => end(0));

try {
  await buildApp();
  const mailgrant = await startWithFunc({ port, onLog: (line) => console.error(line) });
  stop = () => mailgrant.stop();
  console.log(`Mailgrant runs under Azure Functions Core Tools: ${mailgrant.addresses.app}. Ctrl+C ends all.

${howToTry(mailgrant.addresses)}
`);
  console.error(await mailgrant.ended);
  end(1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
