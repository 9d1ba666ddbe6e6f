import { LocalRefusal } from './http.ts';
import type { LocalRequest, LocalResponse, LocalService, Route } from './http.ts';
import type { LocalAzure } from './localAzure.ts';

/**
 * Answers one request: finds the service, checks the token, finds the operation, runs it, logs it.
 * The HTTPS server and the in-process HTTP client of the tests both end here.
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
  let found: Route | undefined;
  let response: LocalResponse;
  try {
    found = findRoute(service, request);
    response = await answer(azure, service, { request, route: found });
  } catch (error) {
    if (!(error instanceof LocalRefusal)) throw error;
    response = error.response;
  }
  response = service.after?.(request, response, azure) ?? response;
  azure.requests.add({
    at: new Date(azure.clock.now()).toISOString(),
    service: service.name,
    operation: found?.operation ?? 'NotImplemented',
    method: request.method,
    target: request.url.pathname + request.url.search,
    status: response.status,
    ...(request.caller === undefined ? {} : { caller: request.caller.name }),
  });
  return response;
}

function answer(
  azure: LocalAzure,
  service: LocalService,
  { request, route }: { request: LocalRequest; route: Route | undefined },
): LocalResponse | Promise<LocalResponse> {
  if (service.audiences !== undefined) {
    const [scheme, token] = (request.headers.get('authorization') ?? '').split(' ');
    const caller =
      scheme?.toLowerCase() === 'bearer' && token !== undefined
        ? azure.tokens.check(token, service.audiences)
        : 'The access token is missing.';
    if (typeof caller === 'string') {
      return (
        service.unauthenticated?.(request, caller, azure) ?? {
          status: 401,
          body: { error: { code: 'Unauthenticated', message: caller } },
        }
      );
    }
    request.caller = caller;
  }
  if (route === undefined) return service.notImplemented(request);
  service.before?.(request, azure);
  return route.handle(request, azure);
}

function findRoute(service: LocalService, request: LocalRequest): Route | undefined {
  for (const route of service.routes) {
    const match = route.method === request.method ? route.path.exec(request.url.pathname) : null;
    if (match === null) continue;
    for (const [name, value] of Object.entries(match.groups ?? {}))
      if (value !== undefined) request.params[name] = decoded(value);
    return route;
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    const message = `The path is not properly encoded: '${text}'.`;
    throw new LocalRefusal({ status: 400, body: { error: { code: 'BadRequest', message } } });
  }
}
