/** Runs turns: several instances at a time, but never two turns of one. */
export class TurnQueue {
  readonly #runTurn: (instanceId: string) => Promise<void>;
  readonly #onIdle: () => void;
  readonly #ready = new Set<string>();
  readonly #running = new Set<string>();
  #isScheduled = false;
  #isClosed = false;

  constructor(runTurn: (instanceId: string) => Promise<void>, onIdle: () => void) {
    this.#runTurn = runTurn;
    this.#onIdle = onIdle;
  }

  get isIdle(): boolean {
    return this.#running.size === 0 && (this.#ready.size === 0 || this.#isClosed);
  }

  /** The instance may have something to do. */
  wake(instanceId: string): void {
    this.#ready.add(instanceId);
    this.#schedule();
  }

  /** Tells soon if there is nothing to do. */
  checkIdle(): void {
    this.#schedule();
  }

  /** Lets running turns end and begins no other. */
  close(): void {
    this.#isClosed = true;
  }

  // In a later step of the event loop, so that what happens at the same time ends up in one turn.
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (!this.#isClosed) this.#startReady();
      if (this.isIdle) this.#onIdle();
    });
  }

  #startReady(): void {
    for (const id of this.#ready) {
      if (this.#running.has(id)) continue;
      this.#ready.delete(id);
      this.#running.add(id);
      void this.#run(id);
    }
  }

  async #run(id: string): Promise<void> {
    await this.#runTurn(id);
    this.#running.delete(id);
    this.#schedule();
  }
}
