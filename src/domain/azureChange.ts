import * as z from 'zod';
import { reaches } from './permissions/scope.ts';
import { subscriptionScope } from './resourceId.ts';

/** A change of access that Azure Resource Manager tells of: an event is a reason to look, and proves nothing. */
export type AzureChange = z.infer<typeof azureChange>;

const azureChange = z.strictObject({
  /** The id of the event. */
  event: z.string(),
  kind: z.enum(['roleAssignment', 'roleDefinition', 'smtpUsername']),
  /** The ARM id of what was written or deleted. */
  resource: z.string(),
  gone: z.boolean(),
  /** Who did it, as the event says. `principalId` is an object id. */
  by: z.strictObject({ who: z.string(), principalId: z.string().exactOptional() }),
  /** ISO 8601 in UTC. */
  at: z.iso.datetime(),
});

/** Whether something is a change that was read at the door. */
export function isAzureChange(value: unknown): value is AzureChange {
  return azureChange.safeParse(value).success;
}

/** Reads an event of the CloudEvents or the Event Grid schema, or says why it is of no interest. */
export function parseAzureChange(input: unknown): AzureChange | { ignored: string } {
  const parsed = event.safeParse(input);
  if (!parsed.success) return { ignored: 'It is no event.' };
  const { id, data, ...given } = parsed.data;
  const gone = outcomes.get(given.type ?? given.eventType ?? '');
  if (gone === undefined) return { ignored: 'It tells of no change in Azure.' };
  const about = aboutOf(data.resourceUri) ?? aboutOf(given.subject);
  if (about === undefined) return { ignored: 'It tells of nothing that access hangs on.' };
  const at = timeOf(given.time ?? given.eventTime);
  if (at === undefined) return { ignored: 'It says no time.' };
  return { event: short(id), ...about, gone, by: whoOf(data.claims), at };
}

/**
 * The mail services that a change may bear on. A role assignment bears on what lies at, below or above its scope; of a
 * role the event does not say where it can be assigned, so all mail services of its subscription count.
 */
export function servicesBorneOn(
  { kind, resource }: Pick<AzureChange, 'kind' | 'resource'>,
  serviceIds: readonly string[],
): string[] {
  const scope = scopeOf(kind, resource);
  if (scope === undefined) return [];
  return serviceIds.filter((id) => reaches(scope, id) || reaches(id, scope));
}

/** Where the change is, by what was changed; undefined if that is no resource of the kind. */
function scopeOf(kind: AzureChange['kind'], resource: string): string | undefined {
  const [, scope] = resources[kind].exec(resource) ?? [];
  return scope === undefined || kind !== 'roleDefinition' ? scope : subscriptionScope(scope);
}

const longestId = 2_000;
const longest = 256;
const name = '[^/]+';
const scope = `/subscriptions/[0-9a-f-]{36}(?:/${name})*`;
const service = `${scope}/providers/Microsoft\\.Communication/communicationServices/${name}`;

/**
 * What the resources are called, with the scope that each is at. Without the flag `u`, because with it and `i` some
 * letters that are not ASCII count as ASCII ones, and Azure's own words have none of those.
 */
const resources: Readonly<Record<AzureChange['kind'], RegExp>> = {
  roleAssignment: pattern(`(${scope})/providers/Microsoft\\.Authorization/roleAssignments/${name}`),
  roleDefinition: pattern(`(${scope})/providers/Microsoft\\.Authorization/roleDefinitions/${name}`),
  smtpUsername: pattern(`(${service})/smtpUsernames/${name}`),
};

function pattern(path: string): RegExp {
  return new RegExp(`^${path}$`, 'i');
}

/** What an ARM id is about; undefined if it is about nothing of interest, or is none. */
function aboutOf(resource: string | undefined): Pick<AzureChange, 'kind' | 'resource'> | undefined {
  if (resource === undefined || resource.length > longestId || /[\s\p{Cc}\p{Cf}\p{Cs}]/u.test(resource))
    return undefined;
  const kind = azureChange.shape.kind.options.find((each) => resources[each].test(resource));
  return kind === undefined ? undefined : { kind, resource };
}

/** The time in UTC; undefined if it is none, or not in the years that ISO 8601 writes with four digits. */
function timeOf(given = ''): string | undefined {
  const time = Date.parse(given);
  if (Number.isNaN(time)) return undefined;
  return azureChange.shape.at.safeParse(new Date(time).toISOString()).data;
}

/** The types of ARM's events, and whether the resource is gone by them. */
const outcomes = new Map([
  ['Microsoft.Resources.ResourceWriteSuccess', false],
  ['Microsoft.Resources.ResourceDeleteSuccess', true],
]);

const objectIdentifier = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const upn = `${soap}/upn`;
const soapName = `${soap}/name`;

/** A field of the wrong type is as good as none: the sender is a stranger. */
const text = z.string().min(1).optional().catch(undefined);
const claims = z.object({
  [upn]: text,
  [soapName]: text,
  name: text,
  appid: text,
  oid: text,
  [objectIdentifier]: text,
});
const event = z.object({
  id: z.string().min(1),
  type: text,
  eventType: text,
  subject: text,
  time: text,
  eventTime: text,
  data: z.object({ resourceUri: text, claims: claims.catch({}) }).catch({ claims: {} }),
});

function whoOf(said: z.output<typeof claims>): AzureChange['by'] {
  const client = said.appid === undefined ? undefined : `application ${said.appid}`;
  const who = short(said[upn] ?? said[soapName] ?? said.name ?? client ?? '');
  const principalId = said[objectIdentifier] ?? said.oid;
  const isObjectId = principalId !== undefined && /^[0-9a-f-]{36}$/i.test(principalId);
  return {
    who: who === '' ? 'somebody unnamed' : who,
    ...(isObjectId ? { principalId: principalId.toLowerCase() } : {}),
  };
}

/** It goes into logs and reports: one line, and not a long one. */
function short(given: string): string {
  return given
    .slice(0, longest)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .toWellFormed()
    .trim();
}
