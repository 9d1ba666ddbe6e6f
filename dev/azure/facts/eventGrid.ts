import type { Fact } from './fact.ts';

const docs = 'https://learn.microsoft.com/azure/event-grid';
const posting = `${docs}/post-to-custom-topic`;
const retrying = `${docs}/delivery-and-retry`;
const client = 'Azure/azure-sdk-for-js: sdk/eventgrid/eventgrid/src/eventGridPublisherClient.ts';

export const eventGridFacts = {
  'eventGrid.publish.200': {
    says: 'POST /api/events takes a batch of CloudEvents, or one of them, and answers 200 without a body.',
    sure: 'sdk',
    source: client,
  },
  'eventGrid.publish.empty': {
    says: 'An empty batch is taken from whoever may send, with 200, and nothing is delivered. Azure may as well say 400; who may not send is refused before.',
    sure: 'assumed',
    source: client,
  },
  'eventGrid.publish.400': {
    says: 'Events in another schema than the topic has are 400. The sentences are guesses.',
    sure: 'documented',
    source: posting,
  },
  'eventGrid.publish.413': {
    says: 'A request of more than 1 MB is 413. The sentence is a guess.',
    sure: 'documented',
    source: posting,
  },
  'eventGrid.apiVersion.400': {
    says: 'The api-version is 2018-01-01; without it the answer is 400, which is a guess.',
    sure: 'assumed',
    source: client,
  },
  'eventGrid.error': {
    says: 'An error has code, message and details with the same again. The documentation says that the code is that of HTTP; its name is a guess.',
    sure: 'documented',
    source: posting,
  },
  'eventGrid.token.401': {
    says: 'A missing, expired or foreign token is 401; the audience is https://eventgrid.azure.net. The sentences are guesses. Keys are not taken, as on a topic with local authentication off.',
    sure: 'documented',
    source: `${docs}/authenticate-with-microsoft-entra-id`,
  },
  'eventGrid.forbidden.403': {
    says: 'Who may not send is refused 403, with the topic named. The sentence is a guess.',
    sure: 'assumed',
    source: `${docs}/authenticate-with-microsoft-entra-id`,
  },
  'eventGrid.dataAction': {
    says: 'Sending is the data action Microsoft.EventGrid/events/send/action, which EventGrid Data Sender grants and Owner does not.',
    sure: 'documented',
    source: `${docs}/security-authorization`,
  },
  'eventGrid.topic.404': {
    says: 'An endpoint without a topic is 404.',
    sure: 'documented',
    source: posting,
  },
  'eventGrid.handshake': {
    says: 'Before a webhook gets CloudEvents, OPTIONS with WebHook-Request-Origin eventgrid.azure.net must be answered with a WebHook-Allowed-Origin of the same or *; a status alone is no consent.',
    sure: 'documented',
    source: `${docs}/end-point-validation-cloud-events-schema`,
  },
  'eventGrid.delivery': {
    says: 'One event for each POST, as a JSON object of application/cloudevents+json.',
    sure: 'documented',
    source: `${docs}/cloud-event-schema`,
  },
  'eventGrid.delivery.headers': {
    says: 'A delivery has aeg-event-type Notification, the subscription’s name in capitals, the count of earlier attempts, and the event’s id. The values of the version headers are guesses.',
    sure: 'documented',
    source: `${docs}/receive-events`,
  },
  'eventGrid.delivery.success': {
    says: 'An event is delivered with 200 to 204 within 30 seconds; anything else, later or not at all, is a failure.',
    sure: 'documented',
    source: retrying,
  },
  'eventGrid.includedEventTypes': {
    says: 'A subscription may name the event types that it wants.',
    sure: 'documented',
    source: `${docs}/event-filtering`,
  },
  'eventGrid.atLeastOnce': {
    says: 'Events come at least once and in no order: duplicates, losses until the first retry, and overtaking are asked for with POST /_local/deliveries.',
    sure: 'documented',
    source: retrying,
  },
  'eventGrid.retry.schedule': {
    says: 'Retries come after 10 s, 30 s, 1, 5, 10 and 30 min, 1, 3 and 6 h, then every 12 h. Azure adds a little randomness; here there is none. That these are the times between attempts is a guess.',
    sure: 'documented',
    source: retrying,
  },
  'eventGrid.retry.byStatus': {
    says: 'The wait is 5 minutes at least after 404, 2 minutes after 408, 30 seconds after 503, and 10 seconds after all others.',
    sure: 'documented',
    source: retrying,
  },
  'eventGrid.retry.never': {
    says: 'A webhook that answers 400, 401, 403 or 413 is not asked again.',
    sure: 'documented',
    source: retrying,
  },
  'eventGrid.retry.limits': {
    says: 'An event is tried 30 times and for 1440 minutes at most, unless the subscription says less; its age is only looked at when an attempt is due.',
    sure: 'documented',
    source: retrying,
  },
  'eventGrid.deadLetter': {
    says: 'What cannot be delivered is dropped, or, where there is a place for it, written there as a JSON array by subscription and hour, 5 minutes after the last attempt.',
    sure: 'documented',
    source: `${docs}/manage-event-delivery`,
  },
  'eventGrid.deadLetter.properties': {
    says: 'A dead letter is the event with deadletterreason, deliveryattempts, lastdeliveryoutcome, publishtime and lastdeliveryattempttime, in lower case for CloudEvents.',
    sure: 'documented',
    source: retrying,
  },
  'eventGrid.deadLetter.outcome': {
    says: 'Reasons other than MaxDeliveryAttemptsExceeded and TimeToLiveExceeded, and outcomes other than NotFound, are guesses.',
    sure: 'assumed',
    source: retrying,
  },
} satisfies Record<string, Fact>;
