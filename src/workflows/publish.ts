import type { OperationSettings } from '../domain/operation.ts';
import type { MailgrantEvent } from '../domain/mailgrantEvent.ts';
import { askAzure } from './askAzure.ts';
import type { AzureRun } from './azureRun.ts';
import type { OperationRun } from './operationRun.ts';
import { publishTimeout } from './policies.ts';
import { reasonOf } from './refusal.ts';
import { now } from './step.ts';
import type { Step } from './step.ts';

type News = Omit<MailgrantEvent, 'id'>;

/**
 * Publishes an event, where a topic is configured. What was done in Azure stands whether or not the news of it gets
 * out: what keeps it in is shown, be it a refusal or a crash, and ends nothing.
 */
export function* publish(run: OperationRun<'publish'>, settings: OperationSettings, event: News): Step<void> {
  if (!settings.publishEvents) {
    run.mark('publish', 'skipped', 'no event topic is configured');
    return;
  }
  run.mark('publish', 'running');
  try {
    yield* send(run, event);
    run.mark('publish', 'done', event.type);
  } catch (error) {
    run.mark('publish', 'failed', reasonOf(error));
  }
}

/** Publishes an event on the way, where a topic is configured: nothing waits for it to get out, or shows whether. */
export function* announce(run: AzureRun, settings: OperationSettings, event: News): Step<void> {
  if (!settings.publishEvents) return;
  try {
    yield* send(run, event);
  } catch (error) {
    run.log.warn('An event was not published.', {
      operation: run.id,
      type: event.type,
      why: reasonOf(error),
    });
  }
}

function* send(run: AzureRun, event: News): Step<void> {
  run.deadline = now(run.context) + publishTimeout;
  // A deterministic id: subscribers can tell a repeated delivery from a second event.
  const id = run.context.df.newGuid(`${run.id} ${event.type}`);
  yield* askAzure(run, { ask: 'publishEvents', input: [{ id, ...event }] });
}
