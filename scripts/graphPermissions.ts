import { z } from 'zod';
import type { GraphPermission } from '../src/domain/doctor/commands.ts';
import type { Az } from './az.ts';

export type GraphGrant = {
  az: Az;
  /** Object id of the managed identity. */
  principalId: string;
  wanted: readonly GraphPermission[];
  /** Asked once, before anything is changed. */
  confirm: (question: string) => Promise<boolean>;
  say: (line: string) => void;
};

/** Microsoft Graph's own application, the same in every tenant. */
const graphAppId = '00000003-0000-0000-c000-000000000000';

const principal = z.object({ id: z.string(), displayName: z.string().nullish() });
const graphPrincipal = z.object({
  id: z.string(),
  appRoles: z.array(
    z.object({ id: z.string(), value: z.string().nullable(), allowedMemberTypes: z.array(z.string()) }),
  ),
});
const assignments = z.object({
  value: z.array(z.object({ resourceId: z.string(), appRoleId: z.string() })),
  '@odata.nextLink': z.string().optional(),
});

/**
 * Gives Mailgrant's identity application permissions of Microsoft Graph, as whoever is signed in to the Azure CLI. Looks
 * first, changes only what is missing, and only after a yes. Gives whether the identity has all of them at the end.
 */
export async function grantGraph({ az, principalId, wanted, confirm, say }: GraphGrant): Promise<boolean> {
  const graph = await graphEndpoint(az);
  const get = (path: string) => az(['rest', '--method', 'GET', '--url', `${graph}/v1.0/${path}`]);
  const holder = principal.parse(await get(`servicePrincipals/${principalId}?$select=id,displayName`));
  const { id: resourceId, appRoles } = graphPrincipal.parse(
    await get(`servicePrincipals(appId='${graphAppId}')?$select=id,appRoles`),
  );
  const held = await heldAt(az, `${graph}/v1.0/servicePrincipals/${principalId}/appRoleAssignments`);
  const who = `${holder.displayName ?? 'The identity'} (${holder.id})`;
  const missing = wanted.filter((name) => {
    const has = held.some((each) => each.resourceId === resourceId && each.appRoleId === roleId(name));
    say(`${who} ${has ? 'has' : 'lacks'} ${name}.`);
    return !has;
  });
  if (missing.length === 0) return true;
  if (!(await confirm(`Give it ${missing.join(' and ')} in the whole tenant?`))) {
    say('Nothing was changed.');
    return false;
  }
  for (const name of missing) {
    const body = JSON.stringify({ principalId, resourceId, appRoleId: roleId(name) });
    const url = `${graph}/v1.0/servicePrincipals/${principalId}/appRoleAssignments`;
    await az(['rest', '--method', 'POST', '--url', url, '--body', body]);
    say(`${who} has ${name} now. Azure may go on with older tokens for up to a day.`);
  }
  return true;

  function roleId(name: GraphPermission): string {
    const role = appRoles.find(
      ({ value, allowedMemberTypes }) => value === name && allowedMemberTypes.includes('Application'),
    );
    if (role === undefined) throw new Error(`Microsoft Graph knows no application permission ${name}.`);
    return role.id;
  }
}

/** Microsoft Graph of the cloud that the Azure CLI is signed in to, without a slash at the end. */
async function graphEndpoint(az: Az): Promise<string> {
  const url = await az(['cloud', 'show', '--query', 'endpoints.microsoftGraphResourceId']);
  return z
    .url({ protocol: /^https$/ })
    .parse(url)
    .replace(/\/$/, '');
}

type Held = z.output<typeof assignments>['value'];

async function heldAt(az: Az, first: string): Promise<Held> {
  const held: Held = [];
  let url: string | undefined = first;
  while (url !== undefined) {
    const page: z.output<typeof assignments> = assignments.parse(
      await az(['rest', '--method', 'GET', '--url', url]),
    );
    held.push(...page.value);
    url = page['@odata.nextLink'];
  }
  return held;
}
