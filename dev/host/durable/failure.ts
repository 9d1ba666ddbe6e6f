import type { FailureDetails } from './historyEvents.ts';

/** What a failed task leaves in the history of the one who called it. */
export type Failure = { Reason: string; Details: string; FailureDetails: FailureDetails };

export function activityFailure(name: string, error: unknown): Failure {
  const details = failureDetails(error);
  return {
    Reason: `Activity function '${name}' failed: ${details.ErrorMessage}`,
    Details: details.StackTrace ?? '',
    FailureDetails: details,
  };
}

export function subOrchestrationFailure(reason: string, inner: FailureDetails | undefined): Failure {
  const details: FailureDetails = {
    ErrorType: 'DurableTask.Core.Exceptions.OrchestrationFailureException',
    ErrorMessage: reason,
    StackTrace: null,
    IsNonRetriable: false,
    Properties: null,
    InnerFailure: inner ?? null,
  };
  return { Reason: reason, Details: '', FailureDetails: details };
}

function failureDetails(error: unknown): FailureDetails {
  const isError = error instanceof Error;
  const message = isError ? error.message : String(error);
  const given = detailsInMessage(message);
  return {
    ErrorType: given?.errorType ?? (isError ? error.name : 'Error'),
    ErrorMessage: given?.errorMessage ?? message,
    StackTrace: given?.stackTrace ?? (isError ? (error.stack ?? null) : null),
    IsNonRetriable: false,
    Properties: given?.properties ?? null,
    InnerFailure: null,
  };
}

type GivenDetails = {
  errorType: string;
  errorMessage: string;
  stackTrace?: string;
  properties?: Record<string, unknown>;
};

/** An app with an exception properties provider sends the details as JSON in place of the message. */
function detailsInMessage(message: string): GivenDetails | undefined {
  if (!message.startsWith('{"errorType":')) return undefined;
  try {
    return JSON.parse(message) as GivenDetails;
  } catch {
    return undefined; // It only looked like JSON: an ordinary message.
  }
}
