import * as z from 'zod';
import { AzureError } from '../../domain/azureError.ts';
import type { ApplicationChange } from '../../domain/applicationChanges.ts';
import type { ApplicationChangesPage } from '../ports.ts';
import { foreignAddress } from './errors.ts';
import type { GraphClient } from './graphClient.ts';

const path = 'applications/delta';
const fields = '$select=id,appId,tags';

const change = z
  .object({
    id: z.string(),
    appId: z.string().optional(),
    // Absent is unchanged; null is a property that was taken away.
    tags: z.array(z.string()).nullish(),
    '@removed': z.object({ reason: z.string() }).optional(),
  })
  .transform(({ id, appId, tags, '@removed': removed }): ApplicationChange => {
    return {
      objectId: id,
      ...(appId !== undefined && { appId }),
      ...(tags !== undefined && { tags: tags ?? [] }),
      ...(removed !== undefined && { removed: removed.reason === 'deleted' ? 'deleted' : 'changed' }),
    };
  });

// Every page has one of the links, the last of a round the deltaLink; no rows do not make a page the last.
const page = z
  .object({
    value: z.array(change),
    '@odata.nextLink': z.string().optional(),
    '@odata.deltaLink': z.string().optional(),
  })
  .transform((answer, context): ApplicationChangesPage => {
    const { value: rows, '@odata.nextLink': next, '@odata.deltaLink': last } = answer;
    const link = next ?? last;
    if (link !== undefined && URL.canParse(link)) return { rows, link, isLast: next === undefined };
    context.addIssue({ code: 'custom', message: 'There is no link to go on by.' });
    return z.NEVER;
  });

/**
 * One page of the changes of all app registrations (Graph: application delta). `expired`: Graph has forgotten where
 * the link stood, and everything is to be read again.
 */
export async function applicationChanges(
  graph: GraphClient,
  link: string | undefined,
): Promise<ApplicationChangesPage | 'expired'> {
  // Of another cloud or another local one: whatever it stood for, it is not known here.
  if (link !== undefined && !graph.owns(link)) return 'expired';
  try {
    const read = await (link === undefined ? graph.get(`${path}?${fields}`, page) : graph.follow(link, page));
    if (!graph.owns(read.link)) throw foreignAddress(graph.endpoint, new URL(read.link).origin);
    return read;
  } catch (error) {
    if (link !== undefined && error instanceof AzureError && isForgotten(error)) return 'expired';
    throw error;
  }
}

/**
 * 410 by the documentation of delta queries, which also has "40X" with `syncStateNotFound` for directory objects. A
 * link that Graph itself made and now calls a bad request is none that it will ever take again.
 */
function isForgotten({ status, code }: AzureError): boolean {
  return status === 410 || status === 400 || /syncState|resync/i.test(code);
}
