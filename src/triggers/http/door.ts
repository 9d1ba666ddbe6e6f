import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { Requester } from '../../domain/requester.ts';
import { contextLogger } from '../../log.ts';
import { Turned } from '../turned.ts';
import type { Admission, Caller } from './caller.ts';
import { problemAnswer } from './respond.ts';

/** One call of the HTTP API, once it is through the door. */
export type Visit = { request: HttpRequest; context: InvocationContext; requester: Requester };

/** A call of the HTTP API, but for who may make it: `app.ts` says that. */
export type Door = (admit: Admission) => HttpHandler;

/** Wraps a visit: says who asks, turns problems into a problem document, and a mistake of our own into a 500. */
export function door(visit: (visit: Visit) => Promise<HttpResponseInit>): Door {
  return (admit) => async (request, context) => {
    try {
      return await visit({ request, context, requester: requesterOf(request, admit(request)) });
    } catch (error) {
      if (error instanceof Turned) return problemAnswer(error.problems, error.retryAfterSeconds);
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      contextLogger(context).error('The request failed.', {
        error: text,
        invocationId: context.invocationId,
      });
      return problemAnswer([
        {
          code: 'internal-error',
          message: `Mailgrant failed to answer (invocation ${context.invocationId}).`,
          fix: 'Try again; if it stays so, look up the invocation id in the logs and report it.',
        },
      ]);
    }
  };
}

function requesterOf(request: HttpRequest, caller: Caller): Requester {
  return { door: 'http', ...caller, why: `${request.method} ${new URL(request.url).pathname}` };
}

/** The JSON body of a request; turns the visitor away if it is none. */
export async function readJson(request: HttpRequest): Promise<unknown> {
  return parseJson(await request.text());
}

/** A text as JSON; turns the visitor away if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Turned([
      {
        code: 'malformed-json',
        message: `The body is not JSON (${error instanceof Error ? error.message : String(error)}).`,
        fix: 'Send a JSON object such as {"application": "Payroll Reports"}.',
      },
    ]);
  }
}

/** A query parameter that is on or off; turns the visitor away if it is neither. */
export function flag(request: HttpRequest, name: string): boolean {
  const value = request.query.get(name);
  if (value === null || value === 'false') return false;
  if (value === 'true') return true;
  throw new Turned([
    {
      code: 'invalid-parameter',
      field: name,
      message: `The query parameter '${name}' is '${value}'.`,
      fix: `Give ${name}=true, or leave it out.`,
    },
  ]);
}
