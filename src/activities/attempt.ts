import { done } from '../domain/answer.ts';
import type { Answer } from '../domain/answer.ts';
import { AzureError } from '../domain/azureError.ts';
import { explainRefusal } from '../domain/azureRefusal.ts';

/**
 * Asks Azure and returns what came of it. `doing` completes "Azure refused to …".
 * Only what Azure says becomes an answer; a mistake of our own is thrown on, for Durable Functions to retry and show.
 */
export async function attempt<T>(doing: string, ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return done(await ask());
  } catch (error) {
    if (error instanceof AzureError) return explainRefusal(error, doing);
    throw error;
  }
}
