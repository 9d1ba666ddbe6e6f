import { valueOf } from '../turned.ts';
import type { EventVisit } from './eventVisit.ts';

/** The object id of an application's service principal; undefined if it has none. */
export async function principalOf({ parts }: EventVisit, appId: string): Promise<string | undefined> {
  const resolved = await parts.activities.resolveApplication({ reference: appId });
  return resolved.kind === 'refused' && resolved.problem.code === 'no-service-principal'
    ? undefined
    : valueOf(resolved).servicePrincipal.objectId;
}
