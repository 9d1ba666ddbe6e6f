import { z } from 'zod';
import type { LocalRequest } from '../../http.ts';
import { bodyOf } from '../body.ts';
import { matchesAnyAction, matchesAnyDataAction } from '../operations.ts';
import { refusal } from '../refusal.ts';
import { refuseUnkept } from '../unkept.ts';

// As the documentation had it at first. Later copies name more, which nobody has tried.
const longestName = 128;
const longestDescription = 1_024;

const strings = z.array(z.string()).nullish();
const schema = z.object({
  properties: z.object({
    roleName: z.string().nullish(),
    description: z.string().nullish(),
    type: z.string().nullish(),
    permissions: z
      .array(
        z.object({
          actions: strings,
          notActions: strings,
          dataActions: strings,
          notDataActions: strings,
          condition: z.string().nullish(),
        }),
      )
      .nullish(),
    assignableScopes: strings,
  }),
});

/** What a PUT asks for, checked as far as that is possible without knowing anything else. */
export function requestedRole(request: LocalRequest) {
  const { properties } = bodyOf(request, schema);
  const { roleName, type, description, permissions, assignableScopes } = properties;
  if (type !== undefined && type !== null && type !== 'CustomRole')
    throw refusal(400, 'InvalidRoleDefinitionType', `The role definition type '${type}' is not valid.`);
  if (roleName === undefined || roleName === null || roleName.trim() === '')
    throw refusal(400, 'RoleDefinitionNameNullOrEmpty', 'The role definition name cannot be null or empty.');
  if (assignableScopes === undefined || assignableScopes === null || assignableScopes.length === 0)
    throw refusal(400, 'MissingAssignableScopes', 'The role definition must have assignable scopes.');
  demandLengths(roleName, description ?? '');
  for (const scope of assignableScopes)
    if (!scope.startsWith('/'))
      throw refusal(
        400,
        'LinkedInvalidPropertyId',
        `Property id '${scope}' at path 'properties.assignableScopes' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.`,
      );
  demandCustomScopes(assignableScopes);
  const blocks = (permissions ?? []).map((block) => ({
    actions: block.actions ?? [],
    notActions: block.notActions ?? [],
    dataActions: block.dataActions ?? [],
    notDataActions: block.notDataActions ?? [],
  }));
  for (const block of permissions ?? []) refuseUnkept(block, { condition: null });
  for (const block of blocks) {
    refuseUnknown([...block.actions, ...block.notActions], matchesAnyAction, 'InvalidActionOrNotAction');
    const data = [...block.dataActions, ...block.notDataActions];
    refuseUnknown(data, matchesAnyDataAction, 'InvalidDataActionOrNotDataAction');
  }
  return { roleName, description: description ?? '', permissions: blocks, assignableScopes };
}

function demandLengths(roleName: string, description: string): void {
  for (const [what, text, most] of [
    ['name', roleName, longestName],
    ['description', description, longestDescription],
  ] as const)
    if (text.length > most)
      throw refusal(
        400,
        'BadRequest',
        `The role definition ${what} has ${text.length} characters, and may have ${most}.`,
      );
}

/** Only Azure's own roles reach the root, and a custom one knows one management group. */
function demandCustomScopes(scopes: readonly string[]): void {
  const groups = scopes.filter((each) => /^\/providers\/Microsoft\.Management\//i.test(each));
  if (scopes.includes('/') || groups.length > 1)
    throw refusal(
      400,
      'InvalidAssignableScopes',
      `A custom role cannot have the assignable scopes '${scopes.join("', '")}'.`,
    );
}

function refuseUnknown(patterns: string[], isKnown: (pattern: string) => boolean, code: string): void {
  const unknown = patterns.find((pattern) => !isKnown(pattern));
  if (unknown !== undefined)
    throw refusal(400, code, `'${unknown}' does not match any of the actions supported by the providers.`);
}
