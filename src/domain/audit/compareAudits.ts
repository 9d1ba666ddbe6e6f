import { byImportance } from './finding.ts';
import type { Finding, Observation } from './finding.ts';

export type Comparison = {
  previous: readonly Finding[];
  current: readonly Observation[];
  /** When the current audit was taken, ISO 8601. */
  takenAt: string;
};

/**
 * The findings of now, with their lives: new, open, or resolved because the cause is gone. A resolved one is shown
 * once, in the audit that saw it gone; comes its cause back, it is new.
 */
export function compareAudits({ previous, current, takenAt }: Comparison): Finding[] {
  const alive = new Map(
    previous.filter(({ status }) => status !== 'resolved').map((finding) => [finding.id, finding]),
  );
  const seen = new Set(current.map(({ id }) => id));
  const now = current.map((observation): Finding => {
    const before = alive.get(observation.id);
    return before === undefined
      ? { ...observation, firstSeen: takenAt, lastSeen: takenAt, status: 'new' }
      : {
          ...observation,
          firstSeen: before.firstSeen,
          lastSeen: takenAt,
          status: 'open',
          ...(before.change === undefined ? {} : { change: before.change }),
        };
  });
  const unseen = [...alive.values()]
    .filter(({ id }) => !seen.has(id))
    .map((finding): Finding => {
      const { exemption: _exemption, endedExemption: _ended, ...rest } = finding;
      return { ...rest, status: 'resolved' };
    });
  return [...now, ...unseen].sort(byImportance);
}
