import type { auditSteps } from '../../domain/progress.ts';
import type { OperationRun } from '../operationRun.ts';

/** One run of an audit. */
export type AuditRun = OperationRun<keyof typeof auditSteps>;
