// npm run demo: the main job once, with nothing hidden. Ends with 0 only if everything happened as it should.
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { parseArgs } from 'node:util';
import { buildApp } from './buildApp.ts';
import { httpStory } from './demo/httpStory.ts';
import { Narrator } from './demo/narrator.ts';
import { tagStory } from './demo/tagStory.ts';
import { startMailgrant } from './local/startMailgrant.ts';

const { values } = parseArgs({ options: { http: { type: 'boolean', default: false } } });
const narrator = new Narrator();
const { chapter, say } = narrator;

console.log(`Mailgrant gives an application in Microsoft Entra the right to send email over SMTP through Azure
Communication Services: the narrowest role that works, a login, and the proof that both are in effect.
There is no Azure behind this demo: a local one plays its part, with its delays shortened to seconds.`);

chapter('A local Azure, and Mailgrant beside it on a local Functions host');
await buildApp();
const hostLog: string[] = [];
const mailgrant = await startMailgrant({
  onLog: (line) => hostLog.push(line),
  // Who asks over HTTP needs nobody to look for tags.
  ...(!values.http && { watch: '*/2 * * * * *', settings: { MAILGRANT_REVOKE_GRACE: 'PT4S' } }),
});
const { addresses } = mailgrant;
// This process plays the app's owner, who trusts the local Azure's certificate as any client would: by its CA.
tls.setDefaultCACertificates([...tls.getCACertificates('default'), await readFile(addresses.caFile, 'utf8')]);
say(`Azure Resource Manager and Microsoft Graph  ${addresses.arm}`);
say(`SMTP submission                             ${addresses.smtp.host}:${addresses.smtp.port}`);
say(`Mailgrant                                   ${addresses.app}`);
if (!values.http)
  say(
    'It looks for tags every 2 s, and waits 4 s with revocations: MAILGRANT_WATCH_SCHEDULE and …_REVOKE_GRACE.',
  );

try {
  const stage = { ...narrator, addresses };
  await (values.http ? httpStory(stage) : tagStory(stage));
} catch (error) {
  process.exitCode = 1;
  console.error(error);
  console.error(`\nThe end of the host's log:\n${hostLog.slice(-20).join('\n')}`);
} finally {
  await mailgrant.stop();
}
