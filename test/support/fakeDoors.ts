import type { ManualClock } from '../../dev/clock.ts';
import { done } from '../../src/domain/answer.ts';
import type { GrantState } from '../../src/domain/grantState.ts';
import { judgeEstate } from '../../src/domain/audit/judgeEstate.ts';
import { auditNews } from '../../src/domain/audit/news.ts';
import type { InnerDoors } from '../../src/domain/innerDoors.ts';

export type FakeDoors = {
  doors: InnerDoors;
  /** How many grants ran at once at most. */
  most: () => number;
  /** The rows in the order in which they were asked for, by `why`. */
  asked: { application: string; why: string; role?: string; at: number }[];
};

type Options = {
  clock: ManualClock;
  /** How long a grant takes, in milliseconds. */
  takes?: (application: string) => number;
  /** What comes of it. */
  ends?: (application: string) => GrantState;
  /** Plays a door in another way. */
  overrides?: (healthy: InnerDoors) => Partial<InnerDoors>;
};

/* eslint-disable @typescript-eslint/require-await -- doors are asynchronous, memory is not */
/** The inner doors, with grants that only take time. */
export function fakeDoors({ clock, takes = () => 60_000, ends = granted, overrides }: Options): FakeDoors {
  const grants = new Map<string, { application: string; endsAt: number; seen: boolean }>();
  const asked: FakeDoors['asked'] = [];
  let most = 0;
  const healthy: InnerDoors = {
    async startGrant({ request: { application }, requester, role }) {
      const id = `grant-${application}`;
      const joined = grants.has(id);
      if (!joined) grants.set(id, { application, endsAt: clock.now() + takes(application), seen: false });
      most = Math.max(most, [...grants.values()].filter(({ seen }) => !seen).length);
      asked.push({ application, why: requester.why, at: clock.now(), ...(role && { role: role.state }) });
      return done({ id, joined });
    },
    async readOutcomes({ ids }) {
      const states = ids.map((id): GrantState => {
        const grant = grants.get(id);
        if (grant === undefined) throw new Error(`There is no grant ${id}.`);
        if (grant.endsAt > clock.now()) return { outcome: 'running' };
        grant.seen = true;
        return ends(grant.application);
      });
      return done(states);
    },
    readLastAudit: async () => done(null),
    async judgeAudit(read) {
      const report = judgeEstate(read, { operations: [], exemptions: [], unread: [] });
      return done({ report, news: auditNews(report.findings, []) });
    },
    recordAudit: async () => done(null),
  };
  const doors = { ...healthy, ...overrides?.(healthy) };
  return { doors, most: () => most, asked };
}
/* eslint-enable @typescript-eslint/require-await */

export function granted(application: string): GrantState {
  return { outcome: 'granted', username: application.toLowerCase(), readiness: 'expected' };
}
