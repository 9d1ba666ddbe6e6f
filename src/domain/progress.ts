import type { Requester } from './requester.ts';

/**
 * The steps of a grant, in order, with their share of the way. The shares come from where the time goes; waiting for
 * people has none, because nothing moves meanwhile.
 */
export const grantSteps = {
  resolveApplication: 5,
  inspectMailService: 5,
  decidePolicy: 1,
  awaitApproval: 0,
  createRole: 8,
  assignRole: 8,
  createSmtpUsername: 8,
  waitForPropagation: 35,
  confirmReady: 28,
  publish: 2,
} as const;

export const revokeSteps = {
  waitForGrace: 0,
  findGrants: 20,
  deleteSmtpUsernames: 35,
  removeRoleAssignments: 35,
  publish: 10,
} as const;

export const auditSteps = {
  collectChanges: 0,
  readMailServices: 10,
  readAccess: 40,
  readDirectory: 20,
  readHeld: 15,
  judge: 10,
  publish: 5,
} as const;

/** Most of a fix is waiting until what it gives is in effect, before it takes anything. */
export const fixSteps = {
  awaitApproval: 0,
  lookAgain: 4,
  createRole: 4,
  assignRole: 4,
  waitForPropagation: 76,
  checkMail: 4,
  removeExcess: 8,
} as const;

export type StepState = 'waiting' | 'running' | 'done' | 'skipped' | 'failed';

/** How far one step is. `since` is when it came into that state, ISO 8601 in UTC; absent while it waits. */
export type StepProgress = { name: string; state: StepState; since?: string; note?: string };

/** What an operation is about, for a list of operations. */
export type OperationSubject = {
  application: string;
  communicationService?: string;
  /** The id of the finding that is fixed. */
  finding?: string;
  requester: Requester;
};

/**
 * A decision that an operation waits for. `id` is this waiting's alone. `until` is ISO 8601 in UTC: then the
 * operation ends without one.
 */
export type AwaitedDecision = { id: string; reasons: string[]; until: string };

/** How the rows of a batch are doing. */
export type BatchCounts = {
  total: number;
  waiting: number;
  running: number;
  granted: number;
  failed: number;
  awaitingApproval: number;
};

/** What an operation shows while it runs (the custom status of its orchestration). */
export type Progress = {
  percent: number;
  about: OperationSubject;
  steps: StepProgress[];
  /** Present while the operation waits for a decision. */
  approval?: AwaitedDecision;
  /** Of a batch only. */
  counts?: BatchCounts;
};

export function startProgress(steps: Record<string, number>, about: OperationSubject): Progress {
  return { percent: 0, about, steps: Object.keys(steps).map((name) => ({ name, state: 'waiting' })) };
}

/** The progress after one step has changed. */
export function changeStep(
  progress: Progress,
  change: { name: string; state: StepState; note?: string; at: string },
  shares: Record<string, number>,
): Progress {
  const { name, state, note, at } = change;
  const steps = progress.steps.map((step) =>
    step.name !== name ? step : { name, state, since: at, ...(note === undefined ? {} : { note }) },
  );
  const passed = steps.filter((step) => step.state === 'done' || step.state === 'skipped');
  const share = (names: readonly { name: string }[]) =>
    names.reduce((sum, step) => sum + (shares[step.name] ?? 0), 0);
  return { ...progress, percent: Math.floor((100 * share(passed)) / share(steps)), steps };
}
