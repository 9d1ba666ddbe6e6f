import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import Negotiator from 'negotiator';
import type { AuditReport } from '../../domain/report/auditReport.ts';
import { reportToCsv } from '../../domain/report/csv.ts';
import { policy, reportToHtml } from '../../domain/report/html.ts';
import { reportToSarif } from '../../domain/report/sarif.ts';
import { Turned } from '../turned.ts';
import { json } from './respond.ts';

/** The forms of a report by their media types, the preferred one first. */
const forms = {
  'application/json': 'json',
  'text/html': 'html',
  'text/csv': 'csv',
  'application/sarif+json': 'sarif',
} as const;
export type ReportForm = (typeof forms)[keyof typeof forms];

/** The form that a call asks for by its header `Accept`, or by `?format=`, which a browser can say as well. */
export function formAsked(request: HttpRequest): ReportForm {
  const format = request.query.get('format');
  const known = Object.values(forms).find((form) => form === format);
  if (known !== undefined) return known;
  const accept = request.headers.get('accept') ?? '*/*';
  const type = new Negotiator({ headers: { accept } }).mediaType(Object.keys(forms));
  if (format === null && type !== undefined) return forms[type as keyof typeof forms];
  throw new Turned([
    {
      code: 'not-acceptable',
      message: `A report can't be had as '${format ?? accept}'.`,
      fix: `Accept one of ${Object.keys(forms).join(', ')}, or give format=${Object.values(forms).join(', ')}.`,
    },
  ]);
}

/** The report in this form. What is no page for reading is offered as a file. */
export function renderReport(report: AuditReport, form: ReportForm): HttpResponseInit {
  switch (form) {
    case 'json':
      return json(200, report);
    case 'html':
      return answer(reportToHtml(report), {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
      });
    case 'csv':
      return answer(reportToCsv(report), {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${report.id}.csv"`,
      });
    case 'sarif':
      return answer(JSON.stringify(reportToSarif(report)), {
        'content-type': 'application/sarif+json; charset=utf-8',
        'content-disposition': `attachment; filename="${report.id}.sarif"`,
      });
  }
}

function answer(body: string, headers: Record<string, string>): HttpResponseInit {
  return {
    status: 200,
    body,
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers },
  };
}
