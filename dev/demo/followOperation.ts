import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationView } from '../../src/domain/operationView.ts';
import type { StepProgress } from '../../src/domain/progress.ts';
import { callJson } from './azureClient.ts';

const between = 150;

/** Watches an operation to its end and reports every step that changes, with the percentage. */
export async function followOperation(
  statusUrl: string,
  onChange: (step: StepProgress, percent: number) => void,
): Promise<OperationView> {
  const shown = new Map<string, string>();
  for (;;) {
    const operation = await callJson<OperationView>(statusUrl);
    for (const step of operation.steps) {
      if (step.state === 'waiting' || shown.get(step.name) === step.state) continue;
      shown.set(step.name, step.state);
      onChange(step, operation.percent);
    }
    if (operation.state !== 'running' && operation.state !== 'waiting') return operation;
    await sleep(between);
  }
}
