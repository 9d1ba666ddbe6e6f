import * as z from 'zod';
import { ruleCodes, severities } from '../audit/finding.ts';
import { fixStepSchema } from '../audit/fixSteps.ts';

const time = z.iso.datetime({ offset: true });
const count = z.int().nonnegative();
const text = z.string();
const score = z.int().min(0).max(100);
const note = { reason: text, owner: text, until: text };
const rule = z.enum(ruleCodes);

const principal = z.strictObject({
  id: text,
  kind: z.enum(['servicePrincipal', 'group', 'application', 'deleted']),
  displayName: text.exactOptional(),
  appId: text.exactOptional(),
});

const finding = z.strictObject({
  id: text,
  rule,
  severity: z.enum(severities),
  title: text,
  principal: principal.exactOptional(),
  service: text.exactOptional(),
  assignment: text.exactOptional(),
  scope: text.exactOptional(),
  evidence: z.array(text),
  fix: z.strictObject({
    steps: z.array(fixStepSchema),
    /** The same steps as commands for bash. */
    az: z.array(text),
    note: text,
    /** Mailgrant can carry it out: there are steps, and none of them is for a person. */
    byMailgrant: z.boolean(),
  }),
  firstSeen: time,
  lastSeen: time,
  status: z.enum(['new', 'open', 'exempt', 'resolved']),
  exemption: z.strictObject(note).exactOptional(),
  endedExemption: z.strictObject(note).exactOptional(),
  /** Who brought it about, or made an end of it, as an event of Azure told. */
  change: z
    .strictObject({
      did: z.enum(['write', 'delete']),
      who: text,
      principalId: text.exactOptional(),
      at: time,
    })
    .exactOptional(),
});

const application = z.strictObject({
  /** The object id of the service principal, in lower case. */
  id: text,
  appId: text,
  displayName: text,
  score,
  /** Absent in the first audit that sees the application. */
  previousScore: score.exactOptional(),
  /** The scores that it had, the oldest first and this one last; a score that stays is there once. */
  trend: z.array(z.strictObject({ at: time, score })),
  sentence: text,
  conditional: z.boolean(),
});

const exemptFinding = z.strictObject({ finding: text, ...note });

/** What one audit says, as it is kept and handed out. Times are ISO 8601. */
export const auditReportSchema = z.strictObject({
  id: text,
  takenAt: time,
  /** `targeted`: a change in Azure was looked at, and the rest is as the audit before saw it. */
  kind: z.enum(['full', 'targeted']),
  /** The audit that this one is compared with. */
  previous: z.strictObject({ id: text, takenAt: time }).exactOptional(),
  lookedAt: z.strictObject({
    /** ARM ids of the mail services. */
    services: z.array(text),
    assignments: count,
    eligible: count,
    roles: count,
    principals: count,
    usernames: count,
    operations: count,
    /** What could not be read, and so was not judged: sentences. */
    unread: z.array(text),
  }),
  counts: z.strictObject({
    /** Of what is there and not exempt. */
    bySeverity: z.strictObject({ critical: count, high: count, medium: count, low: count }),
    byStatus: z.strictObject({ new: count, open: count, exempt: count, resolved: count }),
  }),
  findings: z.array(finding),
  /** Highest score first. */
  applications: z.array(application),
  exemptions: z.strictObject({
    applied: z.array(exemptFinding),
    /** They fit no finding: mistyped, or no longer needed. */
    unused: z.array(
      z.union([
        z.strictObject({ finding: text, ...note }),
        z.strictObject({ rule, principal: text, ...note }),
      ]),
    ),
    /** They are over, and what they exempted is back. */
    ended: z.array(exemptFinding),
  }),
});

export type AuditReport = z.infer<typeof auditReportSchema>;
export type ApplicationScore = AuditReport['applications'][number];

/** The published JSON schema of a report: docs/schemas/audit-report.schema.json. */
export function reportJsonSchema(): unknown {
  return { ...z.toJSONSchema(auditReportSchema), title: 'Mailgrant audit report' };
}
