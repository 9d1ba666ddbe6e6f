import type { AuditInput } from '../../domain/audit/auditOperation.ts';
import { readLedger } from '../audit/keptAudits.ts';
import type { DoorParts } from '../doorParts.ts';
import { operationSettings, startOrJoin } from '../operations.ts';
import { Turned } from '../turned.ts';
import { accepted } from './accepted.ts';
import { door } from './door.ts';
import type { Door } from './door.ts';
import { json } from './respond.ts';

/** `POST /audits`: has everything audited. */
export function startAudit({ config }: DoorParts): Door {
  return door(async ({ request, context, requester }) => {
    const input: AuditInput = { requester, settings: operationSettings(config) };
    // Every audit is one of its own, named after the call that asked for it.
    const id = `audit-${context.invocationId}`;
    const start = await startOrJoin(context, { name: 'auditRoles', id, input });
    return accepted(request, id, start === 'joined');
  });
}

/** `GET /audits`: the audits that there were, the newest first. */
export function getAudits(): Door {
  return door(async ({ context }) => {
    const ledger = await readLedger(context);
    if (ledger === undefined) throw new Turned([beingWritten], 1);
    return json(200, ledger);
  });
}

const beingWritten = {
  code: 'operation-running' as const,
  message: 'An audit is being put into the list of audits.',
  fix: 'Ask again in a moment.',
};
