import type { TimerHandler } from '@azure/functions';
import { getClient, OrchestrationRuntimeStatus } from 'durable-functions';
import type { DurableOrchestrationStatus } from 'durable-functions';
import { contextLogger } from '../log.ts';
import type { Look, WatchInput } from '../workflows/watchApplications.ts';
import { serviceIds } from './allowedServices.ts';
import type { DoorParts } from './doorParts.ts';
import { findStatus } from './operations.ts';

/** The one watch over the directory. It is no operation: nobody asked for it, and it never ends. */
export const watchId = 'watch-applications';

const over = [
  OrchestrationRuntimeStatus.Completed,
  OrchestrationRuntimeStatus.Failed,
  OrchestrationRuntimeStatus.Terminated,
  OrchestrationRuntimeStatus.Canceled,
];

/**
 * Has the directory looked at, by the settings of this moment. Starts the watch where there is none; its first look
 * travels in its input, because an event that is raised before the watch has begun may be lost.
 */
export function lookAtApplications({ config, now }: Pick<DoorParts, 'config' | 'now'>): TimerHandler {
  return async (_timer, context) => {
    const client = getClient(context);
    const look: Look = {
      tag: config.tag,
      serviceIds: serviceIds(config),
      at: new Date(now()).toISOString(),
    };
    const status = await findStatus(context, watchId);
    if (isOn(status)) {
      await client.raiseEvent(watchId, 'look', look);
      return;
    }
    if (status !== undefined)
      contextLogger(context).warn('The watch over applications had ended. It starts anew, and reads all.', {
        runtimeStatus: status.runtimeStatus,
      });
    const input: WatchInput = { watch: { known: {} }, look };
    try {
      await client.startNew('watchApplications', { instanceId: watchId, input });
    } catch (error) {
      // Another instance of the app may have started it in between; then it looks already.
      if (!isOn(await findStatus(context, watchId))) throw error;
    }
  };
}

function isOn(status: DurableOrchestrationStatus | undefined): boolean {
  return status !== undefined && !over.includes(status.runtimeStatus);
}
