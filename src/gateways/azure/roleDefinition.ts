import type { RoleDefinition as ArmRole } from '@azure/arm-authorization';
import * as z from 'zod';
import type { RoleDefinition } from '../../domain/roleDefinition.ts';
import { present } from './errors.ts';

const rawRole = z.object({
  properties: z.object({ permissions: z.array(z.object({ condition: z.string().nullish() })) }),
});
const rawPage = z.object({ value: z.array(rawRole) });

/** The SDK drops the conditions of a role's permissions, so they are read from the answer itself. */
export function withConditions(role: RoleDefinition, answer: string): RoleDefinition {
  return conditioned(role, rawRole.parse(JSON.parse(answer)));
}

/** The same for a list, from the answers of all its pages in their order. */
export function allWithConditions(roles: readonly RoleDefinition[], pages: string[]): RoleDefinition[] {
  const raw = pages.flatMap((answer) => rawPage.parse(JSON.parse(answer)).value);
  return roles.map((role, place) => conditioned(role, raw[place]));
}

function conditioned(role: RoleDefinition, raw: z.infer<typeof rawRole> | undefined): RoleDefinition {
  return {
    ...role,
    permissions: role.permissions.map((block, index) => {
      const condition = raw?.properties.permissions[index]?.condition;
      return condition ? { ...block, condition } : block;
    }),
  };
}

export function toRole(role: ArmRole): RoleDefinition {
  return {
    name: present(role.name, 'name').toLowerCase(),
    roleName: present(role.roleName, 'properties.roleName'),
    type: role.roleType === 'BuiltInRole' ? 'BuiltInRole' : 'CustomRole',
    description: role.description ?? '',
    assignableScopes: present(role.assignableScopes, 'properties.assignableScopes'),
    permissions: present(role.permissions, 'properties.permissions').map((block) => ({
      actions: block.actions ?? [],
      notActions: block.notActions ?? [],
      dataActions: block.dataActions ?? [],
      notDataActions: block.notDataActions ?? [],
    })),
    ...(role.updatedOn ? { updatedOn: role.updatedOn.toISOString() } : {}),
  };
}
