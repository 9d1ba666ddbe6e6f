import type { Clock } from '../clock.ts';
import type { Delays } from './delays.ts';
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
  services: readonly LocalService[];
};

/** `services` are asked in order: the first one that owns a URL answers. */
export function createLocalAzure(parts: {
  clock: Clock;
  delays: Delays;
  state: State;
  services: readonly LocalService[];
}): LocalAzure {
  return {
    ...parts,
    tokens: new TokenIssuer(parts.clock),
    requests: new RequestLog(),
    mailbox: new Mailbox(),
  };
}
