import type { summarize } from '../azure/control/summary.ts';
import { registerApp } from './appOwner.ts';
import { callJson } from './azureClient.ts';
import { tagAndWait } from './eventChapters.ts';
import { followOperation } from './followOperation.ts';
import { watchSteps } from './grantChapters.ts';
import type { Stage } from './stage.ts';

const displayName = 'Quick Win';
const wanted = 'ceo@mail.contoso.example';

/** A tag that asks for somebody else's name waits for a person, who says no. Throws if the app gets anything. */
export async function rejectBorrowedName(stage: Stage): Promise<void> {
  const { addresses, chapter, say, quote } = stage;
  chapter('Ben tags another app, which would like to write as the CEO');
  const app = await registerApp(addresses, 'Ben Developer', { displayName, say: () => {} });
  say(`POST /applications {"displayName": "${displayName}"}, and so on   → client id ${app.appId}`);
  const tags = ['mailgrant', `mailgrant:username=${wanted}`];
  const { statusUrl } = await tagAndWait(
    stage,
    { app, tags },
    { event: 'Mailgrant.Application.Tagged', kind: 'grant' },
  );
  const { state, approval } = await watchSteps(stage, statusUrl);
  if (state !== 'awaitingApproval' || approval === undefined)
    throw new Error(`Nobody was asked; the operation is ${state}.`);
  say(`It waits for a decision until ${approval.until}, because:`);
  quote(approval.reasons.join('\n'));

  const body = { approve: false, reason: 'Only the CEO writes as the CEO.', approval: approval.id };
  await callJson(`${statusUrl}/decision`, { method: 'POST', body });
  say(`POST …/decision ${JSON.stringify({ approve: body.approve, reason: body.reason })}   → 202`);
  const { outcome } = await followOperation(statusUrl, () => {});
  if (outcome?.outcome !== 'failed') throw new Error(`It was rejected, but it ended as ${outcome?.outcome}.`);
  for (const { message } of outcome.problems) say(message);
  await expectNothing(addresses, app.appId);
  say(`${displayName} has no role and no login.`);
}

async function expectNothing({ control }: Stage['addresses'], appId: string): Promise<void> {
  const state = await callJson<ReturnType<typeof summarize>>(`${control}state`);
  const principal = state.applications.find((each) => each.appId === appId)?.servicePrincipalId;
  const logins = state.smtpUsernames.filter(
    ({ application, username }) => application === appId || username === wanted,
  );
  const roles = state.roleAssignments.filter(({ principalId }) => principalId === principal);
  if (logins.length + roles.length > 0)
    throw new Error('An app that was rejected holds something all the same.');
}
