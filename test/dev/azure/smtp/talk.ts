import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';

/** A bare SMTP client: one line out, one reply in. */
export class Talk {
  #socket: Socket;
  #received = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen();
  }

  static async open(port: number): Promise<{ talk: Talk; greeting: string }> {
    const talk = new Talk(connect(port, '127.0.0.1'));
    return { talk, greeting: await talk.reply() };
  }

  /** The whole reply, all its lines. */
  async say(line: string): Promise<string> {
    this.#socket.write(`${line}\r\n`);
    return this.reply();
  }

  async secure(ca: string): Promise<string> {
    const reply = await this.say('STARTTLS');
    await this.handshake({ ca });
    return reply;
  }

  async handshake(options: ConnectionOptions): Promise<void> {
    this.#socket.removeAllListeners('data');
    const secured = connectTls({ socket: this.#socket, servername: 'localhost', ...options });
    await once(secured, 'secureConnect');
    this.#socket = secured;
    this.#listen();
  }

  async reply(): Promise<string> {
    // The last line of a reply has a space after its code, not a hyphen.
    for (let end: RegExpExecArray | null; ;) {
      end = /^\d{3}(?: .*)?\r\n/m.exec(this.#received);
      if (end !== null) {
        const reply = this.#received.slice(0, end.index + end[0].length);
        this.#received = this.#received.slice(reply.length);
        return reply.trimEnd();
      }
      await once(this.#socket, 'data');
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #listen(): void {
    this.#socket.setEncoding('utf8').on('data', (text: string) => (this.#received += text));
  }
}
