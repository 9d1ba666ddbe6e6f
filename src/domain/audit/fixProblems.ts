import type { Problem } from '../problems.ts';
import type { AuditReport } from '../report/auditReport.ts';
import { nameOf } from '../resourceId.ts';
import { sameText } from '../sameText.ts';
import type { Finding } from './finding.ts';
import { isByMailgrant } from './fixSteps.ts';

/** The finding of a report that somebody names, or that there is none. */
export function findingOf({ id: audit, findings }: AuditReport, asked: string): Finding | Problem {
  const problem: Problem = {
    code: 'finding-not-found',
    message: `The audit ${audit} has no finding '${asked}'.`,
    fix: 'Give the id of a finding of this audit, as its report has it.',
  };
  return findings.find(({ id }) => sameText(id, asked)) ?? problem;
}

/** Why Mailgrant does not fix a finding; undefined if it can. */
export function fixProblem({
  id,
  status,
  fix,
  exemption,
}: Pick<Finding, 'id' | 'status' | 'fix' | 'exemption'>): Problem | undefined {
  if (status === 'resolved') {
    return {
      code: 'finding-closed',
      message: `The finding ${id} is resolved: its cause is gone.`,
      fix: 'Look at a newer audit for what is open.',
    };
  }
  if (status === 'exempt') {
    return {
      code: 'finding-closed',
      message: `The finding ${id} is exempt${exemption === undefined ? '' : ` until ${exemption.until}: ${exemption.reason} (${exemption.owner})`}.`,
      fix: 'Take it out of the exemptions and audit again, if it is to be fixed all the same.',
    };
  }
  const forPeople = fix.steps.filter((step) => !isByMailgrant(step)).map((step) => step.do);
  if (fix.steps.length > 0 && forPeople.length === 0) return undefined;
  return {
    code: 'finding-not-fixable',
    message:
      forPeople.length === 0
        ? `What is to be done about the finding ${id} is for a person to decide.`
        : `The fix of the finding ${id} has steps that are for a person: ${[...new Set(forPeople)].join(', ')}.`,
    fix: fix.note,
  };
}

/** The end of a fix whose finding no longer says what is there. `why` is a sentence. */
export function findingChanged(id: string, why: string): Problem {
  return {
    code: 'finding-changed',
    message: `The finding ${id} no longer says how things are: ${why}`,
    fix: 'Audit again, and look at what it finds now.',
  };
}

/** The end of a fix that would have kept an application from sending. */
export function mailWouldStop(id: string, serviceIds: readonly string[]): Problem {
  return {
    code: 'mail-would-stop',
    message: `Without what the fix of ${id} removes, the application could not send any more from ${serviceIds.map(nameOf).join(', ')}.`,
    fix: 'Audit again: the fix then gives it the SMTP sender role there first. Or revoke what it is not to have.',
  };
}
