import type { Problem, ProblemCode } from '../../src/domain/problems.ts';
import { withApp } from '../support/appOnLocalAzure.ts';

type Refusal = {
  code: ProblemCode;
  /** Something that the sentence has to name. */
  names: string;
  ask: () => Promise<Problem[]>;
};

/** What is said to whoever asks for a report, or for the fix of a finding, where there is none to be had. */
export const auditRefusals: Refusal[] = [
  ...['latest', 'audit-9', '%0A'].map((id): Refusal => ({
    code: 'audit-not-found',
    names: 'audit',
    ask: () => problemsOf(`POST /audits/${id}/findings/MG101-1/fix`),
  })),
  { code: 'audit-not-found', names: 'no audit', ask: () => problemsOf('GET /audits/latest') },
  { code: 'audit-not-found', names: "'grant-1'", ask: () => problemsOf('GET /audits/grant-1') },
  { code: 'not-acceptable', names: 'pdf', ask: () => problemsOf('GET /audits/latest?format=pdf') },
  { code: 'audit-running', names: 'audit-', ask: () => ofAudit({ ended: false }) },
  { code: 'audit-failed', names: 'AuthorizationFailed', ask: () => ofAudit({ ended: true }) },
];

async function problemsOf(route: string): Promise<Problem[]> {
  let problems: Problem[] = [];
  await withApp({}, async (app) => {
    ({ problems } = (await app.call<{ problems: Problem[] }>(route)).body);
  });
  return problems;
}

/** The report of an audit that Azure throttles, and then refuses. */
async function ofAudit({ ended }: { ended: boolean }): Promise<Problem[]> {
  let problems: Problem[] = [];
  await withApp({}, async (app) => {
    const operation = 'RoleAssignments_ListForScope';
    const throttle = { kind: 'status', status: 429, retryAfter: 30 } as const;
    const refuse = { kind: 'status', status: 403, code: 'AuthorizationFailed' } as const;
    app.azure.faults.add({ operation, times: 1, effect: throttle });
    app.azure.faults.add({ operation, skip: 1, effect: refuse });
    const { body } = await app.call('POST /audits');
    await app.rest();
    if (ended) await app.finish(body.id);
    ({ problems } = (await app.call<{ problems: Problem[] }>(`GET /audits/${body.id}`)).body);
  });
  return problems;
}
