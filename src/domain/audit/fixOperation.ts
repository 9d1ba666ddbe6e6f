import type { OperationSettings } from '../operation.ts';
import type { Problem } from '../problems.ts';
import type { Approval, Requester } from '../requester.ts';
import type { Finding } from './finding.ts';
import type { FixStep } from './fixSteps.ts';

/** As much of a finding as its fix needs. */
export type FindingToFix = Pick<Finding, 'id' | 'rule' | 'title' | 'principal' | 'service'> & {
  steps: FixStep[];
};

/** Input of `fixFinding`. */
export type FixInput = {
  /** The id of the audit whose report has the finding. */
  audit: string;
  finding: FindingToFix;
  requester: Requester;
  settings: OperationSettings;
};

/** How `fixFinding` ends. */
export type FixOutcome =
  | {
      outcome: 'fixed';
      finding: string;
      /** What this run made; what was there already is not in it. */
      created: string[];
      /** What this run took away; what was gone already is not in it. */
      removed: string[];
      /** Who approved it and why, where approval was needed. */
      approval?: Approval;
    }
  | {
      outcome: 'failed';
      finding: string;
      problems: Problem[];
      removed: string[];
      undone: string[];
      /** What could not be taken back, or must not be: mail may hang on it. */
      leftBehind: string[];
    };
