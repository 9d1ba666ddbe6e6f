import type { TimerHandler } from '@azure/functions';
import type { AuditInput } from '../../domain/audit/auditOperation.ts';
import type { DoorParts } from '../doorParts.ts';
import { operationSettings, startOrJoin } from '../operations.ts';

/** Has everything audited: what no event of Azure has told of is seen by this at the latest. */
export function startScheduledAudit({ config, now }: Pick<DoorParts, 'config' | 'now'>): TimerHandler {
  return async (_timer, context) => {
    const time = new Date(now()).toISOString().replace(/[-:]|\.\d+Z$/g, '');
    const input: AuditInput = {
      requester: {
        door: 'timer',
        who: 'the schedule',
        why: `MAILGRANT_AUDIT_SCHEDULE ${config.schedules.audit}`,
      },
      settings: operationSettings(config),
    };
    await startOrJoin(context, { name: 'auditRoles', id: `audit-${time}`, input });
  };
}
