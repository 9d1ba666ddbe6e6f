import type { AzureChange } from '../azureChange.ts';
import type { OperationSettings } from '../operation.ts';
import type { Problem } from '../problems.ts';
import type { AuditReport } from '../report/auditReport.ts';
import type { Requester } from '../requester.ts';
import type { AuditSlices } from './slices.ts';

/** Input of `auditRoles`. */
export type AuditInput = {
  requester: Requester;
  settings: OperationSettings;
  /** Why it was started, where a change in Azure was the reason: then it looks at what that bears on alone. */
  change?: AzureChange;
  /** Until when further changes join this audit as external events `change`, in milliseconds since the epoch. */
  collectUntil?: number;
};

/** How `auditRoles` ends. `slices` are kept for the next one and shown to nobody. */
export type AuditOutcome =
  | { outcome: 'audited'; report: AuditReport; slices: AuditSlices }
  | { outcome: 'failed'; problems: Problem[] };

/** An audit in a list of audits. */
export type AuditSummary = Pick<AuditReport, 'id' | 'takenAt' | 'kind' | 'counts'> & {
  /** The highest excess score of an application. */
  highestScore: number;
};

/** Which audits there were, the newest first. */
export type AuditLedger = { audits: AuditSummary[] };
