import type { fixSteps } from '../../domain/progress.ts';
import type { OperationRun } from '../operationRun.ts';

/** A run of `fixFinding`. */
export type FixRun = OperationRun<keyof typeof fixSteps>;

/** What a run has done so far, by name. */
export type FixDone = {
  /** What was there to be removed when it was last looked at: the ids of role assignments. */
  atStake: string[];
  created: string[];
  removed: string[];
  /** What this run made and does not take back whatever happens: mail may hang on it. */
  kept: string[];
};

/** Takes nothing of what the run has made back from now on. */
export function keepMade(run: FixRun, done: FixDone): void {
  done.kept.push(...run.undos.splice(0).map(({ what }) => what));
}
