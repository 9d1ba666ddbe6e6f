import * as z from 'zod';
import auditor from '../../infra/roles/auditor.json' with { type: 'json' };
import operator from '../../infra/roles/operator.json' with { type: 'json' };
import { roleAdministrator } from '../../src/domain/doctor/commands.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import type { Az } from '../az.ts';
import { isAtOrBelow, listAll } from './arm.ts';
import { together } from './findings.ts';
import type { Found } from './findings.ts';
import type { Installation } from './installation.ts';

const path = 'providers/Microsoft.Authorization';
const apiVersion = 'api-version=2022-04-01';

const assignment = z.object({
  id: z.string(),
  properties: z.object({ principalId: z.string(), roleDefinitionId: z.string(), scope: z.string() }),
});
const definition = z.object({
  id: z.string(),
  name: z.string(),
  properties: z.object({
    roleName: z.string(),
    description: z.string().nullish(),
    assignableScopes: z.array(z.string()),
  }),
});
type Assignment = z.output<typeof assignment>;
type Definition = z.output<typeof definition>;

export type AccessOptions = {
  /** Whether to take the SMTP sender role from the applications that send mail by it. */
  alsoGrants: boolean;
};

/** What Mailgrant's identity may do in the groups of the mail services, and Mailgrant's roles there. */
export async function findAccess(
  az: Az,
  { principalId, groups }: Installation,
  options: AccessOptions,
): Promise<Found> {
  const found = [];
  for (const group of groups) {
    const listed = await listAll(az, `${group}/${path}/roleAssignments?${apiVersion}`, assignment);
    const filter = encodeURIComponent("type eq 'CustomRole'");
    const defined = await listAll(
      az,
      `${group}/${path}/roleDefinitions?${apiVersion}&$filter=${filter}`,
      definition,
    );
    const here = listed.filter(({ properties }) => isAtOrBelow(properties.scope, group));
    found.push(inGroup({ principalId, here, roles: rolesOf(group, defined) }, options));
  }
  return together(...found);
}

type Roles = { sender: Definition[]; own: Definition[] };

/** Recognised by what deployment gives them: the sender role by its GUID, the others by name, description and group. */
function rolesOf(group: string, defined: readonly Definition[]): Roles {
  const isIn = ({ properties: { assignableScopes } }: Definition) =>
    assignableScopes.length === 1 && assignableScopes[0]?.toLowerCase() === group.toLowerCase();
  const is = (wanted: { roleName: string; description: string }) => (role: Definition) =>
    new RegExp(`^${wanted.roleName}( \\([0-9a-f]{8}\\))?$`).test(role.properties.roleName) &&
    role.properties.description === wanted.description;
  const here = defined.filter(isIn);
  return {
    sender: here.filter(({ name }) => name.toLowerCase() === senderRole(group).name),
    own: [...here.filter(is(operator)), ...here.filter(is(auditor))],
  };
}

type Place = { principalId: string; here: readonly Assignment[]; roles: Roles };

function inGroup({ principalId, here, roles }: Place, { alsoGrants }: AccessOptions): Found {
  const found: Found = { removals: [], left: [] };
  const ofIdentity = here.filter(({ properties }) => properties.principalId.toLowerCase() === principalId);
  const ofOthers = here.filter((each) => !ofIdentity.includes(each));
  const removed = new Set<Assignment>();
  const take = (taken: readonly Assignment[], whose: string) => {
    for (const each of taken) {
      removed.add(each);
      found.removals.push({ what: `${whose} ${each.id}`, url: `${each.id}?${apiVersion}` });
    }
  };
  const grants = ofOthers.filter((each) => roles.sender.some((role) => isOf(each, role.name)));
  if (alsoGrants) take(grants, "an application's role assignment");
  // First what it could assign roles by.
  const known = [roleAdministrator, ...roles.own.map(({ name }) => name)];
  for (const name of known)
    take(
      ofIdentity.filter((each) => isOf(each, name)),
      "Mailgrant's role assignment",
    );
  for (const each of ofIdentity.filter((one) => !removed.has(one)))
    found.left.push({
      what: `Mailgrant's role assignment ${each.id}`,
      why: 'it is none of those that deployment makes for mail services',
    });
  for (const role of [...roles.sender, ...roles.own]) {
    const what = `role ${role.properties.roleName} ${role.id}`;
    const users = here.filter((each) => isOf(each, role.name) && !removed.has(each)).length;
    if (users === 0) found.removals.push({ what, url: `${role.id}?${apiVersion}` });
    else found.left.push({ what, why: whyKept(users, roles.sender.includes(role)) });
  }
  return found;
}

function whyKept(users: number, isSender: boolean): string {
  return isSender
    ? `${users} role assignments use it, by which applications send mail; --also-grants takes them away`
    : `${users} role assignments of others use it`;
}

function isOf({ properties }: Assignment, name: string): boolean {
  return properties.roleDefinitionId.toLowerCase().endsWith(`/${name.toLowerCase()}`);
}
