import { refused } from '../domain/answer.ts';
import type { Answer } from '../domain/answer.ts';
import type { Application, ServicePrincipal } from '../domain/application.ts';
import { isGuid } from '../domain/resolvedApplication.ts';
import type { KnownBy, ResolvedApplication } from '../domain/resolvedApplication.ts';
import type { Problem } from '../domain/problems.ts';
import type { FoundApplication } from '../domain/standing.ts';
import type { Directory } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

/** Activities that ask Microsoft Graph. */
export function directoryActivities(directory: Directory) {
  return {
    /**
     * Finds the application behind any of its ids or its exact display name, and its service principal. `patient`:
     * what is not there may be on its way, as after a registration seconds ago; so that is no refusal yet.
     */
    async resolveApplication(input: {
      reference: string;
      patient?: boolean;
    }): Promise<Answer<ResolvedApplication>> {
      const { reference, patient = false } = input;
      const absent = (problem: Problem) => (patient ? notYet(problem) : refused(problem));
      const found = await attempt(`find the application '${reference}'`, async () => {
        const { candidates, foreign } = await findApplications(directory, reference);
        const [only] = candidates;
        const servicePrincipal =
          only !== undefined && candidates.length === 1
            ? await directory.servicePrincipal({ appId: only.application.appId })
            : undefined;
        return { candidates, foreign, servicePrincipal };
      });
      if (found.kind !== 'done') return found;
      const { candidates, foreign, servicePrincipal } = found.value;
      const [only] = candidates;
      if (foreign !== undefined) return refused(ofOtherTenant(reference, foreign));
      if (only === undefined) return absent(notFound(reference));
      if (candidates.length > 1) return refused(ambiguous(reference, candidates));
      if (servicePrincipal === undefined) return absent(noServicePrincipal(only.application));
      return { kind: 'done', value: { ...only, servicePrincipal } };
    },

    /**
     * What Graph has under the first of these client ids or object ids that it knows, be it deleted, or registered in
     * another tenant.
     */
    async findApplication({ names }: { names: readonly string[] }): Promise<Answer<FoundApplication>> {
      return attempt(`find the application ${names.join(' or ')}`, async () => {
        for (const name of names) {
          const application =
            (await directory.application({ appId: name })) ??
            (await directory.application({ objectId: name }));
          if (application !== undefined) return { application };
        }
        for (const objectId of names) {
          const deleted = await directory.deletedApplication(objectId);
          if (deleted !== undefined) return { deleted };
        }
        for (const appId of names) {
          const foreign = await directory.servicePrincipal({ appId });
          if (foreign !== undefined)
            return { foreign: { appId: foreign.appId, displayName: foreign.displayName } };
        }
        return null;
      });
    },
  };
}

type Candidate = { application: Application; knownBy: KnownBy };
/** `foreign` is a service principal whose application is registered elsewhere: all there is of it in this tenant. */
type Found = { candidates: Candidate[]; foreign?: ServicePrincipal };

/** People take one id for another, so a GUID is tried as each of the three that it can be. */
async function findApplications(directory: Directory, reference: string): Promise<Found> {
  if (!isGuid(reference)) {
    const named = await directory.applicationsNamed(reference);
    return { candidates: named.map((application) => ({ application, knownBy: 'display name' })) };
  }
  const byAppId = await directory.application({ appId: reference });
  if (byAppId !== undefined) return { candidates: [{ application: byAppId, knownBy: 'appId' }] };
  const byObjectId = await directory.application({ objectId: reference });
  if (byObjectId !== undefined)
    return { candidates: [{ application: byObjectId, knownBy: 'application object id' }] };
  const servicePrincipal =
    (await directory.servicePrincipal({ objectId: reference })) ??
    (await directory.servicePrincipal({ appId: reference }));
  if (servicePrincipal === undefined) return { candidates: [] };
  const behind = await directory.application({ appId: servicePrincipal.appId });
  return behind === undefined
    ? { candidates: [], foreign: servicePrincipal }
    : { candidates: [{ application: behind, knownBy: 'service principal object id' }] };
}

function notYet(problem: Problem): Answer<never> {
  return { kind: 'later', problem, mayHaveHappened: false };
}

function ofOtherTenant(reference: string, { displayName, tenantId }: ServicePrincipal) {
  return {
    code: 'application-of-other-tenant' as const,
    field: 'application',
    message: `'${reference}' is '${displayName}', which has a service principal here but no app registration: its home is the tenant ${tenantId || 'of Microsoft'}.`,
    fix: 'Register an application in this tenant and ask for that one: its client secret is the SMTP password.',
  };
}

function notFound(reference: string) {
  return {
    code: 'application-not-found' as const,
    field: 'application',
    message: `No app registration of this tenant has '${reference}' as its client id, object id, service principal's object id or exact display name.`,
    fix: 'Look it up: az ad app list --display-name "…" --query "[].{name:displayName,appId:appId}".',
  };
}

function ambiguous(reference: string, candidates: readonly Candidate[]) {
  const ids = candidates.map(({ application }) => application.appId).join(', ');
  return {
    code: 'application-ambiguous' as const,
    field: 'application',
    message: `${candidates.length} app registrations have the display name '${reference}': ${ids}.`,
    fix: 'Give the client id of the one you mean.',
  };
}

function noServicePrincipal({ displayName, appId }: Application) {
  return {
    code: 'no-service-principal' as const,
    field: 'application',
    message: `The application '${displayName}' has no service principal in this tenant, and only that can hold a role.`,
    fix: `Create it: az ad sp create --id ${appId}`,
  };
}
