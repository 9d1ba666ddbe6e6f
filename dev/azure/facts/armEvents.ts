import type { Fact } from './fact.ts';

const schema = 'https://learn.microsoft.com/azure/event-grid/event-schema-subscriptions';

export const armEventFacts = {
  'armEvents.raised': {
    says: 'What is written or deleted raises Microsoft.Resources.ResourceWriteSuccess or ResourceDeleteSuccess at the system topic of its subscription; reads raise nothing.',
    sure: 'documented',
    source: schema,
  },
  'armEvents.success': {
    says: 'What is refused raises nothing. Azure has ResourceWriteFailure and ResourceDeleteFailure, which are not played.',
    sure: 'documented',
    source: schema,
  },
  'armEvents.unchanged': {
    says: 'The deletion of what is absent raises nothing.',
    sure: 'assumed',
    source: schema,
  },
  'armEvents.topic': {
    says: 'There are system topics for subscriptions, not for management groups and the root: what is written there is told nowhere.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/azure/event-grid/system-topics',
  },
  'armEvents.data': {
    says: 'The subject is the id of the resource. The data has authorization, claims, correlationId, httpRequest, resourceProvider, resourceUri, operationName, status, subscriptionId and tenantId, and nothing of the resource itself. The documentation leaves httpRequest out for new resources; here it is always there, and the address in it is always 127.0.0.1.',
    sure: 'documented',
    source: schema,
  },
  'armEvents.claims': {
    says: 'The claims are those of the caller’s token as strings, with the object id, the tenant and the subject under long names. A user has name and upn, an application only its appid.',
    sure: 'documented',
    source: schema,
  },
  'armEvents.evidence': {
    says: 'The evidence is the role assignment that allowed it: role, scope, ids without dashes. Which one, where there are several, is a guess.',
    sure: 'documented',
    source: schema,
  },
  'armEvents.operationName': {
    says: 'The operation is spelled as its provider spells it, and the resource as the request does. The spelling for SMTP usernames, of which no list of operations has any, is a guess.',
    sure: 'assumed',
    source: schema,
  },
  'armEvents.delay': {
    says: 'An event comes some time after the change, 30 seconds on the real scale, which is a guess.',
    sure: 'assumed',
    source: schema,
  },
  'armEvents.cloudEvent': {
    says: 'As a CloudEvent it has the subscription as its source.',
    sure: 'documented',
    source: schema,
  },
  'armEvents.eventGridSchema': {
    says: 'With eventDeliverySchema EventGridSchema it comes as an array of one, of dataVersion 2, to a webhook that has answered a SubscriptionValidationEvent with its code.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema',
  },
} satisfies Record<string, Fact>;
