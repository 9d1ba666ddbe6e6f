import { readFile } from 'node:fs/promises';
import type { World } from './world.ts';

/** The estate in a file, not checked yet. Errors name the file. */
export async function readWorld(file: string): Promise<World> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text) as World;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The estate ${file} is not JSON: ${reason}`, { cause: error });
  }
}
