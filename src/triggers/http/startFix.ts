import type { HttpRequest, InvocationContext } from '@azure/functions';
import type { Finding } from '../../domain/audit/finding.ts';
import type { FixInput } from '../../domain/audit/fixOperation.ts';
import { planFix } from '../../domain/audit/fixPlan.ts';
import { findingOf, fixProblem } from '../../domain/audit/fixProblems.ts';
import { parseFixRequest } from '../../domain/audit/fixRequest.ts';
import { findService, isProblem } from '../../domain/grantRequest.ts';
import { fixOperationId, operationId } from '../../domain/naming.ts';
import { isUnderWay } from '../../domain/operationView.ts';
import { serviceIds } from '../allowedServices.ts';
import { findReport } from '../audit/keptAudits.ts';
import type { DoorParts } from '../doorParts.ts';
import { findOperation, operationSettings, startOrJoin } from '../operations.ts';
import { Turned } from '../turned.ts';
import { underWay } from '../underWay.ts';
import { accepted } from './accepted.ts';
import { door, parseJson } from './door.ts';
import type { Door } from './door.ts';

/**
 * `POST /audits/{id}/findings/{finding}/fix`: starts the fix of a finding. Any audit's will do: whether it still says
 * how things are is looked at before anything is done.
 */
export function startFix({ config }: Pick<DoorParts, 'config'>): Door {
  return door(async ({ request, context, requester }) => {
    const reason = await readReason(request);
    const { audit, finding } = await findingAsked(request, context);
    const problem = fixProblem(finding);
    if (problem !== undefined) throw new Turned([problem]);
    const { id: findingId, rule, title, principal, service, fix } = finding;
    const concerned = planFix(fix.steps).narrow.map(({ serviceId }) => serviceId);
    refuseOtherServices(concerned, serviceIds(config));
    await refuseWhileGranting(context, principal?.appId, concerned);
    const { why, ...who } = requester;
    const input: FixInput = {
      audit,
      finding: {
        id: findingId,
        rule,
        title,
        steps: fix.steps,
        ...(principal === undefined ? {} : { principal }),
        ...(service === undefined ? {} : { service }),
      },
      requester: { ...who, why: reason === undefined ? why : `${why}: ${reason}` },
      settings: operationSettings(config),
    };
    const id = fixOperationId(findingId);
    const start = await startOrJoin(context, { name: 'fixFinding', id, input });
    return accepted(request, id, start === 'joined');
  });
}

async function readReason(request: HttpRequest): Promise<string | undefined> {
  const body = await request.text();
  if (body.trim() === '') return undefined;
  const parsed = parseFixRequest(parseJson(body));
  if (Array.isArray(parsed)) throw new Turned(parsed);
  return parsed.reason;
}

/** The finding that a call names; turns the visitor away if there is none. */
async function findingAsked(
  { params }: HttpRequest,
  context: InvocationContext,
): Promise<{ audit: string; finding: Finding }> {
  const { id: asked = '', finding: findingId = '' } = params;
  const report = await findReport(context, asked);
  if (report === undefined) {
    throw new Turned([
      {
        code: 'audit-not-found',
        message: `There is no report of an audit '${asked}'.`,
        fix: 'Give the id of an audit that has ended, or latest.',
      },
    ]);
  }
  const finding = findingOf(report, findingId);
  if (isProblem(finding)) throw new Turned([finding]);
  return { audit: report.id, finding };
}

/** What was audited once may not be granted for any more. */
function refuseOtherServices(concerned: readonly string[], allowed: readonly [string, ...string[]]): void {
  const problems = concerned.map((id) => findService(id, allowed)).filter(isProblem);
  if (problems.length > 0) throw new Turned(problems);
}

/** A grant that runs takes back what it made if it fails, and the fix would have counted on it. */
async function refuseWhileGranting(
  context: InvocationContext,
  appId: string | undefined,
  concerned: readonly string[],
): Promise<void> {
  if (appId === undefined) return;
  for (const serviceId of concerned) {
    const id = operationId('grant', appId, serviceId);
    const grant = await findOperation(context, id);
    if (grant !== undefined && isUnderWay(grant)) throw new Turned([underWay(id)]);
  }
}
