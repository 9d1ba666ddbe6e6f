import { clouds } from './config/clouds.ts';
import type { CloudName, ServiceEndpoint } from './config/clouds.ts';
import { settingNames, settings } from './config/settings.ts';
import type { Settings } from './config/settings.ts';
import { readExemptions } from './config/exemptions.ts';
import type { ReadFile } from './config/exemptions.ts';
import type { Exemption } from './domain/audit/exemptions.ts';
import type { CommunicationServiceId } from './domain/resourceId.ts';

/** What an operator has decided. Plain JSON; every duration is in milliseconds. */
export type Config = {
  /** The only ACS resources that may get a grant. The first one is the default. */
  services: readonly [CommunicationServiceId, ...CommunicationServiceId[]];
  /** The tag that asks for a grant. Further tags start with it and a colon. */
  tag: string;
  usernameFormat: 'freeform' | 'email';
  approval: {
    /** `custom`: whatever goes beyond the default waits for a decision. */
    mode: 'custom' | 'always' | 'never';
    /** How long a request waits for its decision. */
    timeout: number;
  };
  role: {
    /** False where deployment has made the role: then it is only verified. */
    create: boolean;
  };
  propagation: {
    /** The longest time to wait for Azure to enforce a role assignment. */
    timeout: number;
    /** From the username's creation until SMTP may be expected to know it. */
    settle: number;
  };
  revoke: {
    /** From the untagging until the revocation. */
    grace: number;
  };
  events: {
    /** The Event Grid custom topic. Without it nothing is published. */
    topicEndpoint?: string;
  };
  /** NCRONTAB expressions of six fields, in UTC. */
  schedules: { watch: string; audit: string };
  audit: {
    /** Findings that somebody answers for until a day. */
    exemptions: readonly Exemption[];
  };
  batch: {
    /** Grants of one batch at a time. */
    concurrency: number;
  };
  /** How callers of the HTTP API prove who they are: by function keys, or by tokens of Entra. */
  auth: 'keys' | 'entra';
  identity: {
    /** The client id of a user-assigned managed identity; without it the system-assigned one acts. */
    clientId?: string;
  };
  cloud: {
    name: CloudName;
    resourceManager: ServiceEndpoint;
    graph: ServiceEndpoint;
    /** The vault that owners may put client secrets into. */
    keyVault?: ServiceEndpoint;
    /** The https origin that issues tokens. */
    authorityHost: string;
    /** Where granted applications submit mail. */
    smtp: { host: string; port: number };
  };
};

/** The environment does not make a configuration. `problems` has a sentence for each setting that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    super([`The settings have ${count}:`, ...problems.map((problem) => `- ${problem}`)].join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads the settings. A blank value counts as not set, because templates leave those behind. `readFile` gives the text
 * of a file that a setting names, by its path in the folder of the app.
 * @throws {ConfigError} with every problem at once.
 */
export function readConfig(env: Record<string, string | undefined>, readFile?: ReadFile): Config {
  const set = Object.entries(env).flatMap(([name, value]) => {
    const text = value?.trim() ?? '';
    return settingNames.includes(name) && text !== '' ? [[name, text] as const] : [];
  });
  const read = settings.safeParse(Object.fromEntries(set));
  const exempted = readExemptions(Object.fromEntries(set).MAILGRANT_EXEMPTIONS, readFile);
  const problems = [
    ...(read.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...unknownSettings(env),
    ...openDoor(Object.fromEntries(set)),
    ...exempted.problems,
  ];
  if (read.data === undefined || problems.length > 0) throw new ConfigError(problems);
  return toConfig(read.data, exempted.exemptions);
}

/** A misspelt setting must not quietly leave its default in force. Its value is not shown: it may be anything. */
function unknownSettings(env: Record<string, string | undefined>): string[] {
  const ours = settingNames.filter((name) => name.startsWith('MAILGRANT_'));
  return Object.keys(env)
    .filter((name) => /^MAILGRANT_/i.test(name) && !ours.includes(name))
    .map((name) => `${name}: Not a setting. Remove it, or correct its name to one of ${ours.join(', ')}.`);
}

/** Without App Service before it, the header that says who has signed in is anyone's to write. */
function openDoor(env: Record<string, string>): string[] {
  if (env.MAILGRANT_AUTH !== 'entra' || /^true$/i.test(env.WEBSITE_AUTH_ENABLED ?? '')) return [];
  return [
    'MAILGRANT_AUTH: entra needs App Service authentication, and that is off. Turn it on with Microsoft as identity ' +
      'provider (portal: Settings > Authentication), or set this to keys.',
  ];
}

function toConfig(read: Settings, exemptions: readonly Exemption[]): Config {
  const cloud = clouds[read.AZURE_CLOUD];
  return {
    services: read.MAILGRANT_COMMUNICATION_SERVICES,
    tag: read.MAILGRANT_TAG,
    usernameFormat: read.MAILGRANT_USERNAME_FORMAT,
    approval: { mode: read.MAILGRANT_APPROVAL, timeout: read.MAILGRANT_APPROVAL_TIMEOUT },
    role: { create: read.MAILGRANT_CREATE_ROLE === 'true' },
    propagation: { timeout: read.MAILGRANT_PROPAGATION_TIMEOUT, settle: read.MAILGRANT_SETTLE },
    revoke: { grace: read.MAILGRANT_REVOKE_GRACE },
    events: given('topicEndpoint', read.MAILGRANT_EVENT_TOPIC_ENDPOINT),
    schedules: { watch: read.MAILGRANT_WATCH_SCHEDULE, audit: read.MAILGRANT_AUDIT_SCHEDULE },
    audit: { exemptions },
    batch: { concurrency: read.MAILGRANT_BATCH_CONCURRENCY },
    auth: read.MAILGRANT_AUTH,
    identity: given('clientId', read.AZURE_CLIENT_ID),
    cloud: {
      name: read.AZURE_CLOUD,
      resourceManager: {
        endpoint: read.AZURE_RESOURCE_MANAGER_ENDPOINT ?? cloud.resourceManager,
        audience: cloud.resourceManager,
      },
      graph: { endpoint: read.MICROSOFT_GRAPH_ENDPOINT ?? cloud.graph, audience: cloud.graph },
      ...(read.MAILGRANT_KEY_VAULT !== undefined && {
        keyVault: { endpoint: read.MAILGRANT_KEY_VAULT, audience: cloud.keyVaultAudience },
      }),
      authorityHost: read.AZURE_AUTHORITY_HOST ?? cloud.authorityHost,
      smtp: read.MAILGRANT_SMTP_ENDPOINT,
    },
  };
}

function given<K extends string>(key: K, value: string | undefined): { [key in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: string });
}
