import { ManualClock } from '../../dev/clock.ts';
import type { Activities } from '../../src/activities/index.ts';
import { done, refused } from '../../src/domain/answer.ts';
import type { Answer } from '../../src/domain/answer.ts';
import type { AuditedPrincipal } from '../../src/domain/audit/snapshot.ts';
import type { MailgrantEvent } from '../../src/domain/mailgrantEvent.ts';
import { givenActions } from '../../src/domain/heldGrants.ts';
import type { OurAssignment } from '../../src/domain/heldGrants.ts';
import type { SmtpUsername } from '../../src/domain/mailService.ts';
import { roleAssignmentName } from '../../src/domain/naming.ts';
import type { Problem } from '../../src/domain/problems.ts';
import { madeBy } from '../../src/domain/requester.ts';
import { reaches } from '../../src/domain/permissions/scope.ts';
import { roleAssignmentId, sameId } from '../../src/domain/resourceId.ts';
import { communicationOwnerRole, wantedRole } from '../../src/domain/roleChoice.ts';
import type { RoleAssignment, RoleDefinition } from '../../src/domain/roleDefinition.ts';
import { sameRole } from '../../src/domain/roleDrift.ts';
import {
  anApplication,
  aProblem,
  aRole,
  aUsername,
  inspectedService,
  ownerRole,
  resolvedApplication,
} from './records.ts';

/** The activities as plain functions. */
export type Plays = {
  [K in keyof Activities]: (input: Parameters<Activities[K]>[0]) => ReturnType<Activities[K]>;
};
export type ActivityName = keyof Activities;
export type RecordedCall = { name: ActivityName; input: unknown; at: number };

/** What the fake Azure holds; a test may put things in beforehand, and look afterwards. */
export type FakeHoldings = {
  roles: Map<string, RoleDefinition>;
  assignments: Map<string, RoleAssignment>;
  usernames: Map<string, SmtpUsername>;
  published: MailgrantEvent[];
};

export type FakeAzure = {
  activities: Plays;
  clock: ManualClock;
  holds: FakeHoldings;
  /** Every call so far, oldest first. */
  calls: RecordedCall[];
  /** The names of the calls, or the inputs of those of one name. */
  called: () => ActivityName[];
  inputsOf: (name: ActivityName) => unknown[];
};

type Overrides = Partial<Plays> | ((healthy: Plays) => Partial<Plays>);

/** A healthy Azure in memory, as activities that record their calls. `overrides` replaces some of them. */
export function fakeActivities(overrides: Overrides = {}): FakeAzure {
  const clock = new ManualClock();
  const holds: FakeHoldings = {
    roles: new Map([[communicationOwnerRole, ownerRole()]]),
    assignments: new Map(),
    usernames: new Map(),
    published: [],
  };
  const healthy = healthyActivities(holds, clock);
  const played: Plays = {
    ...healthy,
    ...(typeof overrides === 'function' ? overrides(healthy) : overrides),
  };
  const calls: RecordedCall[] = [];
  const recorded = Object.fromEntries(
    Object.entries(played).map(([name, play]) => [
      name,
      (input: never) => {
        calls.push({ name: name as ActivityName, input, at: clock.now() });
        return play(input);
      },
    ]),
  ) as unknown as Plays;
  return {
    activities: recorded,
    clock,
    holds,
    calls,
    called: () => calls.map(({ name }) => name),
    inputsOf: (wanted) => calls.flatMap(({ name, input }) => (name === wanted ? [input] : [])),
  };
}

