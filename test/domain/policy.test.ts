import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { GrantRequest } from '../../src/domain/grantRequest.ts';
import { decidePolicy, policyProblem } from '../../src/domain/policy.ts';
import type { PolicyDecision } from '../../src/domain/policy.ts';
import type { RoleChoice, ScopeChoice } from '../../src/domain/roleChoice.ts';
import { aRequest, otherServiceId, serviceId } from '../support/records.ts';

type Mode = 'custom' | 'always' | 'never';
type Door = 'http' | 'event';
const services = [serviceId, otherServiceId] as const;
const owner: RoleChoice = { kind: 'owner' };
const clone: RoleChoice = { kind: 'clone', of: 'Report Reader' };

function decide(mode: Mode, door: Door, asked: Partial<GrantRequest>): PolicyDecision {
  return decidePolicy({ request: aRequest(asked), requester: { door }, settings: { mode, services } });
}

/** What each mode says to a request by tag, and over HTTP. */
const table: [what: string, asked: Partial<GrantRequest>, names: string[], kinds: Record<Mode, string>][] = [
  ['the bare tag', {}, [], { custom: 'allow allow', always: 'approval approval', never: 'allow allow' }],
  [
    'a username',
    { username: 'ceo@mail.contoso.example' },
    ["'ceo@mail.contoso.example'"],
    { custom: 'approval allow', always: 'approval approval', never: 'refuse allow' },
  ],
  [
    'another mail service',
    { serviceId: otherServiceId },
    ["'contoso-lab'"],
    { custom: 'approval allow', always: 'approval approval', never: 'refuse allow' },
  ],
  [
    'the default mail service in other letters',
    { serviceId: serviceId.toUpperCase() },
    [],
    { custom: 'allow allow', always: 'approval approval', never: 'allow allow' },
  ],
  [
    'the owner role',
    { role: owner },
    ["'owner'"],
    { custom: 'approval approval', always: 'approval approval', never: 'refuse allow' },
  ],
  [
    'a clone',
    { role: clone },
    ["'Report Reader'"],
    { custom: 'approval approval', always: 'approval approval', never: 'refuse allow' },
  ],
  [
    'the resource group',
    { scope: 'resourceGroup' },
    ["'resourceGroup'"],
    { custom: 'approval approval', always: 'approval approval', never: 'refuse allow' },
  ],
  [
    'the subscription',
    { scope: 'subscription' },
    ["'subscription'"],
    { custom: 'approval approval', always: 'approval approval', never: 'refuse allow' },
  ],
  [
    'everything at once',
    { username: 'ceo', serviceId: otherServiceId, role: owner, scope: 'subscription' },
    ["'ceo'", "'contoso-lab'", "'owner'", "'subscription'"],
    { custom: 'approval approval', always: 'approval approval', never: 'refuse allow' },
  ],
];

describe.each(['custom', 'always', 'never'] as const)('MAILGRANT_APPROVAL=%s', (mode) => {
  it.each(table)('decides on %s', (...[, asked, names, kinds]) => {
    const byTag = decide(mode, 'event', asked);
    const byHttp = decide(mode, 'http', asked);
    expect(`${byTag.kind} ${byHttp.kind}`).toBe(kinds[mode]);
    // Whoever decides on a tag reads each thing that goes beyond the bare one.
    if (byTag.kind !== 'allow') for (const name of names) expect(byTag.reasons.join(' ')).toContain(name);
    for (const reason of [...byTag.reasons, ...byHttp.reasons]) expect(reason).toMatch(/^[A-Z].* .*\.$/);
    expect(byTag.reasons.length).toBeGreaterThan(0);
  });
});

describe('policyProblem', () => {
  it('quotes what was asked for', () => {
    const problem = policyProblem(decide('never', 'event', { username: 'ceo', scope: 'subscription' }));
    expect(problem).toMatchObject({ code: 'policy-refused' });
    expect(problem?.message).toMatch(/'ceo'.*'subscription'/);
  });

  it.each(['allow', 'approval'] as const)('has nothing to say where the policy says %s', (kind) => {
    expect(policyProblem({ kind, reasons: ['Because.'] })).toBeUndefined();
  });
});

const strictness = ['allow', 'approval', 'refuse'];
const mode = fc.constantFrom<Mode>('custom', 'always', 'never');
const door = fc.constantFrom<Door>('http', 'event');
const service = fc.constantFrom(...services);
const username = fc.option(fc.string({ minLength: 1 }), { nil: undefined });
const role = fc.oneof(
  fc.constantFrom<RoleChoice>({ kind: 'least-privilege' }, owner),
  fc.string().map((of): RoleChoice => ({ kind: 'clone', of })),
);
const scope = fc.constantFrom<ScopeChoice>('resource', 'resourceGroup', 'subscription');
const request = fc
  .record({ username, serviceId: service, role, scope })
  .map(({ username: login, ...rest }) =>
    aRequest({ ...rest, ...(login !== undefined && { username: login }) }),
  );

const isDefault = ({ username: login, serviceId: id, role: { kind }, scope: wide }: GrantRequest) =>
  login === undefined && id === serviceId && kind === 'least-privilege' && wide === 'resource';

test('nothing beyond the bare tag ever gets through by an event', () => {
  fc.assert(
    fc.property(mode, request, (each, asked) => {
      const { kind } = decide(each, 'event', asked);
      expect(kind === 'allow').toBe(each !== 'always' && isDefault(asked));
    }),
  );
});

test('nobody gets more than the sender role at the mail service without a decision, unless nothing ever waits', () => {
  fc.assert(
    fc.property(fc.constantFrom<Mode>('custom', 'always'), door, request, (...[each, by, asked]) => {
      const narrow = asked.role.kind === 'least-privilege' && asked.scope === 'resource';
      if (!narrow) expect(decide(each, by, asked).kind).toBe('approval');
    }),
  );
});

test('to ask for more never needs less, and a tag never less than a call', () => {
  const more = fc.record({ username, serviceId: fc.boolean(), role: fc.boolean(), scope: fc.boolean() });
  fc.assert(
    fc.property(mode, door, request, more, (...[each, by, asked, add]) => {
      const wider: GrantRequest = {
        ...asked,
        ...(add.username !== undefined && { username: add.username }),
        ...(add.serviceId && { serviceId: otherServiceId }),
        ...(add.role && { role: owner }),
        ...(add.scope && { scope: 'subscription' }),
      };
      const strict = (decided: PolicyDecision) => strictness.indexOf(decided.kind);
      expect(strict(decide(each, by, wider))).toBeGreaterThanOrEqual(strict(decide(each, by, asked)));
      expect(strict(decide(each, 'event', asked))).toBeGreaterThanOrEqual(
        strict(decide(each, 'http', asked)),
      );
    }),
  );
});
