import { describe, expect, it } from 'vitest';
import { operationId } from '../../src/domain/naming.ts';
import type { RevokeInput, RevokeOutcome } from '../../src/domain/operation.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import type { Requester } from '../../src/domain/requester.ts';
import { communicationOwnerRole } from '../../src/domain/roleChoice.ts';
import { inEstate, labId } from '../activities/localActivities.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import { aRequest, serviceId, someSettings, subscriptionScope } from '../support/records.ts';

const application = 'Invoice Service';
const day = 24 * 60 * 60_000;
const tagDoor: Requester = { door: 'event', who: 'Mallory (http). x', why: 'Mailgrant.Application.Tagged' };
const settings = someSettings({ services: [serviceId, labId] });

/** What the application has in Azure, by this world's own books. */
function standing(
  { azure: { state } }: AppOnLocalAzure,
  { appId, principalId }: { appId: string; principalId: string },
) {
  return {
    usernames: [...state.smtpUsernames.values()].filter((each) => each.entraApplicationId === appId).length,
    assignments: [...state.roleAssignments.values()].filter(
      (each) => each.principalId === principalId && each.deletedAt === undefined,
    ).length,
  };
}

/** The app, and an application that has been granted by its tag. */
function withTaggedGrant(
  story: (app: AppOnLocalAzure, own: ReturnType<typeof inEstate>) => Promise<void>,
): Promise<void> {
  return withApp({}, async (app) => {
    const own = inEstate(app.azure.state, application);
    const input = { request: aRequest({ application: own.appId }), requester: tagDoor, settings };
    const instanceId = operationId('grant', own.appId, serviceId);
    app.host.engine.start({ name: 'grantSmtp', input, instanceId });
    expect((await app.finish(instanceId)).state).toBe('succeeded');
    expect(standing(app, own)).toEqual({ usernames: 1, assignments: 1 });
    await story(app, own);
  });
}

/** Starts what the untagging of an application starts. */
async function untag(app: AppOnLocalAzure, { appId, principalId }: { appId: string; principalId: string }) {
  const input: RevokeInput = {
    appId,
    displayName: application,
    principalId,
    serviceIds: [serviceId, labId],
    requester: { ...tagDoor, why: 'Mailgrant.Application.Untagged' },
    settings,
    grace: day,
  };
  // The first allowed mail service names the revocation: the app's, not the test's.
  const [first] = [...app.azure.state.communicationServices.values()];
  const instanceId = operationId('revoke', appId, first?.id ?? '');
  app.host.engine.start({ name: 'revokeSmtp', input, instanceId });
  await app.rest();
  return instanceId;
}

const view = async (app: AppOnLocalAzure, id: string) =>
  (await app.call<OperationView>(`GET /operations/${id}`)).body;

