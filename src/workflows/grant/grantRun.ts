import type { grantSteps } from '../../domain/progress.ts';
import type { OperationRun } from '../operationRun.ts';

/** A run of `grantSmtp`. */
export type GrantRun = OperationRun<keyof typeof grantSteps>;
