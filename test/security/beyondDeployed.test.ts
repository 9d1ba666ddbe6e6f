import { describe, expect, it } from 'vitest';
import { authenticate } from '../../dev/azure/smtp/authenticate.ts';
import type { GrantPlan } from '../../src/domain/grantPlan.ts';
import type { Problem } from '../../src/domain/problems.ts';
import { latest } from '../support/tagging.ts';
import { carriedOut, invoice, latestReport, refusals, rolesOf, withDeployedApp } from './deployedApp.ts';

// The policy would let all of it through: what stops it here is Azure.
const settings = { MAILGRANT_APPROVAL: 'never' };
type Turned = { status: number; body: { code: string; problems: Problem[] } };

describe('what the deployed identity cannot give ends as a refusal, and leaves nothing', () => {
  it.each([
    {
      asked: { scope: 'resourceGroup' },
      says: /roleAssignments\/write' over scope '[^']*rg-mail\/providers/,
    },
    { asked: { role: 'owner' }, says: /ABAC condition not fulfilled/ },
    { asked: { role: 'owner', scope: 'resourceGroup' }, says: /roleAssignments\/write' over scope/ },
  ])('$asked, by the operation', ({ asked, says }) =>
    withDeployedApp({ settings }, async (app) => {
      const before = structuredClone(app.azure.state);
      const { state, outcome } = await carriedOut(app, 'POST /grants', { application: invoice, ...asked });
      expect({ state, ...outcome }).toMatchObject({
        state: 'failed',
        problems: [{ code: 'not-authorized', message: expect.stringMatching(says) as string }],
        undone: [],
        leftBehind: [],
      });
      expect(app.azure.state).toEqual(before);
      // One refused write, and nothing tried again: a permanent no is no matter of patience.
      expect(refusals(app)).toHaveLength(1);
    }),
  );

  it.each([
    { asked: { scope: 'subscription' }, status: 502, code: 'not-authorized' },
    { asked: { role: 'owner', scope: 'subscription' }, status: 502, code: 'not-authorized' },
    { asked: { role: { cloneOf: 'Reader' } }, status: 409, code: 'role-missing' },
  ])('$asked, at the door, and in the plan', ({ asked, status, code }) =>
    withDeployedApp({ settings }, async (app) => {
      const before = structuredClone(app.azure.state);
      const wish = { application: invoice, ...asked };
      const answer: Turned = await app.call('POST /grants', wish);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      const plan = await app.call<GrantPlan>('POST /grants?plan=true', wish);
      expect(plan.body.refused).toMatchObject([{ code }]);
      expect(app.azure.state).toEqual(before);
    }),
  );
});

it('the fix of a broad role of somebody else gives up, takes back the narrow one, and mail goes on', () =>
  withDeployedApp({}, async (app) => {
    const sends = () =>
      authenticate(app.azure, { username: 'contoso-newsletter', password: 'newsletter-local-secret' });
    const held = rolesOf(app, 'Newsletter');
    expect(held).toEqual(['Communication and Email Service Owner at contoso-mail']);
    await carriedOut(app, 'POST /audits');
    const finding = (await latestReport(app)).findings.find(({ rule }) => rule === 'MG101');
    const fix = await app.call(`POST /audits/latest/findings/${finding?.id}/fix`);
    expect(fix.status).toBe(202);
    await app.rest();
    const decision = { approve: true, reason: 'It is far too much.' };
    expect((await app.call(`POST /operations/${fix.body.id}/decision`, decision)).status).toBe(202);
    const { state } = await app.finish(fix.body.id);
    const { outcome } = await latest(app, 'fix');
    expect({ state, ...outcome }).toMatchObject({
      state: 'failed',
      problems: [{ code: 'not-authorized', message: expect.stringContaining('ABAC condition') as string }],
      removed: [],
      undone: [expect.stringMatching(/^role assignment /)],
      leftBehind: [],
    });
    expect(rolesOf(app, 'Newsletter')).toEqual(held);
    expect(sends()).not.toHaveProperty('because');
  }));
