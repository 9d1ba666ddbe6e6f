import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import type { Clock } from '../../clock.ts';
import { reword } from './replies.ts';

/**
 * The library's server with Microsoft's words. It has one place where it writes a reply, `send` of the
 * connection, and options for only some of the texts: so the replies are translated there.
 */
export class SpokenServer extends SMTPServer {
  readonly #clock: Clock;

  constructor(clock: Clock, options: SMTPServerOptions) {
    super(options);
    this.#clock = clock;
  }

  override connect(...args: Parameters<SMTPServer['connect']>): void {
    super.connect(...args);
    const connection = [...this.connections].at(-1);
    if (connection === undefined)
      throw new Error('smtp-server no longer registers a new connection at once.');
    const address = args[0].remoteAddress ?? '';
    const send = connection.send.bind(connection);
    connection.send = (code, data, _context) => {
      const { secure } = connection;
      const said = { code, ...(data == null ? {} : { data }) };
      const reply = reword(said, { secure, address, now: this.#clock.now() });
      send(reply.code, reply.data, false);
      // Who says 421 goes away (RFC 5321, 4.2.3).
      if (reply.code === 421) connection.close();
    };
  }

  /** Breaks a session's connection without a word. */
  drop(sessionId: string): void {
    for (const connection of this.connections) if (connection.id === sessionId) connection._socket.destroy();
  }
}
