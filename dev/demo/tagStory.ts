import { rejectBorrowedName } from './approvalChapter.ts';
import { auditFabrikam } from './auditChapter.ts';
import { depositSecret, registerApp } from './appOwner.ts';
import type { RegisteredApp } from './appOwner.ts';
import { tagAndWait } from './eventChapters.ts';
import type { Noticed } from './eventChapters.ts';
import { followGrant, watchSteps } from './grantChapters.ts';
import type { Granted } from './grantChapters.ts';
import { assignByHand, sayWhenResolved, sayWhoDidIt } from './handmadeRole.ts';
import { sendAndRead, sendBy, sendTooSoon } from './mailChapters.ts';
import { shorten } from './narrator.ts';
import type { Stage } from './stage.ts';
import { timings } from './timings.ts';
import { until } from './until.ts';

/** Ben tags his app in Microsoft Entra, and everything else happens by itself; so does the end of it. */
export async function tagStory(stage: Stage): Promise<void> {
  const { addresses, chapter, say } = stage;
  chapter('Ben registers an app for himself, as any developer may');
  const app = await registerApp(addresses, 'Ben Developer', { displayName: 'Invoice Robot', say });
  const vaultPath = await depositSecret(addresses, 'Contoso Build Pipeline', app);
  say(`PUT ${vaultPath}   → in the team's Key Vault, where Mailgrant may read it`);
  await sendTooSoon(stage, app);
  const handmade = await assignByHand(stage);

  chapter('Ben tags his app');
  const { statusUrl, noticed } = await tagAndWait(
    stage,
    { app, tags: ['mailgrant'] },
    { event: 'Mailgrant.Application.Tagged', kind: 'grant' },
  );
  chapter('The grant, which nobody has asked for but the tag');
  const granted = await followGrant(stage, statusUrl);
  await sendAndRead(stage, app, granted.outcome.card);
  await rejectBorrowedName(stage);
  await untag(stage, app, granted);

  const resolved = await sayWhoDidIt(stage, handmade);
  await auditFabrikam(stage);
  await sayWhenResolved(stage, resolved);

  chapter('Where the time went, from the tag until mail goes through');
  for (const { what, seconds } of [...wayToStart(noticed), ...timings(granted.operation)])
    say(`${seconds.toFixed(1).padStart(5)} s  ${what}`);
  console.log(
    `\nDone: ${app.displayName} could send email while it had the tag, and no longer; and nobody else could for long.`,
  );
}

async function untag(stage: Stage, app: RegisteredApp, { outcome }: Granted): Promise<void> {
  const { addresses, chapter, say } = stage;
  chapter('Ben takes the tag of Invoice Robot away');
  const { statusUrl } = await tagAndWait(
    stage,
    { app, tags: [] },
    { event: 'Mailgrant.Application.Untagged', kind: 'revoke' },
  );
  const { outcome: end } = await watchSteps(stage, statusUrl);
  if (end?.outcome !== 'revoked') throw new Error(`Nothing was revoked: ${JSON.stringify(end, null, 2)}`);
  for (const removed of end.removed) say(`removed: ${shorten(removed)}`);
  if (end.removed.length < 2) throw new Error('A login and a role assignment were to be removed.');
  const { reply } = await until('a refusal of the mail', async () => {
    const sent = await sendBy(addresses, app, outcome.card);
    return sent.accepted ? undefined : sent;
  });
  say(`MAIL refused: ${reply}`);
}

function wayToStart({ written, published, delivered, started }: Noticed) {
  return [
    { what: 'the tag is seen, and its event published', seconds: (published - written) / 1000 },
    {
      what: 'the event is delivered, and the grant has started',
      seconds: (Math.max(started, delivered) - published) / 1000,
    },
  ];
}
