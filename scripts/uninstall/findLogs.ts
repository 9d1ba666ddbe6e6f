import * as z from 'zod';
import type { Az } from '../az.ts';
import { listAll } from './arm.ts';
import type { Found } from './findings.ts';
import type { Installation } from './installation.ts';

const path = 'providers/Microsoft.Insights/diagnosticSettings';
const apiVersion = 'api-version=2021-05-01-preview';

const setting = z.object({
  name: z.string(),
  properties: z.object({ workspaceId: z.string().nullish() }),
});

/** What sends logs of the mail services and of their subscriptions to the workspace of the app. */
export async function findLogs(az: Az, installation: Installation): Promise<Found> {
  const { mailServiceIds, subscriptions, workspaceId } = installation;
  const removals = [];
  for (const place of [...mailServiceIds, ...subscriptions]) {
    const settings = await listAll(az, `${place}/${path}?${apiVersion}`, setting);
    for (const { name, properties } of settings)
      if (
        name.startsWith('mailgrant-') &&
        properties.workspaceId?.toLowerCase() === workspaceId.toLowerCase()
      )
        removals.push({
          what: `diagnostic setting ${name} of ${place}`,
          url: `${place}/${path}/${name}?${apiVersion}`,
        });
  }
  return { removals, left: [] };
}
