import type { Assignment } from '../permissions/evaluate.ts';
import { jointGrant } from './jointGrant.ts';
import type { JointGrant } from './jointGrant.ts';
import type { Operations } from './operations.ts';
import type { Risk, RiskClass } from './riskClass.ts';
import { roleGrant } from './roleGrant.ts';
import type { RoleGrant } from './roleGrant.ts';
import { sentenceOf } from './sentence.ts';
import { sumOf } from './sum.ts';
import type { Count, Sum } from './sum.ts';

/** An assignment that gives something of a class, and the first entry of its role that does. */
export type ExcessReason = {
  assignmentId: string;
  role: string;
  scope: string;
  pattern: string;
  /** Only under a condition, of the assignment or of the role. */
  conditional: boolean;
  /** It lets see, but change nothing. */
  onlyReads: boolean;
};

export type ExcessClass = Count & { class: RiskClass; because: ExcessReason[] };

export type Excess = {
  /** Only those present, worst first. Full control counts everything again that the others count. */
  classes: ExcessClass[];
  /** Such as `can assign roles, read keys, delete 9 resource types`. */
  sentence: string;
  /** Some of it holds only under a condition. */
  conditional: boolean;
};

const ofClass: Record<Exclude<RiskClass, 'fullControl'>, readonly Risk[]> = {
  roleWrites: ['roleWrites'],
  keyAccess: ['keyAccess'],
  deletes: ['deletes'],
  data: ['data'],
  // The more telling pattern first.
  other: ['changes', 'reads'],
};

// A role mostly stands alone, and then comes to the same every time.
const sums = new WeakMap<RoleGrant, Sum>();

type Held = { assignment: Assignment; grant: RoleGrant };

/**
 * What a principal's assignments let it do beyond the three needed actions, wherever they are. An action that no
 * provider lists counts as one operation, and so does every data action. Deny assignments are not taken off.
 */
export function excessOf(assignments: readonly Assignment[], operations: Operations): Excess {
  const all = assignments.map((assignment) => ({
    assignment,
    grant: roleGrant(assignment.role.permissions, operations),
  }));
  const joint = joined(all, operations);
  const sum = summed(all, joint, operations);
  return {
    classes: classesOf(sum, joint.fullControl, all),
    sentence: sentenceOf(sum, joint),
    conditional: joint.conditional,
  };
}

/** Each role once, and once more if it is also assigned under a condition. */
function joined(all: readonly Held[], operations: Operations): JointGrant {
  const plain = new Set<RoleGrant>();
  const conditional = new Set<RoleGrant>();
  for (const { assignment, grant } of all) (assignment.condition ? conditional : plain).add(grant);
  return jointGrant(
    [
      ...[...plain].map((grant) => ({ grant, conditional: false })),
      ...[...conditional].filter((grant) => !plain.has(grant)).map((grant) => ({ grant, conditional: true })),
    ],
    operations,
  );
}

function summed(all: readonly Held[], joint: JointGrant, operations: Operations): Sum {
  const [first] = all;
  const alone = first !== undefined && all.every(({ grant }) => grant === first.grant);
  const known = alone ? sums.get(first.grant) : undefined;
  if (known !== undefined) return known;
  const sum = sumOf(joint, operations);
  if (alone) sums.set(first.grant, sum);
  return sum;
}

function classesOf(sum: Sum, fullControl: boolean, all: readonly Held[]): ExcessClass[] {
  const classes: ExcessClass[] = [];
  if (fullControl && sum.all !== undefined) {
    const { roleWrites, keyAccess, deletes } = sum.byRisk;
    const examples = [roleWrites, keyAccess, deletes].flatMap((count) => count?.examples.slice(0, 1) ?? []);
    const because = all.flatMap((each) => fullControlReason(each));
    classes.push({ class: 'fullControl', ...sum.all, examples, because });
  }
  for (const name of ['roleWrites', 'keyAccess', 'deletes', 'data', 'other'] as const) {
    const count = name === 'other' ? sum.other : sum.byRisk[name];
    if (count === undefined) continue;
    classes.push({ class: name, ...count, because: all.flatMap((each) => reason(each, ofClass[name])) });
  }
  return classes;
}

function fullControlReason({ assignment, grant }: Held): ExcessReason[] {
  const { held, plain } = grant.everything;
  return becauseOf(assignment, grant.patterns.fullControl, {
    conditional: held !== plain || Boolean(assignment.condition),
    onlyReads: false,
  });
}

function reason({ assignment, grant }: Held, of: readonly Risk[]): ExcessReason[] {
  const risk = of.find((each) => grant.patterns[each] !== undefined);
  if (risk === undefined) return [];
  return becauseOf(assignment, grant.patterns[risk], {
    conditional: !grant.unconditional.has(risk) || Boolean(assignment.condition),
    onlyReads: risk === 'reads',
  });
}

function becauseOf(
  { id, role, scope }: Assignment,
  pattern: string | undefined,
  how: Pick<ExcessReason, 'conditional' | 'onlyReads'>,
): ExcessReason[] {
  if (pattern === undefined) return [];
  return [{ assignmentId: id, role: role.name, scope, pattern, ...how }];
}
