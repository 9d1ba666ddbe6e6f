import type { AuditOutcome, AuditSummary } from './audit/auditOperation.ts';
import type { FixOutcome } from './audit/fixOperation.ts';
import { summaryOf } from './audit/summary.ts';
import type { BatchOutcome, GrantOutcome, RevokeOutcome } from './operation.ts';
import type { AwaitedDecision, BatchCounts, OperationSubject, Progress, StepProgress } from './progress.ts';

/** An operation as its caller sees it. */
export type OperationView = {
  id: string;
  kind: 'grant' | 'revoke' | 'batch' | 'fix' | 'audit';
  state: 'waiting' | 'running' | 'awaitingApproval' | 'succeeded' | 'failed' | 'terminated' | 'suspended';
  percent: number;
  /** What it is about and who asked for it; absent until it has begun. */
  about?: OperationSubject;
  startedAt: string;
  updatedAt: string;
  steps: StepProgress[];
  /** Why it waits for a decision, and until when; absent unless it does. */
  approval?: AwaitedDecision;
  /** How the rows of a batch are doing. */
  counts?: BatchCounts;
  outcome?: Outcome;
};

type Outcome = GrantOutcome | RevokeOutcome | BatchOutcome | FixOutcome | ShownAudit;
/** An audit in short: its report has a call of its own, and what it has read is shown to nobody. */
type ShownAudit = ({ outcome: 'audited' } & AuditSummary) | Extract<AuditOutcome, { outcome: 'failed' }>;

/** What Durable Functions knows of an instance, as much of it as is shown. */
export type InstanceRecord = {
  instanceId: string;
  name: string;
  runtimeStatus: string;
  createdTime: Date;
  lastUpdatedTime: Date;
  customStatus?: unknown;
  output?: unknown;
};

const kinds: Record<string, OperationView['kind']> = {
  grantSmtp: 'grant',
  revokeSmtp: 'revoke',
  grantBatch: 'batch',
  fixFinding: 'fix',
  auditRoles: 'audit',
};

/** The names of the orchestrations that are operations. */
export const operationNames = Object.keys(kinds);

/** The view of an instance; undefined if it is not an operation. */
export function viewOperation(record: InstanceRecord): OperationView | undefined {
  const kind = kinds[record.name];
  if (kind === undefined) return undefined;
  const progress = record.customStatus as Progress | null | undefined;
  const outcome = record.output as Exclude<Outcome, ShownAudit> | AuditOutcome | string | null | undefined;
  const ended = typeof outcome === 'object' && outcome !== null ? shown(outcome) : undefined;
  const state = stateOf(record.runtimeStatus, ended, progress?.approval);
  return {
    id: record.instanceId,
    kind,
    state,
    percent: state === 'succeeded' ? 100 : (progress?.percent ?? 0),
    ...(progress?.about === undefined ? {} : { about: progress.about }),
    startedAt: new Date(record.createdTime).toISOString(),
    updatedAt: new Date(record.lastUpdatedTime).toISOString(),
    steps: progress?.steps ?? [],
    ...(state === 'awaitingApproval' && progress?.approval && { approval: progress.approval }),
    ...(progress?.counts === undefined ? {} : { counts: progress.counts }),
    ...(ended === undefined ? {} : { outcome: ended }),
  };
}

function shown(outcome: Exclude<Outcome, ShownAudit> | AuditOutcome): Outcome {
  return outcome.outcome === 'audited' ? { outcome: 'audited', ...summaryOf(outcome.report) } : outcome;
}

/** An orchestration that returned has done its work; whether that was a success is for its outcome to say. */
function stateOf(
  runtimeStatus: string,
  outcome: { outcome: string } | undefined,
  approval: AwaitedDecision | undefined,
): OperationView['state'] {
  switch (runtimeStatus) {
    case 'Pending':
      return 'waiting';
    case 'Completed':
      return outcome === undefined || outcome.outcome === 'failed' ? 'failed' : 'succeeded';
    case 'Failed':
      return 'failed';
    case 'Terminated':
    case 'Canceled':
      return 'terminated';
    case 'Suspended':
      return 'suspended';
    default:
      return approval === undefined ? 'running' : 'awaitingApproval';
  }
}

/** Whether an operation still goes on: a second start joins it, and the opposite has to wait for it. */
export function isUnderWay({ state }: Pick<OperationView, 'state'>): boolean {
  return ['waiting', 'running', 'awaitingApproval', 'suspended'].includes(state);
}

/** Whether a revocation waits in its grace, where it can still be kept or hastened. */
export function isInGrace(operation: Pick<OperationView, 'state' | 'steps'>): boolean {
  const waits = ({ name, state }: StepProgress) => name === 'waitForGrace' && state === 'running';
  return operation.state === 'running' && operation.steps.some(waits);
}

/** Whether an audit still takes changes along. */
export function isCollecting(operation: Pick<OperationView, 'state' | 'steps'>): boolean {
  const collects = ({ name, state }: StepProgress) => name === 'collectChanges' && state === 'running';
  return operation.state === 'running' && operation.steps.some(collects);
}