describe('an application that has been untagged', () => {
  it('keeps its grant for the grace, to the last second, and then loses it', () =>
    withTaggedGrant(async (app, own) => {
      const id = await untag(app, own);
      await app.pass(day - 1000);
      expect(await view(app, id)).toMatchObject({ state: 'running', percent: 0 });
      expect(standing(app, own)).toEqual({ usernames: 1, assignments: 1 });
      await app.pass(1000);
      expect(await view(app, id)).toMatchObject({ state: 'succeeded', outcome: { outcome: 'revoked' } });
      expect(standing(app, own)).toEqual({ usernames: 0, assignments: 0 });
    }));

  it('keeps it if it is tagged again, though nobody said so', () =>
    withTaggedGrant(async (app, own) => {
      const id = await untag(app, own);
      app.azure.state.applications.get(own.objectId)!.tags.push('mailgrant');
      await app.pass(day);
      expect(await view(app, id)).toMatchObject({ outcome: { outcome: 'kept' } });
      expect(standing(app, own)).toEqual({ usernames: 1, assignments: 1 });
    }));

  it('keeps what was asked for over HTTP', () =>
    withApp({}, async (app) => {
      const own = inEstate(app.azure.state, application);
      await app.finish((await app.call('POST /grants', { application })).body.id);
      const id = await untag(app, own);
      await app.pass(day);
      expect(await view(app, id)).toMatchObject({ outcome: { outcome: 'revoked', removed: [] } });
      expect(standing(app, own)).toEqual({ usernames: 1, assignments: 1 });
    }));

  it('that is asked for over HTTP in the grace is granted, and the revocation ends', () =>
    withTaggedGrant(async (app, own) => {
      const id = await untag(app, own);
      const grant = await app.call('POST /grants', { application });
      expect(grant.status).toBe(202);
      expect((await app.finish(grant.body.id)).state).toBe('succeeded');
      await app.pass(day);
      expect(await view(app, id)).toMatchObject({ outcome: { outcome: 'kept' } });
      expect(standing(app, own)).toEqual({ usernames: 1, assignments: 1 });
    }));

  it('is revoked at once by DELETE in the grace, with all that it has', () =>
    withTaggedGrant(async (app, own) => {
      const id = await untag(app, own);
      app.azure.state.applications.get(own.objectId)!.tags.push('Mailgrant');
      const answer = await app.call(`DELETE /grants/${own.appId}`);
      expect(answer).toMatchObject({ status: 202, body: { id, joined: true } });
      await app.rest();
      expect(await view(app, id)).toMatchObject({
        outcome: { outcome: 'revoked', note: expect.stringContaining("'Mailgrant'") as string },
      });
      expect(standing(app, own)).toEqual({ usernames: 0, assignments: 0 });
    }));

  it('that is past its grace refuses a grant, and a DELETE that wants more than it does', () =>
    withTaggedGrant(async (app, own) => {
      app.azure.faults.add({
        operation: 'SmtpUsernames_Delete',
        times: 1,
        effect: { kind: 'status', status: 503, retryAfter: 60 },
      });
      const id = await untag(app, own);
      await app.pass(day + 1000);
      const refused = { status: 409, body: { code: 'operation-running' } };
      expect(await app.call('POST /grants', { application })).toMatchObject(refused);
      expect(await app.call(`DELETE /grants/${own.appId}`)).toMatchObject(refused);
      expect((await app.finish(id)).outcome).toMatchObject({ outcome: 'revoked' });
    }));
});

describe('an application that has been deleted', () => {
  it('leaves neither login nor role assignment behind', () =>
    withTaggedGrant(async (app, own) => {
      app.azure.state.applications.delete(own.objectId);
      app.azure.state.servicePrincipals.delete(own.principalId);
      const id = await untag(app, own);
      await app.pass(day);
      expect(await view(app, id)).toMatchObject({ outcome: { outcome: 'revoked', stillGrants: [] } });
      expect(standing(app, own)).toEqual({ usernames: 0, assignments: 0 });
    }));

  it('is cleaned up by DELETE of its client id, too', () =>
    withTaggedGrant(async (app, own) => {
      app.azure.state.applications.delete(own.objectId);
      app.azure.state.servicePrincipals.delete(own.principalId);
      const { body } = await app.call(`DELETE /grants/${own.appId}`);
      await app.finish(body.id);
      expect(standing(app, own)).toEqual({ usernames: 0, assignments: 0 });
    }));
});

describe('DELETE', () => {
  it('says what else lets the application send: a group, and an owner role from above', () =>
    withTaggedGrant(async (app, own) => {
      const { state } = app.azure;
      const [team] = state.groups.values();
      team!.memberIds.push(own.principalId);
      const [example] = [...state.roleAssignments.values()].filter(
        ({ principalId }) => principalId === own.principalId,
      );
      const assign = (name: string, principalId: string, scope: string) =>
        state.roleAssignments.set(name, {
          ...example!,
          name,
          principalId,
          scope,
          roleDefinition: communicationOwnerRole,
          description: 'by hand',
        });
      assign('10000000-0000-4000-8000-000000000001', team!.objectId, serviceId);
      assign('10000000-0000-4000-8000-000000000002', own.principalId, subscriptionScope);
      const { body } = await app.call(`DELETE /grants/${own.appId}`);
      const outcome = (await app.finish(body.id)).outcome as Extract<RevokeOutcome, { outcome: 'revoked' }>;
      expect(outcome.removed).toHaveLength(2);
      expect(outcome).not.toHaveProperty('note');
      expect(outcome.stillGrants).toMatchObject([
        { scope: serviceId, group: team!.objectId, inherited: false, conditional: false },
        { scope: subscriptionScope, inherited: true },
      ]);
    }));
});
