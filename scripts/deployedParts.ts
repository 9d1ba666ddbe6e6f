import { z } from 'zod';

/** The deployments beside azd's own. They write to resource groups of others (docs/decisions/0016-azd-owns-one-group.md). */
export const parts = ['access', 'events'] as const;
export type Part = (typeof parts)[number];

const given = z.string().min(1);
const orBlank = z.string().default('');

/** What azd knows after it has provisioned: its own, the outputs of infra/main.bicep, and what the operator has set. */
const environment = z.object({
  AZURE_SUBSCRIPTION_ID: given,
  AZURE_LOCATION: given,
  FUNCTION_APP_ID: given,
  IDENTITY_PRINCIPAL_ID: given,
  WORKSPACE_ID: given,
  TOPIC_ID: given,
  STORAGE_ID: given,
  DEAD_LETTER_CONTAINER: given,
  MAIL_SERVICE_IDS: given,
  EMAIL_SERVICE_RESOURCE_GROUP_IDS: orBlank,
  OTHER_EVENT_TYPES: orBlank,
  SYSTEM_TOPIC_IDS: orBlank,
});
type Environment = z.output<typeof environment>;

const hookOf: Record<Part, string> = { access: 'postprovision', events: 'postdeploy' };

const parametersOf: Record<Part, (env: Environment) => Record<string, string>> = {
  access: (env) => ({
    principalId: env.IDENTITY_PRINCIPAL_ID,
    communicationServiceIds: env.MAIL_SERVICE_IDS,
    emailServiceResourceGroupIds: env.EMAIL_SERVICE_RESOURCE_GROUP_IDS,
    workspaceId: env.WORKSPACE_ID,
  }),
  events: (env) => ({
    functionAppId: env.FUNCTION_APP_ID,
    topicId: env.TOPIC_ID,
    storageId: env.STORAGE_ID,
    deadLetterContainer: env.DEAD_LETTER_CONTAINER,
    communicationServiceIds: env.MAIL_SERVICE_IDS,
    otherEventTypes: env.OTHER_EVENT_TYPES,
    systemTopicIds: env.SYSTEM_TOPIC_IDS,
  }),
};

/**
 * The arguments for `az` that deploy a part. `folder` is the project's.
 * @throws {Error} that names what the environment lacks.
 */
export function deploymentOf(
  part: Part,
  env: Record<string, string | undefined>,
  folder: string,
): readonly string[] {
  const read = environment.safeParse(env);
  if (read.error !== undefined) {
    const lacking = read.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new Error(
      `The environment lacks ${lacking}.\nFix: azd provision, then have azd run this, which knows them: ` +
        `azd hooks run ${hookOf[part]}`,
    );
  }
  const parameters = Object.entries(parametersOf[part](read.data)).map(([name, value]) => `${name}=${value}`);
  const app = read.data.FUNCTION_APP_ID.split('/').at(-1) ?? '';
  // azd takes a deployment for its own that has its environment's name in its name, so that must not stand here.
  const name = `${part}-${app.replace(/^func-/, '')}`;
  return [
    ...['deployment', 'sub', 'create', '--name', name],
    ...['--subscription', read.data.AZURE_SUBSCRIPTION_ID, '--location', read.data.AZURE_LOCATION],
    ...['--template-file', `${folder}/infra/${part}/main.bicep`],
    ...['--parameters', ...parameters],
  ];
}
