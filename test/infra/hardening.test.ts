import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { settingNames } from '../../src/config/settings.ts';
import hostJson from '../../host.json' with { type: 'json' };
import { snapshotOf, templatesIn, textOf, writtenBy } from './committed.ts';
import type { Resource } from './committed.ts';

const samples = ['infra/ci', 'infra/default'] as const;

/** The only resource of a type in a sample. */
function only(sample: string, type: string): Resource {
  const found = snapshotOf(sample).predictedResources.filter((each) => each.type === type);
  expect(found, type).toHaveLength(1);
  return found[0] as Resource;
}

function settingsIn(sample: string): Record<string, unknown> {
  const found = snapshotOf(sample).predictedResources.find(({ id }) => id.endsWith('/config/appsettings'));
  return found?.properties ?? {};
}

describe('keys', () => {
  it('are read nowhere in the template', () => {
    const text = textOf('infra/azuredeploy.json');
    expect(text).not.toMatch(/\blist(?:Keys|Secrets|AccountSas|ServiceSas|Credentials)?\s*\(/i);
    expect(text).not.toMatch(/AccountKey=|SharedAccessKey|accessKey/i);
  });

  it('come out of no template', () => {
    const names = templatesIn().flatMap(({ outputs }) => Object.entries(outputs));
    expect(names.length).toBeGreaterThan(0);
    for (const [name, { type, ...output }] of names) {
      expect(type).not.toMatch(/secure/i);
      expect(name).not.toMatch(/key|secret|password|token/i);
      // The connection string of Application Insights says where, and opens nothing: it takes no key.
      if (name !== 'connectionString') expect(JSON.stringify(output)).not.toMatch(/connectionString/i);
    }
  });

  it.each(samples)('open nothing: local authentication is off in %s', (sample) => {
    expect(only(sample, 'Microsoft.Storage/storageAccounts').properties).toMatchObject({
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
      minimumTlsVersion: 'TLS1_2',
    });
    expect(only(sample, 'Microsoft.EventGrid/topics').properties).toMatchObject({
      disableLocalAuth: true,
      inputSchema: 'CloudEventSchemaV1_0',
    });
    expect(only(sample, 'Microsoft.Insights/components').properties.DisableLocalAuth).toBe(true);
    expect(only(sample, 'Microsoft.OperationalInsights/workspaces').properties.features).toEqual({
      disableLocalAuth: true,
    });
  });

  it('open no new mail service, and no vault: those go by role assignments', () => {
    const mailService = only('infra/ci', 'Microsoft.Communication/communicationServices');
    expect(mailService.properties.disableLocalAuth).toBe(true);
    const vault = only('infra/ci', 'Microsoft.KeyVault/vaults');
    expect(vault.properties).toMatchObject({ enableRbacAuthorization: true, enablePurgeProtection: true });
  });

  it('are in no setting of the app', () => {
    for (const sample of samples)
      for (const [name, value] of Object.entries(settingsIn(sample)))
        expect(`${name}=${String(value)}`).not.toMatch(/key=|secret=|password|sig=/i);
  });
});

// https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan: Flex Consumption refuses or ignores them.
const forbidden =
  /^(FUNCTIONS_WORKER_RUNTIME|FUNCTIONS_EXTENSION_VERSION|WEBSITE_.*|SCM_DO_BUILD_DURING_DEPLOYMENT|ENABLE_ORYX_BUILD|TZ)$/;
const ofPlatform = new Set([
  'AzureWebJobsStorage__credential',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsStorage__blobServiceUri',
  'AzureWebJobsStorage__queueServiceUri',
  'AzureWebJobsStorage__tableServiceUri',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'DURABLE_TASK_SCHEDULER_CONNECTION_STRING',
]);

/** What Azure would make of an expression, near enough for a setting. */
function settled(value: unknown): string {
  const text = z.string().parse(value);
  if (!text.startsWith('[')) return text;
  if (text.includes(').clientId')) return '5e6f7a8b-9c0d-4e1f-8a2b-3c4d5e6f7a8b';
  if (text === '[environment().name]') return 'AzureCloud';
  return 'https://contoso.azure.example/';
}

describe('the settings of the app', () => {
  it.each(samples)('make a configuration that it starts with in %s', (sample) => {
    const env = Object.fromEntries(
      Object.entries(settingsIn(sample)).map(([name, value]) => [name, settled(value)]),
    );
    const config = readConfig({
      ...env,
      WEBSITE_AUTH_ENABLED: env.MAILGRANT_AUTH === 'entra' ? 'True' : 'False',
    });
    expect(config.identity.clientId).toBeDefined();
    expect(config.events.topicEndpoint).toBeDefined();
    expect(config.cloud.keyVault !== undefined).toBe(sample === 'infra/ci');
  });

  it.each(samples)('are known to the app or to the platform in %s', (sample) => {
    const names = Object.keys(settingsIn(sample));
    expect(names).toContain('MAILGRANT_COMMUNICATION_SERVICES');
    for (const name of names.filter((each) => !each.startsWith('AzureFunctionsJobHost__')))
      expect([...ofPlatform, ...settingNames], name).toContain(name);
    expect(names.filter((name) => forbidden.test(name))).toEqual([]);
  });

  it('that stand for host.json name what is in host.json', () => {
    const overriding = Object.keys(settingsIn('infra/ci')).filter((name) =>
      name.startsWith('AzureFunctionsJobHost__'),
    );
    expect(overriding.length).toBeGreaterThan(0);
    for (const name of overriding) {
      const path = name.split('__').slice(1, -1);
      const at = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], hostJson);
      expect(at, name).toBeTypeOf('object');
    }
  });

  it('leave the role to deployment', () => {
    for (const sample of samples) expect(settingsIn(sample).MAILGRANT_CREATE_ROLE).toBe('false');
  });

  it('choose sign-in where there is an app registration, and App Service then asks for it', () => {
    expect(settingsIn('infra/default').MAILGRANT_AUTH).toBe('keys');
    expect(settingsIn('infra/ci').MAILGRANT_AUTH).toBe('entra');
    const signIn = (sample: string) =>
      snapshotOf(sample).predictedResources.find(({ id }) => id.endsWith('/config/authsettingsV2'))
        ?.properties;
    expect(signIn('infra/default')).toBeUndefined();
    expect(signIn('infra/ci')).toMatchObject({
      platform: { enabled: true },
      globalValidation: {
        requireAuthentication: true,
        unauthenticatedClientAction: 'Return401',
        excludedPaths: ['/api/health', '/runtime/webhooks/eventgrid', '/runtime/webhooks/EventGrid'],
      },
    });
  });

  it('choose the back end of Durable Functions, on the task hub of host.json', () => {
    const type = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__type';
    expect(settingsIn('infra/default')).not.toHaveProperty(type);
    expect(settingsIn('infra/ci')[type]).toBe('azureManaged');
    const { hubName } = hostJson.extensions.durableTask;
    const hub = only('infra/ci', 'Microsoft.DurableTask/schedulers/taskHubs');
    expect(hub.name.split('/').at(-1)).toBe(hubName);
    expect(settingsIn('infra/ci').DURABLE_TASK_SCHEDULER_CONNECTION_STRING).toContain(`'${hubName}'`);
  });
});

it('the app is on Flex Consumption, by the identity alone', () => {
  const { properties, identity } = only('infra/default', 'Microsoft.Web/sites') as Resource & {
    identity: unknown;
  };
  expect(identity).toMatchObject({ type: 'UserAssigned' });
  expect(properties).toMatchObject({
    httpsOnly: true,
    functionAppConfig: {
      runtime: { name: 'node', version: '22' },
      deployment: { storage: { authentication: { type: 'UserAssignedIdentity' } } },
    },
  });
});

it('nothing comes from a registry', () => {
  expect(writtenBy().length).toBeGreaterThan(30);
  expect(textOf('infra/azuredeploy.json')).not.toMatch(/templateLink|"imports"/);
});
