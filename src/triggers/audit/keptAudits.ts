import type { InvocationContext } from '@azure/functions';
import type { AuditLedger, AuditOutcome } from '../../domain/audit/auditOperation.ts';
import type { AuditReport } from '../../domain/report/auditReport.ts';
import { findStatus } from '../operations.ts';

/** The one instance whose output is the list of audits. */
export const ledgerId = 'audit-ledger';

/** An audit that ended with a report. */
export type KeptAudit = Extract<AuditOutcome, { outcome: 'audited' }>;

/** The list of audits: empty before the first one. Undefined while it is being written. */
export async function readLedger(context: InvocationContext): Promise<AuditLedger | undefined> {
  const status = await findStatus(context, ledgerId, { showInput: false });
  if (status === undefined) return { audits: [] };
  return (status.output as AuditLedger | null) ?? undefined;
}

/** The newest audit that has ended and whose history is still there. */
export async function newestAudit(context: InvocationContext): Promise<KeptAudit | undefined> {
  for (const { id } of (await readLedger(context))?.audits ?? []) {
    const audit = await keptAudit(context, id);
    if (audit !== undefined) return audit;
  }
  return undefined;
}

/** The report of an audit, or of the `latest`; undefined if there is none, or it has not ended with one. */
export async function findReport(context: InvocationContext, id: string): Promise<AuditReport | undefined> {
  if (id === 'latest') return (await newestAudit(context))?.report;
  // Instance ids of Durable Functions go into a URL unencoded; ours have these characters only.
  return /^[\w-]+$/.test(id) ? (await keptAudit(context, id))?.report : undefined;
}

/** An audit by its id; undefined if there is none, or it has not ended with a report. */
export async function keptAudit(context: InvocationContext, id: string): Promise<KeptAudit | undefined> {
  const status = await findStatus(context, id, { showInput: false });
  if (status?.name !== 'auditRoles') return undefined;
  const output = status.output as AuditOutcome | string | null | undefined;
  return typeof output === 'object' && output?.outcome === 'audited' ? output : undefined;
}
