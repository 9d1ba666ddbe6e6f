import { copyFile, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** All that is deployed, as in .funcignore. Azure has the rest: Node and @azure/functions-core. */
export const shippedFiles = ['host.json', 'package.json', 'dist/main.cjs'] as const;

/** Deployed where an operator has written it. */
export const exemptions = 'exemptions.json';

/** Copies what is deployed of the built app to an empty folder, made if it is not there. */
export async function stageApp(folder: string): Promise<void> {
  for (const file of [...shippedFiles, ...(existsSync(exemptions) ? [exemptions] : [])]) {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await copyFile(file, join(folder, file));
  }
}
