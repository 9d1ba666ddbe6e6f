import { depositSecret, registerApp } from './appOwner.ts';
import { auditFabrikam } from './auditChapter.ts';
import { callJson } from './azureClient.ts';
import { followGrant, sayWhatAzureWasAsked } from './grantChapters.ts';
import { sendAndRead, sendTooSoon } from './mailChapters.ts';
import { shorten } from './narrator.ts';
import type { Stage } from './stage.ts';
import { timings } from './timings.ts';

/** Somebody asks for the grant over HTTP, and is told what will be done before it is. */
export async function httpStory(stage: Stage): Promise<void> {
  const { addresses, chapter, say } = stage;
  chapter('Ben registers an app for himself, as any developer may');
  const app = await registerApp(addresses, 'Ben Developer', { displayName: 'Invoice Robot', say });
  const vaultPath = await depositSecret(addresses, 'Contoso Build Pipeline', app);
  say(`PUT ${vaultPath}   → in the team's Key Vault, where Mailgrant may read it`);
  await sendTooSoon(stage, app);

  chapter('Mailgrant is asked what it would do');
  const body = { application: app.displayName };
  const plan = await callJson<{
    steps: { action: string; step: string; what: string }[];
    refused: { message: string }[];
  }>(`${addresses.app}/grants?plan=true`, { method: 'POST', body });
  say(`POST /api/grants?plan=true ${JSON.stringify(body)}`);
  for (const { action, step, what } of plan.steps)
    say(`${action.padEnd(7)} ${step.padEnd(19)} ${shorten(what)}`);
  for (const { message } of plan.refused) say(`refused: ${message}`);

  chapter('Mailgrant is asked to do it');
  await callJson(`${addresses.control}requests`, { method: 'DELETE' });
  const { statusUrl } = await callJson<{ statusUrl: string }>(`${addresses.app}/grants`, {
    method: 'POST',
    body,
  });
  say(`POST /api/grants ${JSON.stringify(body)}`);
  const { operation, outcome } = await followGrant(stage, statusUrl);
  await sendAndRead(stage, app, outcome.card);
  await auditFabrikam(stage);

  chapter('Where the time went');
  for (const { what, seconds } of timings(operation)) say(`${seconds.toFixed(1).padStart(5)} s  ${what}`);
  await sayWhatAzureWasAsked(stage);
  console.log(`\nDone: ${app.displayName} sends email, with the narrowest role that works.`);
}
