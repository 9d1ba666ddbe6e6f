import { isRestError } from '@azure/core-rest-pipeline';
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { AzureError } from '../../domain/azureError.ts';
import { retryAfter } from './retryAfter.ts';

/** The envelope that Azure Resource Manager and Microsoft Graph share. */
const envelope = z.object({ error: z.object({ code: z.string().min(1), message: z.string().catch('') }) });

/** What a service said in an answer that is not a success. */
export function answerError(response: PipelineResponse, cause?: unknown): AzureError {
  const said = envelope.safeParse(readJson(response.bodyAsText)).data?.error;
  const { method, url } = response.request;
  return new AzureError(
    said?.message || `${new URL(url).host} answered ${response.status} to ${method} without an explanation.`,
    {
      status: response.status,
      // A proxy or a gateway on the way answers without the envelope; a service never does.
      code: said?.code ?? 'NoErrorCode',
      retryAfter: retryAfter(response.headers),
      cause,
    },
  );
}

/**
 * An error of the SDKs as an AzureError. Errors that are not theirs come back as they are: those are mistakes
 * in our own code, and must not pass for an answer of Azure.
 */
export function translateError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AzureError) return error;
  if (isRestError(error)) {
    const { response } = error;
    if (response === undefined) return noAnswer(error);
    return response.status < 300 ? unreadableAnswer(response, error) : answerError(response, error);
  }
  if (error.name === 'AbortError') return noAnswer(error);
  if (tokenErrors.includes(error.name)) return noToken(error);
  if (isRefusedBySdk(error)) return invalidRequest(error.message, error);
  return error;
}

/** For a request that no service would take, known before it is sent. */
export function invalidRequest(message: string, cause?: unknown): AzureError {
  return new AzureError(message, { status: 400, code: 'InvalidRequest', cause });
}

/** For an answer that is not what the service documents: nothing is known about what it did. */
export function unreadableAnswer(response: PipelineResponse, cause?: unknown): AzureError {
  const { method, url } = response.request;
  return new AzureError(`${new URL(url).host} gave an unreadable answer (${response.status}) to ${method}.`, {
    status: 0,
    code: 'UnreadableAnswer',
    cause,
  });
}

/** For an answer whose next page is said to be elsewhere: a token goes nowhere but to the service it is for. */
export function foreignAddress(endpoint: string, origin: string): AzureError {
  return new AzureError(`${endpoint} names a next page at ${origin}, which gets no token.`, {
    status: 0,
    code: 'UnreadableAnswer',
  });
}

/** A value that the service documents as always there. */
export function present<T>(value: T | null | undefined, name: string): T {
  if (value !== undefined && value !== null) return value;
  throw new AzureError(`Azure's answer has no ${name}.`, { status: 0, code: 'UnreadableAnswer' });
}

function noAnswer(cause: Error): AzureError {
  return new AzureError(`No answer came: ${cause.message}`, { status: 0, code: 'NoAnswer', cause });
}

/** The names of the errors that @azure/identity throws. Its classes would bring the whole package along. */
const tokenErrors = ['CredentialUnavailableError', 'AuthenticationError', 'AuthenticationRequiredError'];

function noToken(cause: Error): AzureError {
  return new AzureError(`No token could be had: ${cause.message}`, { status: 0, code: 'NoToken', cause });
}

/**
 * The SDKs check required values and types before they send anything, and older ones names too. They throw an Error
 * with neither class nor code (`SerializerImpl` of @azure/core-client): its text is all there is to know it by.
 */
function isRefusedBySdk(error: Error): boolean {
  return / should satisfy the constraint "| cannot be (null|undefined)| must be of type /.test(error.message);
}

function readJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    // No JSON means no envelope, and answerError says so.
    return undefined;
  }
}