/* eslint-disable @typescript-eslint/require-await -- activities are asynchronous, memory is not */
function healthyActivities({ roles, assignments, usernames, published }: FakeHoldings, clock: ManualClock) {
  const equal = (one: { scope: string; principalId: string; roleDefinition: string }) =>
    [...assignments.values()].find(
      (other) =>
        sameId(one.scope, other.scope) &&
        one.principalId === other.principalId &&
        one.roleDefinition === other.roleDefinition,
    );
  const held = (serviceId: string) =>
    [...assignments.values()].map((each): OurAssignment => {
      const { id, scope, roleDefinition, description = '' } = each;
      const role = roles.get(roleDefinition);
      const door = madeBy(description)?.door;
      const roleName = role?.roleName ?? roleDefinition;
      const gives = givenActions(each, role);
      return { serviceId, id, scope, roleDefinition, roleName, gives, ...(door && { door }) };
    });
  const healthy: Plays = {
    resolveApplication: async () => done(resolvedApplication()),
    findApplication: async () => done({ application: anApplication() }),
    findMailService: async () => done(inspectedService({ usernames: [...usernames.values()] })),
    listProviderOperations: async () => done([]),
    inspectMailService: async () => done(inspectedService({ usernames: [...usernames.values()] })),
    async inspectRole({ scope, choice }) {
      const source = choice.kind === 'clone' ? aRole({ roleName: choice.of }) : undefined;
      const wanted = wantedRole(choice, scope, source);
      if (wanted === undefined) {
        const { name, roleName, permissions } = ownerRole();
        return done({ name, roleName, state: 'same' as const, permissions });
      }
      const { name, roleName, permissions } = wanted;
      const found = roles.get(name);
      const state = found === undefined ? 'absent' : sameRole(found, wanted) ? 'same' : 'drifted';
      return done({ name, roleName, state, permissions, wanted });
    },
    async putRole({ wanted }) {
      roles.set(wanted.name, { ...wanted, type: 'CustomRole' });
      return done(null);
    },
    async deleteUnusedRole({ name }) {
      if ([...assignments.values()].some(({ roleDefinition }) => roleDefinition === name))
        return done('in use');
      roles.delete(name);
      return done('deleted');
    },
    findAssignment: async (wanted) => done(equal(wanted) ?? null),
    async putAssignment(wanted) {
      const { scope, principalId, roleDefinition } = wanted;
      const name = roleAssignmentName(scope, principalId, roleDefinition);
      const id = roleAssignmentId(scope, name);
      const createdOn = new Date(clock.now()).toISOString();
      const made = equal(wanted) ?? { ...wanted, id, name, createdOn };
      assignments.set(made.id, made);
      return done(made);
    },
    checkPropagation: async ({ assignmentId }) => done({ seen: assignments.has(assignmentId) }),
    async deleteAssignment({ assignmentId }) {
      assignments.delete(assignmentId);
      return done(null);
    },
    async undoAssignment({ assignmentId, operation }) {
      const { description = '' } = assignments.get(assignmentId) ?? {};
      if (assignments.has(assignmentId) && !description.includes(operation)) return done('in use');
      assignments.delete(assignmentId);
      return done('deleted');
    },
    findSmtpUsername: async ({ name }) => done(usernames.get(name) ?? null),
    async putSmtpUsername({ name, username, appId }) {
      const made = aUsername({ name, username, appId });
      usernames.set(name, made);
      return done(made);
    },
    async deleteSmtpUsername({ name }) {
      usernames.delete(name);
      return done(null);
    },
    async readAccessOf({ serviceId, principalId }) {
      const reaching = [...assignments.values()].filter(
        (each) => each.principalId === principalId && reaches(each.scope, serviceId),
      );
      return done({
        assignments: reaching.map(({ id, scope, roleDefinition, condition, createdOn, updatedOn }) => {
          const { roleName: name, permissions } = roles.get(roleDefinition) ?? {
            roleName: roleDefinition,
            permissions: [],
          };
          const role = { id: roleDefinition, name, permissions };
          const changedOn = updatedOn ?? createdOn;
          return { id, principalId, scope, role, changedOn, ...(condition && { condition }) };
        }),
        lastChange:
          reaching
            .map(({ createdOn }) => createdOn)
            .sort()
            .at(-1) ?? null,
      });
    },
    async readAssignment({ assignmentId }) {
      const assignment = assignments.get(assignmentId);
      if (assignment === undefined) return done(null);
      return done({ assignment, role: roles.get(assignment.roleDefinition) ?? null });
    },
    async removeCondition({ assignmentId }) {
      const { condition: _condition, ...assignment } = assignments.get(assignmentId) ?? {};
      if (assignments.has(assignmentId)) assignments.set(assignmentId, assignment as RoleAssignment);
      return done(null);
    },
    readAccess: async ({ place: { scope } }) =>
      done({
        scope,
        assignments: [],
        eligible: [],
        denyAssignments: [],
        roles: {},
        read: { assignments: 0, eligible: 0, roles: 0 },
        unread: [],
        notSeen: [],
      }),
    readHeld: async ({ principalIds }) =>
      done({ held: Object.fromEntries(principalIds.map((id) => [id.toLowerCase(), []])), roles: {} }),
    lookUpPrincipals: async ({ principals }) =>
      done({
        principals: Object.fromEntries<AuditedPrincipal>(
          principals.map(({ id, type }) => {
            const displayName = id.toLowerCase();
            return type === 'Group'
              ? [displayName, { kind: 'group', displayName }]
              : [displayName, { kind: 'servicePrincipal', appId: id, displayName, enabled: true }];
          }),
        ),
        unread: [],
      }),
    lookUpApplications: async () => done({ principals: {}, applications: {} }),
    listGroupMembers: async ({ groupIds }) =>
      done({ groupMembers: Object.fromEntries(groupIds.map((id) => [id.toLowerCase(), []])), unread: [] }),
    findGrants: async ({ appId, serviceIds: [serviceId = ''] }) =>
      done({
        usernames: [...usernames.values()]
          .filter((each) => each.appId === appId)
          .map(({ name, username }) => ({ serviceId, name, username })),
        ours: held(serviceId).filter(({ roleDefinition }) => roleDefinition !== communicationOwnerRole),
        others: held(serviceId).filter(({ roleDefinition }) => roleDefinition === communicationOwnerRole),
      }),
    readApplicationChanges: async ({ link = '' }) => done({ rows: [], link: `${link}.`, isLast: true }),
    listUsernameHolders: async () => done([]),
    proveSmtp: async () => done({ proof: 'no-credential' as const }),
    async publishEvents(events) {
      published.push(...events);
      return done(null);
    },
  };
  return healthy;
}

