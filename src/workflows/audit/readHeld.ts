import { heldToRead, withHeld } from '../../domain/audit/held.ts';
import type { AuditSlices } from '../../domain/audit/slices.ts';
import { askMany } from '../askAzure.ts';
import { auditReadsAtATime, holdersAtATime } from '../policies.ts';
import type { Step } from '../step.ts';
import type { AuditRun } from './auditRun.ts';
import { readDirectory } from './readDirectory.ts';

/** Reads what those who send hold around each place, through groups too, and looks up the groups. */
export function* readHeld(
  run: AuditRun,
  slices: AuditSlices,
  fresh: AuditSlices['places'],
): Step<AuditSlices> {
  const wanted = heldToRead(
    slices,
    fresh.map(({ scope }) => scope),
  );
  const questions = wanted.flatMap(({ scope, principalIds }) => {
    const roles = slices.places.find((place) => place.scope === scope)?.roles ?? {};
    const knownRoles = Object.keys(roles);
    const parts = [];
    for (let start = 0; start < principalIds.length; start += holdersAtATime)
      parts.push({ scope, principalIds: principalIds.slice(start, start + holdersAtATime), knownRoles });
    return parts.map((input) => ({ ask: 'readHeld' as const, input }));
  });
  const answers = yield* askMany(run, questions, auditReadsAtATime);
  const places = slices.places.map((place) => {
    const here = answers.filter((_, index) => questions[index]?.input.scope === place.scope);
    return here.reduce(withHeld, place);
  });
  const whole = { ...slices, places };
  // The groups that came up by this are not known yet.
  return yield* readDirectory(run, whole, { fresh: [], services: [] });
}
