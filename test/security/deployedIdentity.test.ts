import { expect, it } from 'vitest';
import smtpSender from '../../infra/roles/smtpSender.json' with { type: 'json' };
import { senderRole } from '../../src/domain/senderRole.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import { deployedWorld, mailGroup } from '../support/deployedWorld.ts';

it('the deployed SMTP sender role is the one that the app wants', () => {
  const { permissions, description } = senderRole(mailGroup);
  expect(smtpSender).toEqual({ roleName: 'Mailgrant SMTP Sender', description, permissions });
});

const settings = { MAILGRANT_CREATE_ROLE: 'false' };

it('grants and revokes with what the template deploys', async () => {
  await withApp({ world: deployedWorld(), settings }, async (app) => {
    const { body: grant } = await app.call('POST /grants', { application: 'Invoice Service' });
    expect(await app.finish(grant.id)).toMatchObject({ state: 'succeeded' });
    const { body: audit } = await app.call('POST /audits');
    expect(await app.finish(audit.id)).toMatchObject({ state: 'succeeded' });
    const report = await app.call<{ lookedAt: { unread: string[] } }>('GET /audits/latest');
    expect(report.body.lookedAt.unread).toEqual([]);
    const { body: revocation } = await app.call('DELETE /grants/Invoice%20Service');
    expect(await app.finish(revocation.id)).toMatchObject({ state: 'succeeded' });
  });
});
