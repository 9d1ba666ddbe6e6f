import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { noDelays } from '../../dev/azure/delays.ts';
import type { Delays } from '../../dev/azure/delays.ts';
import { dispatch } from '../../dev/azure/dispatch.ts';
import type { LocalResponse } from '../../dev/azure/http.ts';
import type { EventGridOptions } from '../../dev/azure/eventGrid/eventGrid.ts';
import { inProcessHttpClient } from '../../dev/azure/inProcess.ts';
import { createLocalAzure } from '../../dev/azure/localAzure.ts';
import type { LocalAzure } from '../../dev/azure/localAzure.ts';
import { callerFor } from '../../dev/azure/principals.ts';
import { services } from '../../dev/azure/services.ts';
import { loadWorld } from '../../dev/azure/world.ts';
import type { World } from '../../dev/azure/world.ts';
import { ManualClock } from '../../dev/clock.ts';
import contoso from '../../dev/worlds/contoso.json' with { type: 'json' };

export type Ask = {
  method: string;
  url: string;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Whose token to send, by name; none if absent. */
  as?: string;
  /** The token's audience. By default the one that the URL's service wants. */
  audience?: string;
};

export type TestAzure = {
  azure: LocalAzure;
  clock: ManualClock;
  httpClient: HttpClient;
  credential: (principalName: string) => TokenCredential;
  send: (ask: Ask) => Promise<LocalResponse>;
};

/** A local Azure of one's own, without sockets, whose clock stands still. Nothing takes time unless asked. */
export function testAzure(
  options: {
    world?: World;
    delays?: Partial<Delays>;
    clock?: ManualClock;
    events?: EventGridOptions;
  } = {},
): TestAzure {
  const clock = options.clock ?? new ManualClock();
  const azure = createLocalAzure({
    clock,
    delays: { ...noDelays, ...options.delays },
    state: loadWorld(options.world ?? (contoso as World), clock),
    services,
    ...(options.events && { events: options.events }),
  });
  const token = (name: string, audience: string) => {
    const caller = callerFor(azure.state, { name, audience });
    if (typeof caller === 'string') throw new Error(caller);
    return azure.tokens.issue(caller);
  };
  return {
    azure,
    clock,
    httpClient: inProcessHttpClient(azure),
    credential: (principalName) => ({
      // eslint-disable-next-line @typescript-eslint/require-await -- a credential rejects, it does not throw
      getToken: async (scopes) => {
        const issued = token(principalName, [scopes].flat()[0] ?? '');
        return { token: issued.text, expiresOnTimestamp: issued.expiresAt };
      },
    }),
    send({ method, url, body, headers, as, audience }) {
      // A path alone is fine: services are found by path.
      const target = new URL(url, 'https://management.azure.com');
      const sent = new Headers(headers);
      if (as !== undefined)
        sent.set('authorization', `Bearer ${token(as, audience ?? audienceOf(azure, target)).text}`);
      if (body !== undefined && !sent.has('content-type')) sent.set('content-type', 'application/json');
      const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
      return dispatch(azure, { method, url: target, headers: sent, text });
    },
  };
}

function audienceOf(azure: LocalAzure, url: URL): string {
  const audience = azure.services.find((service) => service.owns(url))?.audiences?.[0];
  if (audience === undefined) throw new Error(`${url.pathname} wants no token; leave out 'as'.`);
  return audience;
}
