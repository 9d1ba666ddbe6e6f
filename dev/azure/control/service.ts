import type { LocalService, Route } from '../http.ts';
import { clockRoutes } from './clock.ts';
import { deltaRoutes } from './delta.ts';
import { eventGridRoutes } from './eventGrid.ts';
import { faultRoutes } from './faults.ts';
import { summarize } from './summary.ts';
import { tokenRoute } from './token.ts';

const routes: readonly Route[] = [
  {
    operation: 'Local_Index',
    method: 'GET',
    path: /^\/_local\/?$/i,
    handle: () => ({
      status: 200,
      body: {
        about: 'Control plane of the local Azure. Azure itself has nothing like it.',
        'GET /_local/state': 'what it knows, without secrets',
        'GET /_local/requests': 'every request it answered, and counts by operation and status',
        'DELETE /_local/requests': 'forget them',
        'GET /_local/mailbox': 'every message that its SMTP endpoint accepted',
        'DELETE /_local/mailbox': 'forget them',
        'GET /_local/clock': 'its time',
        'POST /_local/clock {"advanceBy": milliseconds}': 'move its time on',
        'POST /_local/clock {"clock": "real" | "x60" | "stepped"}': 'let it run, run faster, or stand still',
        'GET /_local/faults': 'what is to go wrong, and how often it has',
        'POST /_local/faults {rule}': 'make something go wrong',
        'DELETE /_local/faults': 'let everything go well again',
        'DELETE /_local/faults/{id}': 'forget one rule',
        'GET /_local/delta': 'how inconvenient the delta queries of Graph are',
        'POST /_local/delta {pageSize, emptyPages, replays, seed, expireTokens}': 'make them more so',
        'GET /_local/subscriptions': 'who gets the events of Event Grid topics, and of subscriptions',
        'POST /_local/subscriptions {name, topic, endpoint, includedEventTypes, eventDeliverySchema, maxDeliveryAttempts, eventTimeToLiveInMinutes}':
          'subscribe a webhook, if it agrees',
        'DELETE /_local/subscriptions/{name}': 'deliver nothing more to it',
        'GET /_local/deliveries': 'every attempt to deliver an event, and counts by outcome',
        'POST /_local/deliveries {duplicates, losses, maxDelay, seed}': 'deliver twice, late, or in disorder',
        'POST /_local/token {"principal": name, "resource": audience}': 'sign in as anyone, by name',
      },
    }),
  },
  {
    operation: 'Local_GetState',
    method: 'GET',
    path: /^\/_local\/state$/i,
    handle: (_request, azure) => ({ status: 200, body: summarize(azure) }),
  },
  {
    operation: 'Local_ListRequests',
    method: 'GET',
    path: /^\/_local\/requests$/i,
    handle: (_request, { requests }) => ({
      status: 200,
      body: { counts: requests.counts(), requests: [...requests.entries] },
    }),
  },
  {
    operation: 'Local_ClearRequests',
    method: 'DELETE',
    path: /^\/_local\/requests$/i,
    handle(_request, { requests }) {
      requests.clear();
      return { status: 204 };
    },
  },
  {
    operation: 'Local_ListMail',
    method: 'GET',
    path: /^\/_local\/mailbox$/i,
    handle: (_request, { mailbox }) => ({ status: 200, body: { value: [...mailbox.mails] } }),
  },
  {
    operation: 'Local_ClearMail',
    method: 'DELETE',
    path: /^\/_local\/mailbox$/i,
    handle(_request, { mailbox }) {
      mailbox.clear();
      return { status: 204 };
    },
  },
  ...clockRoutes,
  ...faultRoutes,
  ...deltaRoutes,
  ...eventGridRoutes,
  tokenRoute,
];

/** The control plane: for people and tests, not for the app. It needs no token, so it only listens on localhost. */
export const controlService: LocalService = {
  name: 'Control plane',
  // Or a rule that strikes everything could not be taken back.
  neverFails: true,
  owns: (url) => /^\/_local(\/|$)/i.test(url.pathname),
  notImplemented: (request) => ({
    status: 501,
    body: {
      error: {
        code: 'NotImplemented',
        message: `The control plane does not answer ${request.method} ${request.url.pathname}.`,
      },
    },
  }),
  routes,
};
