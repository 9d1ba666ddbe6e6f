import { setTimeout as sleep } from 'node:timers/promises';

const between = 100;
const patience = 30_000;

/** Asks again and again until there is something to give. Throws if it takes half a minute. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`Half a minute, and still not there: ${what}.`);
    await sleep(between);
  }
}
