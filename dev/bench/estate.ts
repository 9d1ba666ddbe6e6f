import type { PermissionBlock, Role } from '../../src/domain/permissions/coverage.ts';
import type { Assignment } from '../../src/domain/permissions/evaluate.ts';
import { communicationOperations } from '../azure/arm/operations.ts';

/** A tenant of any size, the same every time: what is measured or counted must not depend on luck. */
export type Estate = {
  operations: string[];
  assignments: Assignment[];
  principalIds: string[];
  mailService: string;
};
export type EstateSize = { assignments: number; roles: number; principals: number };

/** About as many as Azure's providers list (17,000), and spelled as theirs: type by type with their verbs. */
export function manyOperations(count = 17_000): string[] {
  const operations: string[] = [...communicationOperations, ...authorizationOperations];
  for (let index = 0; operations.length < count; index += 1) {
    const type = `${providerName(index % 180)}/things${Math.floor(index / 180)}`;
    operations.push(`${type}/read`, `${type}/write`, `${type}/delete`);
    operations.push(index % 7 === 0 ? `${type}/listKeys/action` : `${type}/restart/action`);
  }
  return operations.slice(0, count);
}

const authorizationOperations = ['roleAssignments', 'roleDefinitions', 'locks', 'policyAssignments'].flatMap(
  (type) => ['read', 'write', 'delete'].map((verb) => `Microsoft.Authorization/${type}/${verb}`),
);

function providerName(index: number): string {
  return index % 10 === 9 ? `Contoso.Service${index}` : `Microsoft.Service${index}`;
}

export function anEstate({ assignments, roles, principals }: EstateSize): Estate {
  const random = pseudoRandom(42);
  const any = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  };
  const subscription = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c';
  const scopes = [
    '/',
    '/providers/Microsoft.Management/managementGroups/contoso',
    subscription,
    ...Array.from({ length: 500 }, (_, index) => `${subscription}/resourceGroups/rg${index}`),
  ];
  const allRoles = Array.from({ length: roles }, (_, index) => aRole(index, random));
  const principalIds = Array.from({ length: principals }, (_, index) => `principal-${index}`);
  return {
    operations: manyOperations(),
    principalIds,
    mailService: `${subscription}/resourceGroups/rg1/providers/Microsoft.Communication/communicationServices/mail`,
    assignments: Array.from({ length: assignments }, (_, index) => ({
      id: `assignment-${index}`,
      principalId: any(principalIds),
      scope: any(scopes),
      role: any(allRoles),
      ...(random() < 0.03 ? { condition: `Condition ${index}` } : {}),
    })),
  };
}

export function aRole(index: number, random: () => number): Role {
  const block = (): PermissionBlock => ({
    actions: Array.from({ length: 2 + Math.floor(random() * 14) }, () => aPattern(random)),
    notActions: random() < 0.2 ? [aPattern(random), 'Microsoft.Authorization/*/Write'] : [],
    dataActions: random() < 0.2 ? [`${aPattern(random)}/items/read`] : [],
    notDataActions: [],
  });
  const permissions = random() < 0.05 ? [block(), { ...block(), condition: 'C' }] : [block()];
  return { id: `role-${index}`, name: `Role ${index}`, permissions };
}

/** Entries as custom roles have them: mostly of one type, some of a whole provider, a few of everything. */
function aPattern(random: () => number): string {
  const provider = providerName(Math.floor(random() * 180));
  const type = `things${Math.floor(random() * 24)}`;
  const kind = random();
  if (kind < 0.01) return '*';
  if (kind < 0.04) return '*/read';
  if (kind < 0.06) return `*/${type}/read`;
  if (kind < 0.07) return `*/${type}/*`;
  if (kind < 0.15) return `${provider}/*`;
  if (kind < 0.2) return `${provider}/*/write`;
  if (kind < 0.5) return `${provider}/${type}/*`;
  return `${provider}/${type}/${random() < 0.6 ? 'read' : 'write'}`;
}

/** Numbers between 0 and 1 that are the same in every run (mulberry32). */
export function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
