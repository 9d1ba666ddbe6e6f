import type { Clock } from '../clock.ts';
import type { Delays } from './delays.ts';
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
}): LocalAzure {
  // SMTP is no service with routes: what can fail there is what its log calls an operation.
  const smtp = ['CONNECT', 'AUTH LOGIN', 'AUTH XOAUTH2', 'MAIL FROM', 'DATA'];
  return {
    ...parts,
    tokens: new TokenIssuer(parts.clock),
    requests: new RequestLog(),
    mailbox: new Mailbox(),
    faults: new Faults({
      services: [...parts.services.map(({ name }) => name), 'SMTP'],
      operations: [
        ...parts.services.flatMap(({ routes }) => routes.map(({ operation }) => operation)),
        ...smtp,
      ],
    }),
  };
}
