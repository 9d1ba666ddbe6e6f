import type { World } from '../../dev/azure/world.ts';
import type { GrantOutcome } from '../../src/domain/operation.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import type { AuditReport } from '../../src/domain/report/auditReport.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import { deployedWorld } from '../support/deployedWorld.ts';
import { applicationOf } from '../support/tagging.ts';

export const invoice = 'Invoice Service';
type Options = Parameters<typeof withApp>[0];

/** The app as it is deployed, on an estate where its identity holds what the template gives it. */
export function withDeployedApp(
  { world = deployedWorld(), settings = {}, ...options }: Options,
  story: (app: AppOnLocalAzure) => Promise<void>,
): Promise<void> {
  return withApp({ ...options, world, settings: { MAILGRANT_CREATE_ROLE: 'false', ...settings } }, story);
}

/** The estate with more role assignments in it. */
export function withMore(world: World, assignments: NonNullable<World['assignments']>): World {
  return { ...world, assignments: [...(world.assignments ?? []), ...assignments] };
}

/** Starts what a call starts, lets it end, and gives what it ended as. */
export async function carriedOut(
  app: AppOnLocalAzure,
  route: string,
  body?: unknown,
): Promise<OperationView> {
  const answer = await app.call(route, body);
  if (answer.status !== 202) throw new Error(`${route}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return app.finish(answer.body.id);
}

/** What came of a grant that is expected to succeed. */
export async function granted(app: AppOnLocalAzure, body: object) {
  const { outcome } = await carriedOut(app, 'POST /grants', body);
  const ended = outcome as GrantOutcome;
  if (ended.outcome !== 'granted') throw new Error(JSON.stringify(ended, null, 2));
  return ended;
}

/** The report of the newest audit. */
export const latestReport = async (app: AppOnLocalAzure) =>
  (await app.call<AuditReport>('GET /audits/latest')).body;

/** What Azure has refused to Mailgrant's identity, of everything that it asked. */
export function refusals({ azure }: AppOnLocalAzure): string[] {
  return azure.requests.entries
    .filter(({ caller, status }) => caller === 'mailgrant' && (status === 401 || status === 403))
    .map(({ method, operation, target }) => `${method} ${operation} ${target}`);
}

/** The roles that an application holds, and where. */
export function rolesOf({ azure }: AppOnLocalAzure, application: string): string[] {
  const { state } = azure;
  const { appId } = applicationOf(azure, application);
  const principal = [...state.servicePrincipals.values()].find((each) => each.appId === appId);
  return [...state.roleAssignments.values()]
    .filter(({ principalId, deletedAt }) => principalId === principal?.objectId && deletedAt === undefined)
    .map(({ roleDefinition, scope }) => {
      const role = state.roleDefinitions.get(roleDefinition)?.roleName ?? roleDefinition;
      return `${role} at ${scope.split('/').at(-1)}`;
    });
}

/** The logins that an application has. */
export function loginsOf({ azure }: AppOnLocalAzure, application: string): string[] {
  const { appId } = applicationOf(azure, application);
  return [...azure.state.smtpUsernames.values()]
    .filter(({ entraApplicationId }) => entraApplicationId === appId)
    .map(({ username }) => username);
}
