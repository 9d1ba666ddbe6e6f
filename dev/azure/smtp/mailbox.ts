/** A message that the SMTP endpoint accepted. */
export type Mail = {
  id: string;
  at: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  bytes: number;
  /** What the client signed in with. */
  username: string;
  /** Display name of the application that signed in. */
  application: string;
  /** ARM id of the communication service that it was sent through. */
  communicationService: string;
};

/** Everything that was sent, oldest first; bounded so that a long run cannot fill the memory. */
export class Mailbox {
  readonly #mails: Mail[] = [];
  readonly #limit: number;

  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  add(mail: Mail): void {
    this.#mails.push(mail);
    if (this.#mails.length > this.#limit) this.#mails.shift();
  }

  get mails(): readonly Mail[] {
    return this.#mails;
  }

  clear(): void {
    this.#mails.length = 0;
  }
}
