import { z } from 'zod';
import type { LocalRequest } from '../../http.ts';
import type { Authorship, Provisioning, State } from '../../state.ts';
import { azureTime } from '../azureTime.ts';
import { notImplemented, refusal } from '../refusal.ts';
import { author } from './identity.ts';

type Tracked = {
  location?: string;
  tags?: Record<string, string>;
  created?: Authorship;
  modified?: Authorship;
  provisioning?: Provisioning;
  createdAt: number;
};

/** What the bodies of all resources with a location have. */
export const trackedFields = {
  location: z.string().nullish(),
  tags: z.record(z.string(), z.string()).nullish(),
  identity: z.object({ type: z.string() }).nullish(),
};
type TrackedBody = {
  location?: string | null | undefined;
  tags?: Record<string, string> | null | undefined;
  identity?: { type: string } | null | undefined;
};

/** What the resource keeps of a body, its author and the times. */
export function trackedBy(
  request: LocalRequest,
  azure: { state: State; now: number },
  asked: { body: TrackedBody; type: string; existing: Tracked | undefined },
) {
  const { body, type, existing } = asked;
  if (!body.location)
    throw refusal(400, 'LocationRequired', 'The location property is required for this definition.');
  if (body.location.toLowerCase() !== 'global')
    throw refusal(
      400,
      'LocationNotAvailableForResourceType',
      `The provided location '${body.location}' is not available for resource type '${type}'. List of available regions for the resource type is 'global'.`,
    );
  if (body.identity && body.identity.type !== 'None')
    throw notImplemented(`an identity of type '${body.identity.type}'`);
  const written = { ...author(azure.state, request), at: azure.now };
  return {
    location: body.location,
    tags: body.tags ?? {},
    createdAt: existing?.createdAt ?? azure.now,
    created: existing?.created ?? written,
    modified: written,
  };
}

/** The reply to a PUT: what was sent, and that it was accepted. What the service finds out comes later. */
export function acceptedShape(
  resource: Tracked & { id: string; name: string },
  sent: { type: string; body: TrackedBody; properties: object },
) {
  const { tags, identity } = sent.body;
  return {
    id: resource.id,
    name: resource.name,
    type: sent.type.toLowerCase(),
    location: resource.location,
    ...(tags ? { tags } : {}),
    ...systemData(resource),
    ...(identity ? { identity } : {}),
    properties: { ...sent.properties, provisioningState: 'Accepted' },
  };
}

/** Who wrote it; nothing for what was there from the beginning. */
export function systemData({ created, modified = created }: Tracked) {
  if (created === undefined || modified === undefined) return {};
  return {
    systemData: {
      createdBy: created.by,
      createdByType: created.type,
      createdAt: azureTime(created.at),
      lastModifiedBy: modified.by,
      lastModifiedByType: modified.type,
      lastModifiedAt: azureTime(modified.at),
    },
  };
}

export function provisioningState({ provisioning }: Tracked): string {
  return provisioning ?? 'Succeeded';
}
