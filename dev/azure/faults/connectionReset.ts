/** The connection is to break instead of an answer. Whoever holds the connection breaks it. */
export class ConnectionReset extends Error {
  readonly code = 'ECONNRESET';

  constructor() {
    // The words of Node's HTTP client for a connection that ends before the answer.
    super('socket hang up');
  }
}
