import type { Verdict } from '../../../src/domain/permissions/evaluate.ts';
import { authorize } from '../arm/authorize.ts';
import type { LocalRequest } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { KeyVault } from '../state.ts';
import { vaultRefusal } from './refusal.ts';

/** Lets the request go on only if a role grants its caller this data action on this secret. */
export function demandDataAction(
  azure: LocalAzure,
  request: LocalRequest,
  asked: { vault: KeyVault; secret: string; dataAction: string },
): void {
  const { caller } = request;
  if (caller === undefined) throw new Error(`${request.url.pathname} was routed without a caller.`);
  const { vault, secret, dataAction } = asked;
  const scope = `${vault.id}/secrets/${secret}`;
  const verdict = authorize(azure, {
    principalId: caller.objectId,
    action: dataAction,
    kind: 'dataAction',
    scope,
  });
  if (verdict.verdict === 'allowed') return;
  const app = caller.appId === undefined ? '' : `appid=${caller.appId};`;
  const message = [
    'Caller is not authorized to perform action on resource.',
    'If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.',
    `Caller: ${app}oid=${caller.objectId};iss=https://sts.windows.net/${caller.tenantId}/`,
    `Action: '${dataAction}'`,
    `Resource: '${vault.id.toLowerCase()}/secrets/${secret}'`,
    ...reasons(verdict),
    `Vault: ${vault.name};location=${vault.location}`,
    '',
  ].join('\r\n');
  throw vaultRefusal(403, { code: 'Forbidden', message, inner: 'ForbiddenByRbac' });
}

function reasons(verdict: Exclude<Verdict, { verdict: 'allowed' }>): string[] {
  switch (verdict.verdict) {
    case 'notGranted':
      return [
        'Assignment: (not found)',
        'DenyAssignmentId: null',
        "DecisionReason: 'DeniedWithNoValidRBAC' ",
      ];
    case 'denied':
      return [
        'Assignment: (not found)',
        `DenyAssignmentId: '${verdict.because[0]?.denyAssignmentId}'`,
        "DecisionReason: 'DeniedByDenyAssignment' ",
      ];
    case 'conditional':
      return [
        'Assignment: (not found)',
        'DenyAssignmentId: null',
        "DecisionReason: 'DeniedWithABACEvaluationInRA' ",
      ];
  }
}
