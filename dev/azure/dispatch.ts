import { ConnectionReset } from './faults/connectionReset.ts';
import { withFaults } from './faults/strike.ts';
import type { Outcome } from './faults/strike.ts';
import { LocalRefusal } from './http.ts';
import type { LocalRequest, LocalResponse, LocalService, Route } from './http.ts';
import type { LocalAzure } from './localAzure.ts';

/**
 * Answers one request: finds the service, checks the token, finds the operation, runs it, logs it. What is to go
 * wrong goes wrong here, so that the HTTPS server and the in-process client of the tests, which both end here,
 * fail alike. Throws ConnectionReset where there is to be no answer.
 */
export async function dispatch(
  azure: LocalAzure,
  asked: Omit<LocalRequest, 'params' | 'caller'>,
): Promise<LocalResponse> {
  const request: LocalRequest = { ...asked, params: {} };
  const service = azure.services.find((candidate) => candidate.owns(request.url));
  if (service === undefined)
    return {
      status: 501,
      body: { error: { code: 'NotImplemented', message: 'No local service answers here.' } },
    };
  const route = findRoute(service, request);
  const target = {
    service: service.name,
    operation: route?.operation ?? 'NotImplemented',
    method: request.method,
    target: request.url.pathname + request.url.search,
  };
  const refused = authenticate(azure, service, request);
  const work = () => perform(azure, service, { request, route, refused });
  const { answer, fault }: Outcome =
    service.neverFails === true
      ? { answer: await work() }
      : await withFaults(azure, { ...target, caller: request.caller }, work);
  const response = answer && (service.after?.(request, answer, azure) ?? answer);
  azure.requests.add({
    at: new Date(azure.clock.now()).toISOString(),
    ...target,
    status: response?.status ?? 0,
    ...(request.caller === undefined ? {} : { caller: request.caller.name }),
    ...(fault === undefined ? {} : { fault }),
  });
  if (response === undefined) throw new ConnectionReset();
  return response;
}

/** Finds out who asks. A refusal if the service wants a token and the request has no good one. */
function authenticate(
  azure: LocalAzure,
  service: LocalService,
  request: LocalRequest,
): LocalResponse | undefined {
  if (service.audiences === undefined) return undefined;
  const [scheme, token] = (request.headers.get('authorization') ?? '').split(' ');
  const caller =
    scheme?.toLowerCase() === 'bearer' && token !== undefined
      ? azure.tokens.check(token, service.audiences)
      : 'The access token is missing.';
  if (typeof caller !== 'string') {
    request.caller = caller;
    return undefined;
  }
  return (
    service.unauthenticated?.(request, caller, azure) ?? {
      status: 401,
      body: { error: { code: 'Unauthenticated', message: caller } },
    }
  );
}

/** What the service answers to one request when nothing goes wrong. */
async function perform(
  azure: LocalAzure,
  service: LocalService,
  asked: { request: LocalRequest; route: Route | undefined; refused: LocalResponse | undefined },
): Promise<LocalResponse> {
  const { request, route, refused } = asked;
  try {
    if (refused !== undefined) return refused;
    if (route === undefined) return service.notImplemented(request, azure);
    request.params = readParams(route, request);
    service.before?.(request, azure);
    return await route.handle(request, azure);
  } catch (error) {
    if (error instanceof LocalRefusal) return error.response;
    throw error;
  }
}

function findRoute({ routes }: LocalService, { method, url }: LocalRequest): Route | undefined {
  return routes.find((route) => route.method === method && route.path.test(url.pathname));
}

function readParams(route: Route, { url }: LocalRequest): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(route.path.exec(url.pathname)?.groups ?? {}))
    if (value !== undefined) params[name] = decoded(value);
  return params;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    const message = `The path is not properly encoded: '${text}'.`;
    throw new LocalRefusal({ status: 400, body: { error: { code: 'BadRequest', message } } });
  }
}
