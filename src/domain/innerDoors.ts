import type { Answer } from './answer.ts';
import type { AuditSummary } from './audit/auditOperation.ts';
import type { AuditNews } from './audit/news.ts';
import type { AuditSlices } from './audit/slices.ts';
import type { AzureChange } from './azureChange.ts';
import type { GrantRequest } from './grantRequest.ts';
import type { InspectedRole } from './inspectedRole.ts';
import type { GrantState } from './grantState.ts';
import type { Problem } from './problems.ts';
import type { AuditReport } from './report/auditReport.ts';
import type { Requester } from './requester.ts';

/** A row of a batch on its way to the door. `role`, where the batch has looked after it, is not looked at again. */
export type RowRequest = { request: GrantRequest; requester: Requester; role?: InspectedRole };

/** What an audit has read, on its way to be judged. `changes` are those that it was started for. */
export type ReadEstate = {
  audit: string;
  kind: AuditReport['kind'];
  /** ISO 8601 in UTC. */
  takenAt: string;
  slices: AuditSlices;
  changes: AzureChange[];
  /** What could not be read and stands in no slice. */
  unread: string[];
};

export type StartedGrant = { id: string; joined: boolean };

/**
 * What an orchestration may ask of the app itself: to start an operation as any caller would, and how operations go.
 * Called like activities, and answered like them.
 */
export type InnerDoors = {
  /** Starts a grant, or joins the one that runs already; or says all that stands in its way. */
  startGrant: (input: RowRequest) => Promise<Answer<StartedGrant | { problems: Problem[] }>>;
  /** How these operations go, in their order. */
  readOutcomes: (input: { ids: string[] }) => Promise<Answer<GrantState[]>>;
  /** What the newest audit that is still kept has read; null if there is none. */
  readLastAudit: (input: null) => Promise<Answer<AuditSlices | null>>;
  /** Judges what was read, and compares it with the newest audit. */
  judgeAudit: (input: ReadEstate) => Promise<Answer<{ report: AuditReport; news: AuditNews }>>;
  /** Puts an audit into the list of audits, where the next one finds it. */
  recordAudit: (summary: AuditSummary) => Promise<Answer<null>>;
};
