import type { HeldAccess } from './access.ts';
import type { AuditFacts } from './auditFacts.ts';
import type { Placed } from './auditIndex.ts';
import type { ServiceView } from './serviceView.ts';
import type { Excess, ExcessClass } from '../excess/excess.ts';
import type { RiskClass } from '../excess/riskClass.ts';
import { definitionScope } from '../roleChoice.ts';
import { senderRole } from '../senderRole.ts';
import { findingId } from './finding.ts';
import type { FindingPrincipal, Fix, Observation, RuleCode } from './finding.ts';
import { deleteAssignment, fixOf } from './fix.ts';
import type { FixStep } from './fixSteps.ts';
import { scopeKey } from './scopeKeys.ts';
import { lessened, severityOfAccess } from './severity.ts';

const words: Record<RiskClass, string> = {
  fullControl: 'Full control',
  roleWrites: 'Hands out roles',
  keyAccess: 'Reads keys',
  deletes: 'Deletes',
  data: 'Reaches data',
  other: 'Also',
};

/** The finding about access that somebody holds. */
export function accessFinding(facts: AuditFacts, rule: RuleCode, held: HeldAccess): Observation {
  const { placed, principal, group } = held;
  const { assignment } = placed;
  const excess = facts.excessOf(placed);
  const [service] = served(held);
  return {
    id: findingId(rule, principal.id, group?.id ?? '', assignment.roleDefinition, scopeKey(assignment.scope)),
    rule,
    severity: severityOf(held, excess),
    title: `${named(principal)} ${verbs[held.judgement]} '${placed.facts.role.name}' at ${assignment.scope}`,
    principal,
    ...(service === undefined ? {} : { service: service.id }),
    assignment: assignment.id,
    scope: assignment.scope,
    evidence: evidenceOf(held, excess),
    fix: fixFor(facts, held),
  };
}

const verbs: Record<HeldAccess['judgement'], string> = {
  conditional: 'holds under a condition',
  handsOutRoles: 'can hand out roles by',
  wildcard: 'holds the custom role with wildcards',
  broad: 'sends mail with the broad role',
  couldSend: 'could send mail by',
};

export function named({ displayName, id, kind }: FindingPrincipal): string {
  const name = displayName === undefined ? id : `'${displayName}'`;
  return kind === 'group' ? `The group ${name}` : name;
}

/** Less where something stands between the access and its use: a condition, a disabled sign-in, no username. */
function severityOf({ placed, enabled, sender, judgement }: HeldAccess, excess: Excess) {
  const full = severityOfAccess(excess, placed.width);
  const guarded = !enabled || !sender || judgement === 'conditional' || placed.facts.conditional;
  return guarded ? lessened(full) : full;
}

function evidenceOf({ placed, group, enabled, sender, members }: HeldAccess, excess: Excess): string[] {
  const { assignment, facts } = placed;
  return [
    ...facts.handsOutRoles
      .slice(0, 1)
      .map(
        ({ action, pattern, condition }) =>
          `Hands out roles: '${pattern}' of '${facts.role.name}' gives ${action}${condition === undefined ? '' : ", under the role's own condition"}.`,
      ),
    ...excessLines(excess),
    ...(assignment.condition ? [`Only under the condition ${assignment.condition}`] : []),
    ...(group === undefined ? [] : [`It holds this through ${lowerFirst(named(group))}.`]),
    ...(members === undefined ? [] : [`${members} service principals are in the group.`]),
    ...(sender ? [] : ['It has no SMTP username and no SMTP sender role: nobody meant it to send.']),
    ...(enabled ? [] : ['Its sign-in is disabled.']),
  ];
}

/** In a sentence, then class by class with the entry of the role that gives it, worst first. */
export function excessLines({ sentence, classes }: Excess): string[] {
  return [...(sentence === '' ? [] : [`Beyond sending, it ${sentence}.`]), ...classes.map(classLine)];
}

function classLine(found: ExcessClass): string {
  const [because] = found.because;
  const source =
    because === undefined ? '' : `: '${because.pattern}' of '${because.role}' at ${because.scope}`;
  const examples = found.examples.slice(0, 3).join(', ');
  const such = examples === '' ? '' : `, such as ${examples}`;
  return `${words[found.class]}${source}. ${found.operations} operations of ${found.resourceTypes} resource types${such}.`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** The mail services that the assignment bears on and where the application has a username, in a fixed order. */
function served({ placed, services }: HeldAccess): ServiceView[] {
  const reached = new Set(placed.within === undefined ? placed.reached : [placed.within, ...placed.reached]);
  return services.filter((service) => reached.has(service)).sort(byId);
}

export function byId(one: { id: string }, other: { id: string }): number {
  const [a, b] = [one.id.toLowerCase(), other.id.toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}

// Narrow first: mail must not stop between the two.
function fixFor(facts: AuditFacts, held: HeldAccess): Fix {
  const { placed, principal, group, judgement } = held;
  const { assignment } = placed;
  if (principal.kind === 'group') {
    return fixOf(
      [],
      `Everybody in the group holds this role. Move the applications that need it to a group or assignment ` +
        `of their own with the narrowest role that does, then take the applications out of the group.`,
    );
  }
  if (judgement === 'conditional' && isNarrow({ ...placed, assignment: { ...assignment, condition: '' } })) {
    const { id, principalId, principalType, roleDefinition: role } = assignment;
    return fixOf(
      [{ do: 'removeCondition', id, principalId, principalType, role }],
      'The role gives no more than sending takes, so it needs no condition: this takes the condition away. Or have the condition judged, and exempt it.',
    );
  }
  const narrow = served(held).flatMap((service) => narrowRole(facts, principal.id, service));
  const remove: FixStep =
    group === undefined
      ? deleteAssignment(assignment)
      : { do: 'leaveGroup', groupId: group.id, principalId: principal.id };
  const note =
    narrow.length > 0
      ? 'The first commands give the SMTP sender role. Wait 10 minutes, until Azure has put it into effect, and send a mail; then run the last one.'
      : 'If the application needs the role for something else, give it the narrowest role that does at the narrowest scope, then run this.';
  return fixOf([...narrow, remove], note);
}

/**
 * What gives the SMTP sender role at the mail service to whoever does not hold it exactly there. A wider one does
 * not count: its own finding takes it away.
 */
export function narrowRole(facts: AuditFacts, principalId: string, service: ServiceView): FixStep[] {
  const own = facts.placedOf.get(principalId.toLowerCase()) ?? [];
  if (own.some((placed) => isNarrow(placed) && placed.within === service && placed.reached.includes(service)))
    return [];
  const role = senderRole(definitionScope(service.id, 'resource'));
  const known = facts.roles.get(role.name);
  const usable = known !== undefined && known.leastPrivilege && known.sends;
  const assign: FixStep = {
    do: 'assignSenderRole',
    serviceId: service.id,
    principalId,
    role: role.name,
  };
  return usable ? [assign] : [{ do: 'putRole', role }, assign];
}

/** It lets its holder send, and nothing else. */
export function isNarrow({ assignment, facts }: Placed): boolean {
  return facts.leastPrivilege && facts.sends && !assignment.condition;
}
