import { describe, expect, it } from 'vitest';
import contoso from '../../dev/worlds/contoso.json' with { type: 'json' };
import type { World } from '../../dev/azure/world.ts';
import { localGateways } from './localGateways.ts';
import type { LocalGateways } from './localGateways.ts';
import { connectionReset, gatewaysAnswered, refusal, scope, serviceId } from './recordedAnswers.ts';

const subscription = scope.slice(0, scope.indexOf('/resourceGroups'));
const world = (more: Partial<World>): World => ({ ...(contoso as World), ...more });
const outer = '5d1c3f5e-0000-4000-8000-000000000001';
const guid = (n: number) => `5d1c3f5e-0000-4000-9000-${String(n).padStart(12, '0')}`;

function idOf({ azure }: LocalGateways, displayName: string): string {
  const found = [...azure.state.servicePrincipals.values()].find((one) => one.displayName === displayName);
  return found?.objectId ?? expect.fail(`There is no ${displayName}.`);
}

describe('the role assignments of an audit', () => {
  it('are all around the scope, with whom they are for and who wrote them last', async () => {
    const local = localGateways();
    const newsletter = idOf(local, 'Newsletter');
    for (const each of local.azure.state.roleAssignments.values())
      if (each.principalId === newsletter)
        Object.assign(each, { createdBy: 'maker', updatedBy: 'changer', condition: 'C', description: 'why' });
      else each.createdBy = 'maker';
    const found = await local.authorization.assignmentsAround(scope);
    expect(found.map(({ principalType }) => principalType)).toContain('User');
    expect(found.find(({ principalId }) => principalId === newsletter)).toEqual({
      id: expect.stringContaining(
        `${serviceId}/providers/Microsoft.Authorization/roleAssignments/`,
      ) as string,
      scope: serviceId,
      roleDefinition: '09976791-48a7-449e-bb21-39d1a415f350',
      principalId: newsletter,
      principalType: 'ServicePrincipal',
      createdOn: '2025-12-02T00:00:00.000Z',
      condition: 'C',
      description: 'why',
      updatedBy: 'changer',
    });
    const own = found.find(({ principalId }) => principalId === idOf(local, 'mailgrant'));
    expect(own).toMatchObject({ updatedBy: 'maker' });
    expect(own).not.toHaveProperty('condition');
  });

  it('come page by page', async () => {
    const { authorization, azure, gets } = localGateways();
    const [own] = azure.state.roleAssignments.values();
    if (own === undefined) throw new Error('The world has no assignment.');
    const before = await authorization.assignmentsAround(scope);
    for (let n = 0; n < 450; n++) azure.state.roleAssignments.set(guid(n), { ...own, name: guid(n), scope });
    expect(await authorization.assignmentsAround(scope)).toHaveLength(before.length + 450);
    expect(gets()).toHaveLength(1 + 3);
  });

  it('of one principal are also those of its groups of groups, above and below', async () => {
    const groups = [
      { name: 'Inner', members: ['Reporting Robot'] },
      { name: 'Outer', members: ['Inner'], objectId: outer },
    ];
    const local = localGateways({
      world: world({
        applications: [{ name: 'Reporting Robot' }, ...(contoso as World).applications!],
        groups: [...groups, ...(contoso as World).groups!],
        assignments: [
          ...(contoso as World).assignments!,
          { role: 'Reader', principal: 'Outer', scope: subscription },
          { role: 'Contributor', principal: 'Reporting Robot', scope: serviceId },
        ],
      }),
    });
    const robot = idOf(local, 'Reporting Robot');
    const held = await local.authorization.assignmentsHeldBy(scope, robot);
    expect(held.map((each) => [each.principalId, each.principalType, each.scope])).toEqual([
      [outer, 'Group', subscription],
      [robot, 'ServicePrincipal', serviceId],
    ]);
    expect(await local.authorization.assignmentsHeldBy(scope, idOf(local, 'Invoice Service'))).toEqual([]);
  });
});

describe('what can be activated', () => {
  const eligibleAssignments = [
    { role: 'Owner', principal: 'Mail Team', scope: subscription },
    { role: 'Contributor', principal: 'Newsletter', scope: serviceId, condition: 'C' },
  ];

  it('is listed around the scope', async () => {
    const local = localGateways({ world: world({ eligibleAssignments }) });
    const [team, newsletter] = await local.authorization.eligibleAround(scope);
    expect(team).toMatchObject({ scope: subscription, principalType: 'Group' });
    expect(newsletter).toEqual({
      id: expect.stringContaining('/roleEligibilityScheduleInstances/') as string,
      scope: serviceId,
      roleDefinition: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
      principalId: idOf(local, 'Newsletter'),
      principalType: 'ServicePrincipal',
      createdOn: '2025-12-02T00:00:00.000Z',
      condition: 'C',
    });
  });

  it('is refused without Entra ID P2', async () => {
    const tenant = { ...(contoso as World).tenant, premium: false };
    const { authorization } = localGateways({ world: world({ tenant }) });
    await expect(authorization.eligibleAround(scope)).rejects.toMatchObject({
      status: 400,
      code: 'AadPremiumLicenseRequired',
    });
  });
});

