import { z } from 'zod';
import type { LocalRequest } from '../../http.ts';
import type { PrincipalType } from '../../state.ts';
import { bodyOf } from '../body.ts';
import { parseCondition } from '../condition/parse.ts';
import { guidAtEnd, isGuid } from '../guid.ts';
import { scopeOf } from '../paths.ts';
import { notImplemented, refusal } from '../refusal.ts';
import { refuseUnkept } from '../unkept.ts';

const schema = z.object({
  properties: z.object({
    roleDefinitionId: z.string().min(1),
    principalId: z.guid(),
    principalType: z.enum(['User', 'Group', 'ServicePrincipal', 'ForeignGroup', 'Device']).nullish(),
    description: z.string().nullish(),
    condition: z.string().nullish(),
    conditionVersion: z.string().nullish(),
    delegatedManagedIdentityResourceId: z.string().nullish(),
  }),
});

export type RequestedAssignment = {
  name: string;
  scope: string;
  roleDefinition: string;
  principalId: string;
  principalType?: PrincipalType;
  description?: string;
  condition?: string;
  conditionVersion?: string;
};

export function requestedAssignment(request: LocalRequest): RequestedAssignment {
  const name = (request.params.name ?? '').toLowerCase();
  if (!isGuid(name))
    throw refusal(
      400,
      'InvalidRoleAssignmentId',
      `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`,
    );
  const { properties } = bodyOf(request, schema);
  const { roleDefinitionId, principalId, principalType, description, condition } = properties;
  refuseUnkept(properties, { delegatedManagedIdentityResourceId: null });
  if (principalType === 'ForeignGroup' || principalType === 'Device')
    throw refusal(501, 'NotImplemented', `The local Azure has no principals of type '${principalType}'.`);
  if (!/\/providers\/Microsoft\.Authorization\/roleDefinitions\/[^/]+$/i.test(roleDefinitionId))
    throw refusal(
      400,
      'BadRequestFormat',
      `The role definition id '${roleDefinitionId}' is not the id of a role definition.`,
    );
  // Without a version, Azure does not take a condition; 2.0 is the only one.
  if (condition && properties.conditionVersion !== '2.0')
    throw refusal(400, 'InvalidConditionVersion', "The condition version must be '2.0'.");
  if (condition) demandReadable(condition);
  return {
    name,
    scope: scopeOf(request.params),
    roleDefinition: guidAtEnd(roleDefinitionId),
    principalId: principalId.toLowerCase(),
    ...(principalType ? { principalType } : {}),
    ...(description ? { description } : {}),
    ...(condition ? { condition, conditionVersion: '2.0' } : {}),
  };
}

const text = z.string().optional().catch(undefined);
const looked = z
  .object({
    properties: z
      .object({ roleDefinitionId: text, principalId: text, principalType: text })
      .optional()
      .catch(undefined),
  })
  .catch({});

/** What a condition may look at, of a body that nobody has checked yet. */
export function attributesAsked({ text: body }: LocalRequest) {
  const { roleDefinitionId, principalId, principalType } = looked.parse(jsonOf(body)).properties ?? {};
  return {
    ...(roleDefinitionId === undefined ? {} : { roleDefinition: guidAtEnd(roleDefinitionId) }),
    ...(principalId === undefined ? {} : { principalId }),
    ...(principalType === undefined ? {} : { principalType }),
  };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Azure reads a condition when it is written. One that we cannot read may be wrong, or beyond us. */
function demandReadable(condition: string): void {
  try {
    parseCondition(condition);
  } catch (error) {
    throw notImplemented(error instanceof Error ? error.message : condition);
  }
}
