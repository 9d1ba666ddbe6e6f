import type { InvocationContext } from '@azure/functions';
import type { AuditLedger, AuditOutcome } from '../domain/audit/auditOperation.ts';
import type { AuditReport } from '../domain/report/auditReport.ts';
import { findStatus } from './operations.ts';

/** The report of an audit, or of the `latest`; undefined if there is none, or it has not ended with one. */
export async function findReport(context: InvocationContext, id: string): Promise<AuditReport | undefined> {
  const audit = id === 'latest' ? await latestAudit(context) : id;
  // Instance ids of Durable Functions go into a URL unencoded; ours have these characters only.
  if (audit === undefined || !/^[\w-]+$/.test(audit)) return undefined;
  const status = await findStatus(context, audit, { showInput: false });
  if (status?.name !== 'auditRoles') return undefined;
  const output = status.output as AuditOutcome | string | null | undefined;
  return typeof output === 'object' && output?.outcome === 'audited' ? output.report : undefined;
}

async function latestAudit(context: InvocationContext): Promise<string | undefined> {
  const status = await findStatus(context, 'audit-ledger', { showInput: false });
  return (status?.output as AuditLedger | null | undefined)?.audits[0]?.id;
}
