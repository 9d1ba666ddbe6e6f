import { describe, expect, it } from 'vitest';
import { neededPermissions } from '../../src/domain/doctor/neededPermissions.ts';
import { requestOf } from '../support/azWords.ts';
import type { AppOnLocalAzure, Started } from '../support/appOnLocalAzure.ts';
import { ailments, wellWorld, withDoctor } from '../support/doctorWorld.ts';

/** What an operation comes to, as text: its refusal, or how it ended. */
async function tryTo(app: AppOnLocalAzure, route: string, body?: unknown): Promise<string> {
  const answer = await app.call<Started>(route, body);
  return JSON.stringify(answer.status === 202 ? await app.finish(answer.body.id) : answer.body);
}

const grant = (app: AppOnLocalAzure) => tryTo(app, 'POST /grants', { application: 'Invoice Service' });
const inventory = (app: AppOnLocalAzure) => tryTo(app, 'GET /grants');
const audit = async (app: AppOnLocalAzure) => {
  await tryTo(app, 'POST /audits');
  const { body } = await app.call<{ lookedAt: { unread: string[] } }>('GET /audits/latest');
  return JSON.stringify(body.lookedAt.unread);
};

/** The operation that does not work without the action. */
const failing: Record<string, (app: AppOnLocalAzure) => Promise<string>> = {
  'Microsoft.Communication/CommunicationServices/Read': inventory,
  'Microsoft.Communication/CommunicationServices/smtpUsernames/read': inventory,
  'Microsoft.Communication/CommunicationServices/smtpUsernames/write': grant,
  'Microsoft.Communication/CommunicationServices/smtpUsernames/delete': (app) =>
    tryTo(app, 'DELETE /grants/Newsletter'),
  'Microsoft.Communication/EmailServices/Domains/read': inventory,
  'Microsoft.Authorization/roleDefinitions/read': grant,
  'Microsoft.Authorization/roleAssignments/read': grant,
  'Microsoft.Authorization/roleAssignments/write': grant,
  'Microsoft.Authorization/roleAssignments/delete': async (app) => {
    await grant(app);
    return tryTo(app, 'DELETE /grants/Invoice%20Service');
  },
  'Microsoft.Authorization/roleEligibilityScheduleInstances/read': audit,
  'Microsoft.Authorization/denyAssignments/read': audit,
  'Microsoft.Authorization/permissions/read': (app) => tryTo(app, 'GET /doctor'),
};
const deployed = neededPermissions.filter(({ when }) => when === undefined);

it('has an operation for each action that is needed of what deployment gives', () => {
  expect(Object.keys(failing).sort()).toEqual(deployed.map(({ action }) => action).sort());
});

describe.each(deployed)('without $action', ({ action, optional }) => {
  const world = () => wellWorld(undefined, action);

  it('the doctor names it with its place, and what it says mends it', async () => {
    await withDoctor({ world: world() }, async ({ send }, ask) => {
      const report = await ask();
      expect(report.state).toBe(optional === true ? 'degraded' : 'broken');
      const named = report.checks.flatMap(({ missing = [] }) => missing);
      expect(named.length).toBeGreaterThan(0);
      expect([...new Set(named.map((each) => each.action))]).toEqual([action]);
      for (const { check, missing, about } of report.checks)
        if (missing !== undefined)
          expect([check, ...missing.map(({ scope }) => scope)]).toEqual(['permissions', about]);
      const commands = report.checks.flatMap(({ check, commands = [] }) =>
        check === 'permissions' ? commands : [],
      );
      for (const command of commands) {
        const { status } = await send({ ...requestOf(command), as: 'Ada Owner' });
        expect([200, 201], command).toContain(status);
      }
      expect(ailments(await ask())).toEqual([]);
    });
  });

  it('what it is needed for does not work', async () => {
    await withDoctor({ world: world() }, async (app) => {
      const outcome = await failing[action]?.(app);
      expect(outcome?.toLowerCase()).toContain(action.toLowerCase());
    });
  });
});

it('each of these operations works with all that deployment gives', async () => {
  await withDoctor({}, async (app, ask) => {
    const granted = await grant(app);
    expect(granted).toContain('"state":"succeeded"');
    expect(await inventory(app)).toContain('"grants":');
    expect(await audit(app)).toBe('[]');
    expect(await tryTo(app, 'DELETE /grants/Invoice%20Service')).toContain('"state":"succeeded"');
    expect(await ask()).toMatchObject({ state: 'ready' });
  });
});
