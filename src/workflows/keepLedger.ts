import type { OrchestrationContext } from 'durable-functions';
import type { AuditLedger } from '../domain/audit/auditOperation.ts';
import type { Step } from './step.ts';

/**
 * Keeps the list of audits: it gives what it is given, and Durable Functions keeps that under its one id until it is
 * started anew with a longer list. There is no database to keep it in.
 */
// eslint-disable-next-line require-yield -- an orchestration is a generator, and this one has nothing to wait for
export function* keepLedger(context: OrchestrationContext): Step<AuditLedger> {
  return context.df.getInput<AuditLedger>();
}
