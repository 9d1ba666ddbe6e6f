import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { services } from '../services.ts';
import { localAzurePage } from './page.ts';

export const pageFile = join(import.meta.dirname, '../../../docs/local-azure.md');

/** The page exactly as it is kept, in the form that the format check wants. */
export async function formattedPage(): Promise<string> {
  const options = await resolveConfig(pageFile);
  return format(localAzurePage(services), { ...options, filepath: pageFile });
}
