import type { Problem } from '../domain/problems.ts';

/** Turns away whoever asks for what a running operation works against. */
export function underWay(operationId: string): Problem {
  return {
    code: 'operation-running',
    message: `The operation ${operationId} for this application is under way, and does something else.`,
    fix: 'Wait until it has ended (GET /api/operations/{id}), then ask again.',
  };
}
