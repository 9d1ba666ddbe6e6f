import { scopeOfAudit } from '../../domain/audit/carryOver.ts';
import { auditPlaces } from '../../domain/audit/places.ts';
import type { AuditSlices } from '../../domain/audit/slices.ts';
import { servicesBorneOn } from '../../domain/azureChange.ts';
import type { AzureChange } from '../../domain/azureChange.ts';
import type { InspectedService } from '../../domain/inspectedService.ts';
import { askAzure, askMany } from '../askAzure.ts';
import { auditReadsAtATime, changePatience } from '../policies.ts';
import { now } from '../step.ts';
import type { Step } from '../step.ts';
import type { AuditRun } from './auditRun.ts';
import { readDirectory } from './readDirectory.ts';
import { readHeld } from './readHeld.ts';

/** What was read, and what was not there to be read. */
export type Estate = { kind: 'full' | 'targeted'; slices: AuditSlices; unread: string[] };

/**
 * Reads who has access to the mail services, and who that is. Without changes all of it; with changes what they bear
 * on, and the rest is as the last audit saw it.
 */
export function* readEstate(
  run: AuditRun,
  services: readonly string[],
  changes: readonly AzureChange[],
): Step<Estate> {
  const last = changes.length === 0 ? null : yield* askAzure(run, { ask: 'readLastAudit', input: null });
  const concerned = changes.flatMap((change) => servicesBorneOn(change, services));
  const { read, kept } = scopeOfAudit(services, last === null ? {} : { concerned, last });
  const wanted = read.flatMap(({ serviceIds }) => serviceIds);
  const audited = [...services];
  const { found, missing } = yield* run.during('readMailServices', () => readServices(run, wanted));
  const fresh = yield* run.during('readAccess', () => readPlaces(run, { services: found, audited, changes }));
  const slices: AuditSlices = {
    services: [...kept.services, ...found],
    places: [...kept.places, ...fresh],
    directory: kept.directory,
  };
  const known = yield* run.during('readDirectory', () =>
    readDirectory(run, slices, { fresh, services: found }),
  );
  const whole = yield* run.during('readHeld', () => readHeld(run, known, fresh));
  return { kind: last === null ? 'full' : 'targeted', slices: whole, unread: missing.map(noService) };
}

function* readServices(
  run: AuditRun,
  serviceIds: readonly string[],
): Step<{ found: InspectedService[]; missing: string[] }> {
  const answers = yield* askMany(
    run,
    serviceIds.map((serviceId) => ({ ask: 'findMailService' as const, input: { serviceId } })),
    auditReadsAtATime,
  );
  return {
    found: answers.filter((service) => service !== null),
    missing: serviceIds.filter((_, index) => answers[index] === null),
  };
}

type Wanted = { services: readonly InspectedService[]; audited: string[]; changes: readonly AzureChange[] };

function* readPlaces(run: AuditRun, { services, audited, changes }: Wanted): Step<AuditSlices['places']> {
  const patientUntil = now(run.context) + changePatience;
  const slices = yield* askMany(
    run,
    auditPlaces(services.map(({ service }) => service.id)).map((place) => ({
      ask: 'readAccess' as const,
      input: { place, audited, changed: assignmentsIn(place.scope, changes) },
      // Lists of role assignments lag behind the events about them.
      notYet: ({ notSeen }: { notSeen: string[] }) =>
        notSeen.length > 0 && now(run.context) < patientUntil ? notShown(notSeen) : undefined,
    })),
    auditReadsAtATime,
  );
  return slices.map(({ notSeen, ...slice }) => {
    if (notSeen.length > 0) run.log.warn('A change is not to be seen.', { operation: run.id, notSeen });
    return { ...slice, held: {} };
  });
}

/** The last word on each role assignment that lists around a scope can show. */
function assignmentsIn(scope: string, changes: readonly AzureChange[]): { id: string; gone: boolean }[] {
  const concerning = changes.filter(
    (change) => change.kind === 'roleAssignment' && servicesBorneOn(change, [scope]).length > 0,
  );
  const sorted = concerning.toSorted((one, other) => (one.at < other.at ? -1 : 1));
  return [
    ...new Map(sorted.map(({ resource, gone }) => [resource.toLowerCase(), { id: resource, gone }])).values(),
  ];
}

function notShown(notSeen: readonly string[]) {
  return {
    code: 'assignment-not-seen' as const,
    message: `Azure's list does not show yet what has become of ${notSeen.join(', ')}.`,
    fix: 'Wait: lists of role assignments lag behind for some seconds.',
  };
}

function noService(id: string): string {
  return `The mail service ${id} does not exist: take it out of MAILGRANT_COMMUNICATION_SERVICES.`;
}
