import * as z from 'zod';
import {
  parseCommunicationServiceId,
  resourceGroupScope,
  subscriptionScope,
} from '../../src/domain/resourceId.ts';

/** What tells one installation of Mailgrant from another, and where it has left something beside its own group. */
export type Installation = {
  /** Object id of the managed identity. */
  principalId: string;
  functionAppId: string;
  workspaceId: string;
  mailServiceIds: string[];
  /** Resource groups that hold a mail service, or email services of its domains. */
  groups: string[];
  subscriptions: string[];
};

const ids = (list: string) =>
  list
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');

const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'is no object id');
const armId = z
  .string()
  .regex(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/.+$/i, 'is no ARM id');
const group = z
  .string()
  .regex(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i, 'is no ARM id of a resource group');
const mailService = z
  .string()
  .refine(
    (id) => parseCommunicationServiceId(id) !== undefined,
    'is no ARM id of a Communication Services resource',
  );

const environment = z.object({
  IDENTITY_PRINCIPAL_ID: guid,
  FUNCTION_APP_ID: armId,
  WORKSPACE_ID: armId,
  MAIL_SERVICE_IDS: z.string().transform(ids).pipe(z.array(mailService).min(1, 'names no mail service')),
  EMAIL_SERVICE_RESOURCE_GROUP_IDS: z.string().default('').transform(ids).pipe(z.array(group)),
});

/**
 * The installation that azd's environment tells of.
 * @throws {Error} that names all that is missing or wrong.
 */
export function readInstallation(env: Record<string, string | undefined>): Installation {
  const read = environment.safeParse(env);
  if (read.error !== undefined) {
    const wrong = read.error.issues.map(({ path: [name = ''], message }) =>
      env[String(name)] === undefined ? `- ${String(name)} is not set.` : `- ${String(name)} ${message}.`,
    );
    throw new Error(
      `The environment does not tell which installation to remove:\n${wrong.join('\n')}\n` +
        'Fix: set -a; eval "$(azd env get-values)"; set +a',
    );
  }
  const { data } = read;
  const mailServiceIds = data.MAIL_SERVICE_IDS;
  return {
    principalId: data.IDENTITY_PRINCIPAL_ID.toLowerCase(),
    functionAppId: data.FUNCTION_APP_ID,
    workspaceId: data.WORKSPACE_ID,
    mailServiceIds,
    groups: once([...mailServiceIds.map(resourceGroupScope), ...data.EMAIL_SERVICE_RESOURCE_GROUP_IDS]),
    subscriptions: once(
      mailServiceIds.map(subscriptionScope),
      data.EMAIL_SERVICE_RESOURCE_GROUP_IDS.map(subscriptionScope),
    ),
  };
}

/** Azure's ids ignore case. */
function once(...lists: string[][]): string[] {
  return [...new Set(lists.flat().map((id) => id.toLowerCase()))];
}
