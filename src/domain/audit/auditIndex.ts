import type { Assignment } from '../permissions/evaluate.ts';
import { resourceGroupScope, subscriptionScope } from '../resourceId.ts';
import { senderRole } from '../senderRole.ts';
import type { WantedRole } from '../senderRole.ts';
import { applicationsWithUsername } from './applicationView.ts';
import type { ApplicationView } from './applicationView.ts';
import { groupBy } from './groupBy.ts';
import { roleFacts } from './roleFacts.ts';
import type { RoleFacts } from './roleFacts.ts';
import { keysReaching, keysUpwards, scopeKey } from './scopeKeys.ts';
import { serviceView } from './serviceView.ts';
import type { ServiceView } from './serviceView.ts';
import { scopeWidth } from './scopeWidth.ts';
import type { ScopeWidth } from './scopeWidth.ts';
import type { AuditedAssignment, AuditedPrincipal, AuditSnapshot } from './snapshot.ts';

/** An assignment that bears on at least one of the mail services. */
export type Placed = {
  assignment: AuditedAssignment;
  facts: RoleFacts;
  /** The mail services at or below its scope. */
  reached: readonly ServiceView[];
  /** The mail service that its scope is, or lies in. */
  within?: ServiceView;
  width: ScopeWidth;
};

/** A snapshot, prepared so that every rule looks up what it needs in one step. */
export type AuditIndex = {
  snapshot: AuditSnapshot;
  services: ServiceView[];
  roles: Map<string, RoleFacts>;
  placed: Placed[];
  /** By principal id in lower case. */
  placedOf: Map<string, Placed[]>;
  eligible: Placed[];
  /** The applications with a username, by appId in lower case. */
  withUsername: Map<string, ApplicationView>;
  /** The service principals in a group, by the group's id in lower case. */
  membersOf: Map<string, string[]>;
  principal(id: string): AuditedPrincipal | undefined;
  /** The principal and the groups it is in: ids in lower case. */
  identitiesOf(id: string): string[];
  /** What it holds by itself and through groups. */
  heldBy(id: string): Placed[];
};

export function indexSnapshot(snapshot: AuditSnapshot): AuditIndex {
  const services = snapshot.services.map((inspected) => serviceView(inspected, snapshot));
  const roles = factsOfRoles(snapshot);
  const place = placing(services, roles, snapshot);
  const placed = distinct(snapshot.assignments).flatMap(place);
  const placedOf = groupBy(placed, ({ assignment }) => assignment.principalId.toLowerCase());
  const groupsOf = new Map(
    Object.entries(snapshot.memberOf).map(([member, groups]) => [
      member.toLowerCase(),
      [...new Set(groups.map((group) => group.toLowerCase()))],
    ]),
  );
  const identitiesOf = (id: string) => [id.toLowerCase(), ...(groupsOf.get(id.toLowerCase()) ?? [])];
  return {
    snapshot,
    services,
    roles,
    placed,
    placedOf,
    eligible: distinct(snapshot.eligible).flatMap(place),
    withUsername: applicationsWithUsername(services, snapshot),
    membersOf: membersByGroup(groupsOf),
    principal: (id) => snapshot.principals[id.toLowerCase()],
    identitiesOf,
    heldBy: (id) => identitiesOf(id).flatMap((each) => placedOf.get(each) ?? []),
  };
}

/** In the words of the permission core. */
export function toAssignment({ assignment, facts }: Placed): Assignment {
  const { id, principalId, scope, condition } = assignment;
  return { id, principalId, scope, role: facts.role, ...(condition === undefined ? {} : { condition }) };
}

/** An assignment above two mail services is read once for each. */
function distinct(assignments: readonly AuditedAssignment[]): AuditedAssignment[] {
  return [...new Map(assignments.map((assignment) => [assignment.id.toLowerCase(), assignment])).values()];
}

function factsOfRoles({ services, roles }: AuditSnapshot): Map<string, RoleFacts> {
  const wanted = new Map<string, WantedRole>();
  for (const { service } of services)
    for (const scope of [resourceGroupScope(service.id), subscriptionScope(service.id)]) {
      const role = senderRole(scope);
      wanted.set(role.name, role);
    }
  return new Map(
    Object.values(roles).map((role) => {
      const guid = role.name.toLowerCase();
      return [guid, roleFacts(role, wanted.get(guid))];
    }),
  );
}

function placing(
  services: ServiceView[],
  roles: Map<string, RoleFacts>,
  { managementGroups }: AuditSnapshot,
) {
  const reachedBy = new Map<string, ServiceView[]>();
  const byKey = new Map<string, ServiceView>();
  for (const service of services) {
    byKey.set(scopeKey(service.id), service);
    for (const key of keysReaching(service.id, managementGroups)) {
      const reached = reachedBy.get(key);
      if (reached === undefined) reachedBy.set(key, [service]);
      else reached.push(service);
    }
  }
  return (assignment: AuditedAssignment): Placed[] => {
    const { scope, roleDefinition } = assignment;
    const facts = roles.get(roleDefinition.toLowerCase());
    // A role that can't be read can't be judged; what is no scope reaches nothing.
    if (facts === undefined || !scope.startsWith('/')) return [];
    const reached = reachedBy.get(scopeKey(scope)) ?? [];
    const within = keysUpwards(scope)
      .map((key) => byKey.get(key))
      .find((service) => service !== undefined);
    if (reached.length === 0 && within === undefined) return [];
    const width = scopeWidth(scope);
    return [{ assignment, facts, reached, width, ...(within === undefined ? {} : { within }) }];
  };
}

function membersByGroup(groupsOf: Map<string, string[]>): Map<string, string[]> {
  const pairs = [...groupsOf].flatMap(([member, groups]) => groups.map((group) => ({ member, group })));
  const byGroup = groupBy(pairs, ({ group }) => group);
  return new Map([...byGroup].map(([group, members]) => [group, members.map(({ member }) => member)]));
}
