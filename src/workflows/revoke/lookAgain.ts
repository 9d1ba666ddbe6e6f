import type { RevokeInput } from '../../domain/operation.ts';
import { sameId } from '../../domain/resourceId.ts';
import type { Extent } from '../../domain/revocation.ts';
import { wishOf } from '../../domain/tags.ts';
import { askAzure } from '../askAzure.ts';
import type { OperationRun } from '../operationRun.ts';
import { Refusal } from '../refusal.ts';
import { now } from '../step.ts';
import type { Step } from '../step.ts';
import { Unread } from './rounds.ts';

/** What the application's state at the end of the grace makes of its revocation. */
export type Look = { extent: Extent; principalId?: string; because: string };

/**
 * Reads the application once more: time has passed since it was untagged. Where its tags ask again, its grant stays;
 * if it has been deleted, all that Mailgrant made for it goes.
 * If the directory can't be read, what the tags had asked for goes: they were gone when last seen. A right that goes
 * by mistake is missed and comes back with the next look at the tags; one that stays by mistake nobody notices. Where
 * it only gives no answer for now, it throws Unread until `patientUntil`, in milliseconds since the epoch. `all` are
 * the mail services that the revocation was to be at, also those where the grant was to stay.
 */
export function* lookAgain(
  run: OperationRun<string>,
  input: RevokeInput,
  { all, patientUntil }: { all: readonly string[]; patientUntil: number },
): Step<Look> {
  const { appId, principalId, serviceIds, settings } = input;
  const known = principalId === undefined ? {} : { principalId };
  try {
    const { application, servicePrincipal } = yield* askAzure(run, {
      ask: 'resolveApplication',
      input: { reference: appId },
    });
    const wish = wishOf(application, settings);
    const stays = Array.isArray(wish) ? serviceIds : wish === undefined ? [] : [wish.serviceId];
    const leaving = serviceIds.filter((id) => !stays.some((each) => sameId(each, id)));
    return {
      extent: { of: 'tagged', serviceIds: leaving },
      principalId: servicePrincipal.objectId,
      because: Array.isArray(wish)
        ? 'The application is tagged, though its tags can not be understood.'
        : 'The tags of the application ask for its grant.',
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.notBefore !== undefined && now(run.context) < patientUntil) throw new Unread(error.problems);
    const codes = error.problems.map(({ code }) => code);
    if (codes.includes('application-not-found'))
      return { extent: { of: 'marked', serviceIds: all }, because: 'The application is gone.' };
    // It lives, and no tag of it can be read here.
    if (codes.includes('application-of-other-tenant'))
      return { extent: { of: 'tagged', serviceIds: [] }, because: error.message };
    // Its assignments outlive a service principal, and are found without it.
    const whose = codes.includes('no-service-principal') ? {} : known;
    run.log.warn('The application could not be read again.', { operation: run.id, appId, problems: codes });
    return { extent: { of: 'tagged', serviceIds }, ...whose, because: error.message };
  }
}