describe('deny assignments', () => {
  it('are listed around the scope, with everybody they name and every condition', async () => {
    const local = localGateways({
      world: world({
        denyAssignments: [
          {
            name: 'Hands off',
            scope,
            principals: 'everyone',
            exclude: ['Newsletter'],
            permissions: [{ actions: ['*/write'], notActions: ['Contoso.X/*'] }, { actions: ['*/delete'] }],
          },
        ],
      }),
    });
    const [deny] = local.azure.state.denyAssignments;
    if (deny === undefined) throw new Error('The world has no deny assignment.');
    const conditional = deny.permissions.map((block) => ({ ...block, condition: 'of the block' }));
    local.azure.state.denyAssignments = [
      deny,
      { ...deny, id: outer, scope: serviceId, condition: 'of it all', permissions: conditional },
    ];
    const permissions = deny.permissions;
    expect(await local.authorization.denyAssignmentsAround(scope)).toEqual([
      {
        id: `${scope}/providers/Microsoft.Authorization/denyAssignments/${deny.id}`,
        name: 'Hands off',
        scope,
        principalIds: ['00000000-0000-0000-0000-000000000000'],
        excludePrincipalIds: [idOf(local, 'Newsletter')],
        permissions,
        doNotApplyToChildScopes: false,
      },
      expect.objectContaining({ scope: serviceId, condition: 'of it all', permissions: conditional }),
    ]);
  });
});

describe('the roles of an audit', () => {
  it('are all that can be assigned there, with the conditions of their blocks, over several pages', async () => {
    const { authorization, azure, gets } = localGateways();
    const [any] = [...azure.state.roleDefinitions.values()].slice(-1);
    if (any === undefined) throw new Error('The world has no role.');
    const block = (condition?: string) => ({
      actions: ['*/read'],
      notActions: [],
      dataActions: [],
      notDataActions: [],
      ...(condition && { condition }),
    });
    for (let n = 0; n < 210; n++) {
      const permissions = [block(), block(n === 205 ? 'C' : undefined)];
      azure.state.roleDefinitions.set(guid(n), { ...any, name: guid(n), roleName: guid(n), permissions });
    }
    const roles = await authorization.roleDefinitionsAt(serviceId);
    expect(roles).toHaveLength(azure.state.roleDefinitions.size);
    expect(roles.find(({ name }) => name === guid(205))?.permissions).toEqual([block(), block('C')]);
    expect(
      roles.filter(({ permissions }) => permissions.some(({ condition }) => condition === 'C')),
    ).toHaveLength(1);
    expect(gets()).toHaveLength(2);
    const [owner] = roles.filter(({ roleName }) => roleName === 'Owner');
    expect(owner).toEqual(await authorization.roleDefinition(serviceId, owner?.name ?? ''));
  });
});

describe('the operations of the providers', () => {
  const operation = (name: string, isDataAction = false) => ({ name, isDataAction, displayName: name });
  const next = 'https://management.azure.com/providers/Microsoft.Authorization/providerOperations?page=2';

  it('are those of the control plane, of providers and of their resource types, each once', async () => {
    const { authorization, requests } = gatewaysAnswered(
      {
        status: 200,
        body: {
          value: [
            {
              name: 'Contoso.Mail',
              operations: [operation('Contoso.Mail/register/action')],
              resourceTypes: [
                { name: 'boxes', operations: [operation('Contoso.Mail/boxes/read')] },
                { name: 'letters', operations: [operation('Contoso.Mail/letters/open', true)] },
              ],
            },
            { name: 'Contoso.None', operations: null, resourceTypes: null },
          ],
          nextLink: next,
        },
      },
      { status: 200, body: { value: [{ operations: [operation('Contoso.Mail/boxes/read')] }] } },
    );
    expect(await authorization.providerOperations()).toEqual([
      'Contoso.Mail/register/action',
      'Contoso.Mail/boxes/read',
    ]);
    expect(requests[0]?.url).toMatch(
      /azure\.com\/providers\/Microsoft\.Authorization\/providerOperations\?.*\$expand=resourceTypes/,
    );
    expect(requests.map(({ url }) => url)[1]).toBe(next);
  });

  it.each([
    ['a refusal', refusal(403, 'AuthorizationFailed'), { status: 403, code: 'AuthorizationFailed' }],
    ['a broken connection', connectionReset(), { status: 0, code: 'NoAnswer' }],
  ])('are not there after %s', async (_, answer, error) => {
    const { authorization } = gatewaysAnswered(answer);
    await expect(authorization.providerOperations()).rejects.toMatchObject({ name: 'AzureError', ...error });
  });
});
