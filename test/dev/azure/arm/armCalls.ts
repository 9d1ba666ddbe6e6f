import type { Delays } from '../../../../dev/azure/delays.ts';
import type { World } from '../../../../dev/azure/world.ts';
import { testAzure } from '../../../support/localAzure.ts';
import { group, mailWorld, senderId, smtpActions } from './mailWorld.ts';

export type Resource = {
  id: string;
  name: string;
  type: string;
  properties: Record<string, unknown>;
  systemData?: Record<string, unknown>;
};
type Body = Resource & { error: { code: string; message: string }; value: Resource[]; nextLink?: string };
export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: Body;
  /** `403 AuthorizationFailed`, for tests that need no more. */
  refusal: string;
};
export type Options = { as?: string; body?: unknown };

/** Raw requests to Resource Manager in the mail world, by its operator unless said otherwise. */
export function arm(options: { world?: Partial<World>; delays?: Partial<Delays> } = {}) {
  const test = testAzure({ world: mailWorld(options.world), delays: options.delays ?? {} });
  const ask = async (
    method: string,
    path: string,
    { as = 'operator', body }: Options = {},
  ): Promise<Answer> => {
    const address = path.startsWith('https:') ? path : `https://management.azure.com${path}`;
    const url = `${address}${path.includes('?') ? '&' : '?'}api-version=${versionFor(path)}`;
    const answer = await test.send({ method, url, as, body });
    const sent = answer.body as Body;
    return {
      status: answer.status,
      headers: answer.headers ?? {},
      body: sent,
      refusal: `${answer.status} ${sent?.error?.code ?? ''}`.trim(),
    };
  };
  return { ...test, ask };
}

/** Roles are assigned at mail resources, too: the last provider counts. */
function versionFor(path: string): string {
  const provider = path.split(/\/providers\//i).at(-1) ?? '';
  if (/^Microsoft\.Communication\//i.test(provider)) return '2025-09-01';
  return /\/roleEligibility/i.test(provider) ? '2020-10-01' : '2022-04-01';
}

export function definitionPath(name: string, scope = group): string {
  return `${scope}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
}

export function assignmentPath(name: string, scope = group): string {
  return `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
}

export function definition(more: Record<string, unknown> = {}) {
  return {
    properties: {
      roleName: 'SMTP sender',
      description: 'May send',
      permissions: [{ actions: smtpActions }],
      assignableScopes: [group],
      ...more,
    },
  };
}

export function assignment(role: string, more: Record<string, unknown> = {}) {
  const roleDefinitionId = `/subscriptions/any/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  return {
    properties: { roleDefinitionId, principalId: senderId, principalType: 'ServicePrincipal', ...more },
  };
}
