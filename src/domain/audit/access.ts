import { evaluate } from '../permissions/evaluate.ts';
import { neededActions } from '../senderRole.ts';
import type { ApplicationView } from './applicationView.ts';
import type { AuditIndex, Placed } from './auditIndex.ts';
import type { FindingPrincipal } from './finding.ts';
import { groupBy } from './groupBy.ts';

/** What is to be said about an assignment: one thing only, the gravest, so that one cause is one finding. */
export type Judgement = 'conditional' | 'handsOutRoles' | 'wildcard' | 'broad' | 'couldSend';

/** More than sending, in the hands of an application that sends or could send. */
export type HeldAccess = {
  judgement: Judgement;
  placed: Placed;
  /** Who is audited: an application, or a group with applications in it. */
  principal: FindingPrincipal;
  /** The group that it holds the assignment through. */
  group?: FindingPrincipal;
  /** False for a service principal that may not sign in. */
  enabled: boolean;
  /** It has an SMTP username or holds the SMTP sender role. */
  sender: boolean;
  /** The mail services where it has a username. */
  services: ApplicationView['services'];
  /** How many service principals are in the group that is audited. */
  members?: number;
};

/** All access that exceeds the need. Senders are judged by all they hold; others only by roles that let them send. */
export function accessBeyondNeed(index: AuditIndex, placed: readonly Placed[]): HeldAccess[] {
  const senders = sendersOf(index);
  const held = groupBy(placed, ({ assignment }) => assignment.principalId.toLowerCase());
  const ofSenders = [...senders].flatMap(([id, services]) =>
    index
      .identitiesOf(id)
      .flatMap((each) => held.get(each) ?? [])
      .flatMap((each) => judged(index, each, { id, services, sender: true })),
  );
  const ofOthers = placed.flatMap((each) => {
    const id = each.assignment.principalId.toLowerCase();
    const kind = index.principal(id)?.kind;
    // Only at or above a mail service can a role let anybody send from it.
    if (!each.facts.sends || each.reached.length === 0 || senders.has(id)) return [];
    if (kind === 'servicePrincipal') return judged(index, each, { id, services: [], sender: false });
    if (kind !== 'group') return [];
    // A sender in the group has a finding of its own.
    const members = (index.membersOf.get(id) ?? []).filter((member) => !senders.has(member)).length;
    return members === 0 ? [] : judged(index, each, { id, services: [], sender: false, members });
  });
  return [...ofSenders, ...ofOthers];
}

/** The service principals that send, or are meant to, with the mail services where they have a username. */
function sendersOf(index: AuditIndex): Map<string, ApplicationView['services']> {
  const senders = new Map<string, ApplicationView['services']>();
  for (const { servicePrincipal, services } of index.withUsername.values())
    if (servicePrincipal !== undefined) senders.set(servicePrincipal.id.toLowerCase(), services);
  for (const { assignment, facts } of index.placed) {
    const id = assignment.principalId.toLowerCase();
    const holdsSenderRole = facts.wanted !== undefined || (facts.leastPrivilege && facts.sends);
    if (holdsSenderRole && !senders.has(id) && index.principal(id)?.kind === 'servicePrincipal')
      senders.set(id, []);
  }
  return senders;
}

type Holder = { id: string; services: ApplicationView['services']; sender: boolean; members?: number };

function judged(index: AuditIndex, placed: Placed, { id, ...holder }: Holder): HeldAccess[] {
  const judgement = judge(index, placed, { id, ...holder });
  const principal = findingPrincipal(index, id);
  if (judgement === undefined || principal === undefined) return [];
  const owner = placed.assignment.principalId.toLowerCase();
  const group = owner === id ? undefined : findingPrincipal(index, owner);
  const known = index.principal(id);
  return [
    {
      judgement,
      placed,
      principal,
      enabled: known?.kind !== 'servicePrincipal' || known.enabled,
      ...holder,
      ...(group === undefined ? {} : { group }),
    },
  ];
}

function judge(index: AuditIndex, placed: Placed, { id, sender }: Holder): Judgement | undefined {
  const { facts, assignment, reached } = placed;
  const { handsOutRoles, wildcards, readsKeys, helpsToSend } = facts;
  if (handsOutRoles.length + wildcards.length + readsKeys.length === 0 && !helpsToSend) return undefined;
  const denied = (action: string, scope: string) => isDenied(index, { id, action, scope });
  if (!sender && reached.every((service) => neededActions.some((action) => denied(action, service.id))))
    return undefined;
  if (assignment.condition) return 'conditional';
  // What has become of the SMTP sender role itself is one finding about the role, not one about each holder.
  if (facts.leastPrivilege || facts.wanted !== undefined) return undefined;
  if (handsOutRoles.some(({ action }) => !denied(action, assignment.scope))) return 'handsOutRoles';
  if (wildcards.length > 0) return 'wildcard';
  return sender ? 'broad' : 'couldSend';
}

function isDenied(index: AuditIndex, { id, action, scope }: { id: string; action: string; scope: string }) {
  const { denyAssignments, managementGroups } = index.snapshot;
  if (denyAssignments.length === 0) return false;
  const question = { principalIds: index.identitiesOf(id), action, scope };
  return evaluate(question, { assignments: [], denyAssignments, managementGroups }).verdict === 'denied';
}

/** Undefined for people, and for those who could not be looked up: neither is judged. */
export function findingPrincipal(index: AuditIndex, id: string): FindingPrincipal | undefined {
  const principal = index.principal(id);
  if (principal === undefined) return undefined;
  switch (principal.kind) {
    case 'servicePrincipal':
      return { id, kind: principal.kind, displayName: principal.displayName, appId: principal.appId };
    case 'group':
      return { id, kind: principal.kind, displayName: principal.displayName };
    case 'user':
    case 'unknown':
      return undefined;
  }
}
