import { deterministicGuid } from '../deterministicGuid.ts';
import type { FixStep } from './fixSteps.ts';

export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** The stable codes of the rules: MG1xx what applications may do, MG2xx leftovers, MG3xx services and credentials. */
export const ruleCodes = [
  'MG101',
  'MG102',
  'MG103',
  'MG104',
  'MG105',
  'MG106',
  'MG107',
  'MG108',
  'MG109',
  'MG201',
  'MG202',
  'MG203',
  'MG204',
  'MG301',
  'MG302',
  'MG303',
  'MG304',
  'MG305',
  'MG306',
] as const;
export type RuleCode = (typeof ruleCodes)[number];

/** Whom a finding is about. */
export type FindingPrincipal = {
  /** The object id; the client id where there is no service principal (any more). */
  id: string;
  kind: 'servicePrincipal' | 'group' | 'application' | 'deleted';
  displayName?: string;
  appId?: string;
};

export type Fix = {
  /** To be taken in this order; empty where only a person can decide what to do. */
  steps: FixStep[];
  /** The same steps as commands for bash. */
  az: string[];
  note: string;
  /** There are steps, and all of them are ones that Mailgrant can carry out. */
  byMailgrant: boolean;
};

/** What a rule has found in one snapshot. */
export type Observation = {
  /** The same for the same cause in every audit, whatever the order, the case and the time. */
  id: string;
  rule: RuleCode;
  severity: Severity;
  /** A sentence with the names it is about. */
  title: string;
  principal?: FindingPrincipal;
  /** The ARM id of the mail service. */
  service?: string;
  /** The ARM id of the role assignment. */
  assignment?: string;
  scope?: string;
  /** Why, worst first. */
  evidence: string[];
  fix: Fix;
};

/** An observation and its life over several audits. Times are ISO 8601. */
export type Finding = Observation & {
  firstSeen: string;
  lastSeen: string;
  status: 'new' | 'open' | 'exempt' | 'resolved';
  exemption?: ExemptionNote;
  /** It was exempt until then, and is back. */
  endedExemption?: ExemptionNote;
  /** Who brought it about, or made an end of it, where an event of Azure tells. */
  change?: FindingChange;
};
/** What an event of Azure said of a change: `who` is a name, `principalId` an object id. */
export type FindingChange = { did: 'write' | 'delete'; who: string; principalId?: string; at: string };
export type ExemptionNote = { reason: string; owner: string; until: string };

/** The id of what a rule says about this: names in Azure ignore case, so does the id. */
export function findingId(rule: RuleCode, ...about: string[]): string {
  return `${rule}-${deterministicGuid(rule, ...about)}`;
}

/** Worst first, then by rule and by what it is about, so that a report reads the same every time. */
export function byImportance(one: Observation, other: Observation): number {
  return (
    severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
    compareText(one.rule, other.rule) ||
    compareText(one.id, other.id)
  );
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
