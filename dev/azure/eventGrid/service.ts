import type { LocalRequest, LocalResponse, LocalService } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { readEvents } from './cloudEvent.ts';
import { demandSender } from './demand.ts';
import { eventError, eventRefusal } from './refusal.ts';
import { topicOf } from './topic.ts';

function publish(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const topic = topicOf(request, azure);
  demandSender(azure, request, topic);
  azure.eventGrid.accept(topic.name, readEvents(request));
  return { status: 200 };
}

/** Event Grid's custom topics: https://{topic}.{region}-1.eventgrid.azure.net. */
export const eventGridService: LocalService = {
  name: 'eventGrid',
  facts: ['eventGrid.token.401', 'eventGrid.error', 'eventGrid.apiVersion.400'],
  owns: (url) => /^\/api\/events\/?$/i.test(url.pathname),
  audiences: ['https://eventgrid.azure.net'],
  unauthenticated: (_request, why) => eventError(401, 'Unauthorized', why),
  notImplemented: ({ method, url }) =>
    eventError(501, 'NotImplemented', `The local Event Grid does not answer ${method} ${url.pathname}.`),
  before({ url }) {
    const version = url.searchParams.get('api-version');
    if (version === '2018-01-01') return;
    throw eventRefusal(400, 'BadRequest', `The api-version '${version ?? ''}' is missing or not supported.`);
  },
  routes: [
    {
      operation: 'EventGrid_PublishCloudEventEvents',
      method: 'POST',
      path: /^\/api\/events\/?$/i,
      facts: [
        'eventGrid.publish.200',
        'eventGrid.publish.empty',
        'eventGrid.publish.400',
        'eventGrid.publish.413',
        'eventGrid.topic.404',
        'eventGrid.forbidden.403',
        'eventGrid.dataAction',
        'eventGrid.handshake',
        'eventGrid.delivery',
        'eventGrid.delivery.headers',
        'eventGrid.delivery.success',
        'eventGrid.includedEventTypes',
        'eventGrid.atLeastOnce',
        'eventGrid.retry.schedule',
        'eventGrid.retry.byStatus',
        'eventGrid.retry.never',
        'eventGrid.retry.limits',
        'eventGrid.deadLetter',
        'eventGrid.deadLetter.properties',
        'eventGrid.deadLetter.outcome',
      ],
      handle: publish,
    },
  ],
};
