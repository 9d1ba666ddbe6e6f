import { setTimeout as sleep } from 'node:timers/promises';
import type { RefusedCall } from './azureClient.ts';

const between = 250;
const attempts = 40;

/** Repeats a call while it is refused for a reason that passes. `onRefused` hears of the first refusal only. */
export async function untilAccepted<T>(
  call: () => Promise<T>,
  passes: (error: unknown) => error is RefusedCall,
  onRefused?: (error: RefusedCall) => void,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!passes(error) || attempt === attempts) throw error;
      if (attempt === 1) onRefused?.(error);
      await sleep(between);
    }
  }
}
