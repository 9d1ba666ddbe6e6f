import type { LocalAzure } from '../localAzure.ts';
import type { CommunicationService } from '../state.ts';

/** What an SMTP username stands for: an application at a communication service. */
export type Login = {
  service: CommunicationService;
  appId: string;
  tenantId: string;
  /** The resource's `createdAt`; undefined for the legacy form, which needs no resource. */
  createdAt?: number;
};

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const legacy = new RegExp(`^([-\\w]+)([.|])(${guid})\\2(${guid})$`, 'i');

/**
 * Finds what a client signs in as: the `username` of an SMTP username resource, never its resource name
 * (fact smtp.username), or the older `<service>.<application>.<tenant>`, also with bars (fact smtp.legacyLogin).
 */
export function findLogin({ state }: LocalAzure, username: string): Login | undefined {
  const wanted = username.toLowerCase();
  const resource = [...state.smtpUsernames.values()].find((each) => each.username.toLowerCase() === wanted);
  if (resource !== undefined) {
    const service = state.communicationServices.get(resource.communicationServiceId.toLowerCase());
    if (service === undefined) return undefined;
    const { entraApplicationId, tenantId, createdAt } = resource;
    return { service, appId: entraApplicationId.toLowerCase(), tenantId: tenantId.toLowerCase(), createdAt };
  }
  const [, name, , appId, tenantId] = legacy.exec(wanted) ?? [];
  const service = [...state.communicationServices.values()].find((each) => each.name.toLowerCase() === name);
  if (service === undefined || appId === undefined || tenantId === undefined) return undefined;
  return { service, appId, tenantId };
}
