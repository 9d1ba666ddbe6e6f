import * as z from 'zod';
import { communicationServices, duration, hostAndPort, httpsUrl, matching } from './fields.ts';
import { oneOf, origin, schedule, wholeNumber } from './fields.ts';

const positive = { zero: false };
const orZero = { zero: true };

const guid = matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, {
  wrong: 'is not a GUID',
  fix: "Use the managed identity's client id, or leave this out for the system-assigned identity.",
});

// The tag's own syntax, `mailgrant:service=<name>`, takes the colon and the equals sign.
const tag = matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
  wrong: 'is not a usable tag',
  fix: 'Use up to 64 letters, digits, dots, dashes and underscores, such as mailgrant.',
});

/**
 * Every setting the app reads, by its name in the environment. A default is written as an operator would
 * write it; a setting with neither default nor `optional` is required.
 */
export const settings = z.object({
  MAILGRANT_COMMUNICATION_SERVICES: communicationServices,
  MAILGRANT_TAG: tag.prefault('mailgrant'),
  MAILGRANT_USERNAME_FORMAT: oneOf('freeform', 'email').prefault('freeform'),
  MAILGRANT_APPROVAL: oneOf('custom', 'always', 'never').prefault('custom'),
  MAILGRANT_APPROVAL_TIMEOUT: duration(positive).prefault('P3D'),
  MAILGRANT_CREATE_ROLE: oneOf('true', 'false').prefault('true'),
  MAILGRANT_PROPAGATION_TIMEOUT: duration(positive).prefault('PT15M'),
  MAILGRANT_SETTLE: duration(orZero).prefault('PT90S'),
  MAILGRANT_REVOKE_GRACE: duration(orZero).prefault('P1D'),
  MAILGRANT_EVENT_TOPIC_ENDPOINT: httpsUrl.optional(),
  MAILGRANT_WATCH_SCHEDULE: schedule.prefault('0 */5 * * * *'),
  MAILGRANT_AUDIT_SCHEDULE: schedule.prefault('0 0 4 * * *'),
  MAILGRANT_EXEMPTIONS: z.string().optional(),
  MAILGRANT_BATCH_CONCURRENCY: wholeNumber({ from: 1, to: 100 }).prefault('20'),
  MAILGRANT_AUTH: oneOf('keys', 'entra').prefault('keys'),
  // Set by App Service, not by an operator: whether it signs callers in before they reach the app.
  WEBSITE_AUTH_ENABLED: z.string().optional(),
  MAILGRANT_KEY_VAULT: origin.optional(),
  MAILGRANT_SMTP_ENDPOINT: hostAndPort.prefault('smtp.azurecomm.net:587'),
  AZURE_CLOUD: oneOf('AzureCloud', 'AzureUSGovernment', 'AzureChinaCloud').prefault('AzureCloud'),
  AZURE_RESOURCE_MANAGER_ENDPOINT: origin.optional(),
  MICROSOFT_GRAPH_ENDPOINT: origin.optional(),
  AZURE_AUTHORITY_HOST: origin.optional(),
  AZURE_CLIENT_ID: guid.optional(),
});

export type Settings = z.output<typeof settings>;

/** The names of all settings the app reads. */
export const settingNames: readonly string[] = Object.keys(settings.shape);
