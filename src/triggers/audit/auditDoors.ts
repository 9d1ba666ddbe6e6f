import type { InvocationContext } from '@azure/functions';
import { getClient } from 'durable-functions';
import type { Activities } from '../../activities/index.ts';
import { done } from '../../domain/answer.ts';
import type { Answer } from '../../domain/answer.ts';
import { judgeEstate } from '../../domain/audit/judgeEstate.ts';
import { auditNews } from '../../domain/audit/news.ts';
import { withAudit } from '../../domain/audit/summary.ts';
import type { InnerDoors } from '../../domain/innerDoors.ts';
import type { DoorParts } from '../doorParts.ts';
import { ledgerId, newestAudit, readLedger } from './keptAudits.ts';

type Doors = Pick<InnerDoors, 'readLastAudit' | 'judgeAudit' | 'recordAudit'>;
/** The doors as handlers of activities that have a durable client. */
type Handlers = {
  [K in keyof Doors]: (input: Parameters<Doors[K]>[0], context: InvocationContext) => ReturnType<Doors[K]>;
};

/** The doors for audits: what earlier ones saw is kept by Durable Functions, and by nothing else. */
export function auditDoors({ activities, config }: DoorParts): Handlers {
  const operations = readOnce(activities);
  return {
    readLastAudit: async (_input, context) => done((await newestAudit(context))?.slices ?? null),
    async judgeAudit(read, context) {
      const listed = await operations();
      if (listed.kind === 'later') return listed;
      const last = await newestAudit(context);
      const report = judgeEstate(read, {
        operations: listed.kind === 'done' ? listed.value : [],
        // What exceeds the need is told all the same, by what roles name; only the counts are smaller.
        unread: listed.kind === 'done' ? [] : [`${listed.problem.message} ${listed.problem.fix}`],
        exemptions: config.audit.exemptions,
        ...(last !== undefined && { last }),
      });
      return done({ report, news: auditNews(report.findings, last?.report.findings ?? []) });
    },
    async recordAudit(summary, context) {
      const ledger = await readLedger(context);
      if (ledger === undefined) return beingWritten;
      const input = withAudit(ledger, summary);
      await getClient(context).startNew('keepLedger', { instanceId: ledgerId, input });
      return done(null);
    },
  };
}

const beingWritten: Answer<never> = {
  kind: 'later',
  mayHaveHappened: false,
  problem: {
    code: 'operation-running',
    message: 'Another audit is being put into the list of audits.',
    fix: 'Wait a moment.',
  },
};

/**
 * The operations of Azure's providers: some megabytes that change every few weeks. They are read once for each process
 * of the app, which lives for days at most; they only decide how much is counted, never what is found.
 */
function readOnce(activities: Activities): () => Promise<Answer<string[]>> {
  let known: Promise<Answer<string[]>> | undefined;
  return async () => {
    const asked = (known ??= activities.listProviderOperations(null));
    let isKnown = false;
    try {
      const answer = await asked;
      isKnown = answer.kind === 'done';
      return answer;
    } finally {
      if (!isKnown) known = undefined;
    }
  };
}
