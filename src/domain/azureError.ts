/** What an Azure service answered when it did not do what it was asked. Thrown by gateways, never by domain code. */
export class AzureError extends Error {
  override readonly name = 'AzureError';
  /** The HTTP status; 0 if no answer came. */
  readonly status: number;
  /** The service's own error code, such as `AuthorizationFailed`. */
  readonly code: string;
  /** Seconds to wait by the service's `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    details: { status: number; code: string; retryAfter?: number | undefined; cause?: unknown },
  ) {
    super(message, { cause: details.cause });
    this.status = details.status;
    this.code = details.code;
    this.retryAfter = details.retryAfter;
  }
}
