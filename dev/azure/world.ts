import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { builtInRoles } from './arm/builtInRoles.ts';
import type { State } from './state.ts';
import { loadAccess } from './world/access.ts';
import { loadDirectory } from './world/directory.ts';
import { emptyState } from './world/emptyState.ts';
import { startLoading } from './world/loading.ts';
import { loadManagementGroups } from './world/managementGroups.ts';
import { loadResources } from './world/resources.ts';
import { loadRestrictions } from './world/restrictions.ts';
import { worldSchema } from './world/schema.ts';
import type { World } from './world/schema.ts';

export type { World } from './world/schema.ts';

/**
 * Turns an estate into what the local Azure knows. Ids that the estate leaves out are derived from names, so
 * that two runs have the same ones. Throws one error that lists every problem.
 */
export function loadWorld(world: World, clock: Clock): State {
  const parsed = worldSchema.safeParse(world);
  if (!parsed.success) throw new Error(`The estate is not valid:\n${z.prettifyError(parsed.error)}`);
  const loading = startLoading(emptyState(parsed.data.tenant), clock.now());
  loadDirectory(loading, parsed.data);
  loadResources(loading, parsed.data);
  loadManagementGroups(loading, parsed.data);
  loadAccess(loading, parsed.data, builtInRoles);
  loadRestrictions(loading, parsed.data);
  if (loading.problems.length > 0)
    throw new Error(`The estate is not valid:\n${loading.problems.map((each) => `- ${each}`).join('\n')}`);
  return loading.state;
}
