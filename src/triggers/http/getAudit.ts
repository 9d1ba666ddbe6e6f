import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { Problem } from '../../domain/problems.ts';
import { isUnderWay } from '../../domain/operationView.ts';
import { findReport } from '../audit/keptAudits.ts';
import { findOperation } from '../operations.ts';
import { Turned } from '../turned.ts';
import { door } from './door.ts';
import type { Door } from './door.ts';
import { formAsked, renderReport } from './reportForms.ts';

/** `GET /audits/{id}`, or `latest`: the report of an audit, as JSON, CSV, SARIF or a page. */
export function getAudit(): Door {
  return door(async ({ request, context }): Promise<HttpResponseInit> => {
    const form = formAsked(request);
    const { id = '' } = request.params;
    const report = await findReport(context, id);
    if (report === undefined) throw new Turned([await whyNone(request, context)]);
    return renderReport(report, form);
  });
}

async function whyNone({ params }: HttpRequest, context: InvocationContext): Promise<Problem> {
  const { id = '' } = params;
  const operation = /^[\w-]+$/.test(id) ? await findOperation(context, id) : undefined;
  if (operation?.kind !== 'audit')
    return {
      code: 'audit-not-found',
      message: id === 'latest' ? 'There was no audit yet.' : `There is no audit '${id}'.`,
      fix: 'Look at GET /api/audits for those there are, or start one: POST /api/audits.',
    };
  if (isUnderWay(operation))
    return {
      code: 'audit-running',
      message: `The audit '${id}' has not ended yet (${operation.percent} %).`,
      fix: `Follow it: GET /api/operations/${id}.`,
    };
  const { outcome } = operation;
  const problems = outcome?.outcome === 'failed' ? outcome.problems : [];
  return {
    code: 'audit-failed',
    message: [`The audit '${id}' failed.`, ...problems.map(({ message }) => message)].join(' '),
    fix: problems[0]?.fix ?? `Look at GET /api/operations/${id}.`,
  };
}