type Play<Input, Result> = (input: Input) => Promise<Result>;

/** Gives these answers first, one for each call, and then plays on. */
export function first<I, R>(answers: Answer<never>[], then: Play<I, R>): Play<I, R | Answer<never>> {
  const left = [...answers];
  return async (input) => left.shift() ?? then(input);
}

/** Answers always the same. */
export function always<A extends Answer<unknown>>(answer: A): () => Promise<A> {
  return async () => answer;
}

/** Does its work, but the first answers get lost on the way; then it gives those of `then`, and plays on. */
export function losing<I, R>(then: Answer<never>[], play: Play<I, R>): Play<I, R | Answer<never>> {
  const answers = [later({ mayHaveHappened: true }), ...then];
  return async (input) => {
    const answer = answers.shift();
    const real = answer?.kind === 'refused' ? undefined : await play(input);
    return answer ?? (real as R);
  };
}

/** Throws so many times before it plays on, as an activity does whose host goes down. */
export function crashing<I, R>(times: number, then: Play<I, R>): Play<I, R> {
  let left = times;
  return async (input) => {
    if (left-- > 0) throw new TypeError('the host went down');
    return then(input);
  };
}
/* eslint-enable @typescript-eslint/require-await */

/** "Not yet", as for a throttled request that had no effect. */
export function later(overrides: Partial<Extract<Answer<never>, { kind: 'later' }>> = {}): Answer<never> {
  return {
    kind: 'later',
    problem: aProblem({ code: 'azure-throttled', message: 'Azure throttles.', fix: 'Wait.' }),
    mayHaveHappened: false,
    ...overrides,
  };
}

/** A refusal for good. */
export function no(overrides: Partial<Problem> = {}): Answer<never> {
  return refused(aProblem(overrides));
}
