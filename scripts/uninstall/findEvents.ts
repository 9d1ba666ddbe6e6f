import * as z from 'zod';
import type { Az } from '../az.ts';
import { isAtOrBelow, listAll } from './arm.ts';
import type { Found } from './findings.ts';
import type { Installation } from './installation.ts';

const apiVersion = 'api-version=2025-02-15';
/** As in infra/events/main.bicep. */
const ownName = 'mailgrant-azure-changes';

const systemTopic = z.object({
  id: z.string(),
  name: z.string(),
  properties: z.object({ topicType: z.string().nullish() }),
});
const eventSubscription = z.object({
  id: z.string(),
  properties: z.object({
    destination: z.object({ properties: z.object({ resourceId: z.string().nullish() }).nullish() }).nullish(),
  }),
});

/** What brings changes in the subscriptions of the mail services to the app. Its own topic goes with its group. */
export async function findEvents(az: Az, { functionAppId, subscriptions }: Installation): Promise<Found> {
  const found: Found = { removals: [], left: [] };
  for (const subscription of subscriptions) {
    const all = await listAll(
      az,
      `${subscription}/providers/Microsoft.EventGrid/systemTopics?${apiVersion}`,
      systemTopic,
    );
    const topics = all.filter(({ properties }) =>
      /^Microsoft\.Resources\.Subscriptions$/i.test(properties.topicType ?? ''),
    );
    for (const { id, name } of topics) {
      const subscribed = await listAll(az, `${id}/eventSubscriptions?${apiVersion}`, eventSubscription);
      const ours = subscribed.filter(({ properties }) =>
        isAtOrBelow(properties.destination?.properties?.resourceId ?? '', functionAppId),
      );
      for (const each of ours)
        found.removals.push({ what: `event subscription ${each.id}`, url: `${each.id}?${apiVersion}` });
      if (name.toLowerCase() !== ownName) continue;
      const others = subscribed.length - ours.length;
      if (others === 0) found.removals.push({ what: `system topic ${id}`, url: `${id}?${apiVersion}` });
      else
        found.left.push({
          what: `system topic ${id}`,
          why: `${others} event subscriptions of others need it`,
        });
    }
  }
  return found;
}
