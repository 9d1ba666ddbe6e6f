import type { OrchestrationContext } from 'durable-functions';
import { toMailgrantEvents } from '../domain/applicationChanges.ts';
import { beginLook, endFullRound, placeOf, startOver, takePage } from '../domain/watch.ts';
import type { Sighting, Watch } from '../domain/watch.ts';
import { askAzure } from './askAzure.ts';
import { AzureRun } from './azureRun.ts';
import { eventsAtATime, lookTimeout, pagesAtATime } from './policies.ts';
import { reasonOf, Refusal } from './refusal.ts';
import { sleepUntil } from './step.ts';
import type { Step } from './step.ts';

/** What the timer asks for: a look at the directory by the settings of this moment. */
export type Look = {
  tag: string;
  /** The ARM ids of the mail services that may be granted for. */
  serviceIds: string[];
  /** When it was asked for, ISO 8601 in UTC. */
  at: string;
};

/** Input of `watchApplications`; with `look` it begins with that one. */
export type WatchInput = { watch: Watch; look?: Look };

/**
 * Watches the directory for ever: at each look it tells what has become of the tags of applications since the last
 * one, and only then moves on, so that nothing is lost; what is told twice has the same id.
 *
 * It relies on Durable Functions for its state alone, which it hands to itself by `continueAsNew`. Of the events
 * `look` it relies on none: `continueAsNew` drops those that came while a look was going on, in Azure
 * (`preserveUnprocessedEvents` is false for JavaScript) as in the host of `dev`, and the next tick brings another.
 */
export function* watchApplications(context: OrchestrationContext): Step<void> {
  const { watch, look: first } = context.df.getInput<WatchInput>();
  const look = first ?? (yield* nextLook(context, watch));
  const run = new AzureRun(context, lookTimeout);
  context.df.continueAsNew(yield* lookAround(run, look, beginLook(watch, look)));
}

/** Ticks that came before the last look began have nothing to add to it. */
function* nextLook(context: OrchestrationContext, { lookedAt = '' }: Watch): Step<Look> {
  for (;;) {
    const look = (yield context.df.waitForExternalEvent('look')) as Look;
    if (look.at > lookedAt) return look;
  }
}

/** Reads on page by page. A look that fails leaves the watch where it is, for the next tick to go on from there. */
function* lookAround(run: AzureRun, look: Look, begun: Watch): Step<WatchInput> {
  let watch = begun;
  try {
    for (let pages = 0; pages < pagesAtATime; pages++) {
      const { cursor } = watch;
      const page = yield* askAzure(run, {
        ask: 'readApplicationChanges',
        input: { tag: look.tag, ...(cursor !== undefined && { link: cursor }) },
      });
      if (page === null) {
        run.log.warn('The directory has forgotten where the watch stood: everything is read again.');
        watch = startOver(watch, run.context.df.currentUtcDateTime.toISOString());
        continue;
      }
      watch = yield* tell(run, takePage(watch, page), placeOf(watch));
      if (!page.isLast) continue;
      if (watch.fullRound !== undefined) watch = yield* endRound(run, look, watch);
      return { watch };
    }
    return { watch, look };
  } catch (error) {
    run.log.error('A look at the directory failed; the next one goes on from there.', {
      reason: reasonOf(error),
    });
    if (error instanceof Refusal && error.notBefore !== undefined)
      yield* sleepUntil(run.context, error.notBefore);
    return { watch };
  }
}

/** All has been read: now what did not come up is known, too. */
function* endRound(run: AzureRun, { serviceIds }: Look, watch: Watch): Step<Watch> {
  const holders = yield* askAzure(run, { ask: 'listUsernameHolders', input: { serviceIds } });
  return yield* tell(run, endFullRound(watch, holders), `the end of ${placeOf(watch)}`);
}

/** Publishes what was seen, and gives how far the watch has come by that. */
function* tell(run: AzureRun, { events, watch }: Sighting, place: string): Step<Watch> {
  const time = run.context.df.currentUtcDateTime.toISOString();
  const published = toMailgrantEvents(events, { place, time });
  for (let start = 0; start < published.length; start += eventsAtATime)
    yield* askAzure(run, {
      ask: 'publishEvents',
      input: published.slice(start, start + eventsAtATime),
    });
  if (events.length > 0) run.log.info('Told of changed applications.', { events: events.length });
  return watch;
}
