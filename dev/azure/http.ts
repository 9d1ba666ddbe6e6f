import type { Caller } from './tokens.ts';
import type { LocalAzure } from './localAzure.ts';

/** A request as a service of the local Azure sees it. */
export type LocalRequest = {
  method: string;
  url: URL;
  /** Header names in lower case. */
  headers: Headers;
  /** The raw body; '' if there was none. */
  text: string;
  /** What the route's pattern captured, decoded. */
  params: Record<string, string>;
  /** Who asks; undefined only on routes that need no token. */
  caller?: Caller;
};

/** `body` is sent as JSON; undefined sends no body. A string is sent as it is. */
export type LocalResponse = {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** A success that changed nothing, such as the deletion of what is absent. Not sent. */
  unchanged?: true;
};

/** Ends a request with an answer that is not a success. Carries exactly what goes over the wire. */
export class LocalRefusal extends Error {
  readonly response: LocalResponse;

  constructor(response: LocalResponse) {
    super(`Refused with ${response.status}: ${JSON.stringify(response.body)}`);
    this.response = response;
  }
}

/** One operation that the local Azure answers. What no route matches is answered 501. */
export type Route = {
  /** The operation's name as its specification calls it, such as `RoleAssignments_Create`. */
  operation: string;
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE' | 'HEAD';
  /** Matched against the path without the query, case-insensitively; named groups become `params`. */
  path: RegExp;
  /** Keys of `facts/`: what of this operation's behaviour is taken from Azure. */
  facts?: readonly string[];
  /** The operation that Azure's event names when this has changed something: it ends in `/write` or `/delete`. */
  raises?: string;
  handle(request: LocalRequest, azure: LocalAzure): LocalResponse | Promise<LocalResponse>;
};

/**
 * A group of operations behind one authentication: Azure Resource Manager, Microsoft Graph, the token endpoint …
 * The first service whose `owns` says yes answers, and answers 501 for what it has no route for.
 */
export type LocalService = {
  name: string;
  /** Keys of `facts/`: what of every operation's behaviour is taken from Azure. */
  facts?: readonly string[];
  owns(url: URL): boolean;
  /** The token audience that callers need; undefined if the service needs no token. */
  audiences?: readonly string[];
  /** What this service answers to a missing, expired or foreign token. */
  unauthenticated?(request: LocalRequest, why: string, azure: LocalAzure): LocalResponse;
  /** The 501 for an operation it lacks, in the service's own envelope; a refusal where Azure refuses whatever it is. */
  notImplemented(request: LocalRequest, azure: LocalAzure): LocalResponse;
  /** Runs before every route: shared validation (api-version …). Throws LocalRefusal. */
  before?(request: LocalRequest, azure: LocalAzure): void;
  /** Runs after every route: the headers that every answer of the service carries. */
  after?(request: LocalRequest, response: LocalResponse, azure: LocalAzure): LocalResponse;
  /** Fault rules do not reach it. */
  neverFails?: boolean;
  routes: readonly Route[];
};
