import type { Random } from './random.ts';

/** A task that a random orchestration creates. */
export type TaskSpec =
  | { kind: 'activity' | 'child'; failing: number; attempts?: number }
  | { kind: 'timer'; milliseconds: number }
  | { kind: 'event'; name: string }
  | { kind: 'http'; polling: boolean }
  | { kind: 'any' | 'all'; tasks: TaskSpec[] };

/** One yield of it. With `reuse`, a task of an earlier yield takes part in a Task.any again. */
export type Step = { task: TaskSpec; reuse: boolean };

export type Program = { steps: Step[]; generations: number };

export const eventNames = ['red', 'green'] as const;

export function randomProgram(random: Random): Program {
  const steps = Array.from({ length: 1 + random.below(5) }, () => ({
    task: randomTask(random, 2),
    reuse: random.chance(0.15),
  }));
  return { steps, generations: random.chance(0.1) ? 2 : 1 };
}

function randomTask(random: Random, depth: number): TaskSpec {
  if (depth > 0 && random.chance(0.35)) {
    const tasks = Array.from({ length: 1 + random.below(3) }, () => randomTask(random, depth - 1));
    return { kind: random.pick(['any', 'all'] as const), tasks };
  }
  const kind = random.pick(['activity', 'activity', 'retry', 'child', 'timer', 'event', 'http'] as const);
  switch (kind) {
    case 'retry':
      return {
        kind: random.pick(['activity', 'child'] as const),
        failing: 0.6,
        attempts: 1 + random.below(3),
      };
    case 'timer':
      return { kind, milliseconds: random.below(25) };
    case 'event':
      return { kind, name: random.pick(eventNames) };
    case 'http':
      return { kind, polling: random.chance(0.7) };
    default:
      return { kind, failing: 0.2 };
  }
}
