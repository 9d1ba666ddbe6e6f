import type { Clock } from '../clock.ts';
import type { Delays } from './delays.ts';
import { EventGrid } from './eventGrid/eventGrid.ts';
import type { EventGridOptions } from './eventGrid/eventGrid.ts';
import { Faults } from './faults/faults.ts';
import type { LocalService } from './http.ts';
import { RequestLog } from './requestLog.ts';
import { Mailbox } from './smtp/mailbox.ts';
import type { State } from './state.ts';
import { TokenIssuer } from './tokens.ts';

/** One running local Azure: its knowledge, its clock and its services. */
export type LocalAzure = {
  clock: Clock;
  delays: Delays;
  state: State;
  tokens: TokenIssuer;
  requests: RequestLog;
  mailbox: Mailbox;
  /** Takes the events that topics accepted to their subscribers. */
  eventGrid: EventGrid;
  /** What is to go wrong. */
  faults: Faults;
  services: readonly LocalService[];
};

/** `services` are asked in order: the first one that owns a URL answers. */
export function createLocalAzure(parts: {
  clock: Clock;
  delays: Delays;
  state: State;
  services: readonly LocalService[];
  events?: EventGridOptions;
}): LocalAzure {
  // SMTP is no service with routes: what can fail there is what its log calls an operation.
  const smtp = ['CONNECT', 'AUTH LOGIN', 'AUTH XOAUTH2', 'MAIL FROM', 'DATA'];
  const { events, ...given } = parts;
  return {
    ...given,
    tokens: new TokenIssuer(parts.clock),
    requests: new RequestLog(),
    mailbox: new Mailbox(),
    eventGrid: new EventGrid(parts.clock, events),
    faults: new Faults({
      services: [...parts.services.map(({ name }) => name), 'SMTP'],
      operations: [
        ...parts.services.flatMap(({ routes }) => routes.map(({ operation }) => operation)),
        ...smtp,
      ],
    }),
  };
}
