import { describe, expect, it } from 'vitest';
import sample from '../local.settings.sample.json' with { type: 'json' };
import { ConfigError, readConfig } from '../src/config.ts';
import { settingNames } from '../src/config/settings.ts';

const contoso = idOf('contoso-mail');
const fabrikam = idOf('fabrikam-mail');
const required = { MAILGRANT_COMMUNICATION_SERVICES: contoso };

function idOf(name: string): string {
  const group = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/mail';
  return `${group}/providers/Microsoft.Communication/communicationServices/${name}`;
}

/** The problems of an environment; empty if it makes a configuration. */
function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('readConfig', () => {
  it('needs only the mail services and fills in every default', () => {
    expect(readConfig(required)).toEqual({
      services: [
        {
          id: contoso,
          subscriptionId: '00000000-0000-4000-8000-000000000001',
          resourceGroup: 'mail',
          name: 'contoso-mail',
        },
      ],
      tag: 'mailgrant',
      usernameFormat: 'freeform',
      approval: { mode: 'custom', timeout: 3 * 24 * 3_600_000 },
      role: { create: true },
      propagation: { timeout: 15 * 60_000, settle: 90_000 },
      revoke: { grace: 24 * 3_600_000 },
      events: {},
      schedules: { watch: '0 */5 * * * *', audit: '0 0 4 * * *' },
      audit: { exemptions: [] },
      batch: { concurrency: 20 },
      auth: 'keys',
      identity: {},
      cloud: {
        name: 'AzureCloud',
        resourceManager: {
          endpoint: 'https://management.azure.com',
          audience: 'https://management.azure.com',
        },
        graph: { endpoint: 'https://graph.microsoft.com', audience: 'https://graph.microsoft.com' },
        authorityHost: 'https://login.microsoftonline.com',
        smtp: { host: 'smtp.azurecomm.net', port: 587 },
      },
    });
  });

  it.each([
    ['a comma', `${contoso},${fabrikam}`],
    ['a semicolon', `${contoso};${fabrikam}`],
    ['a space', `${contoso} ${fabrikam}`],
    ['a line break', `\n${contoso}\r\n${fabrikam}\n`],
    ['several at once', `${contoso}, ;\n ${fabrikam},`],
  ])('takes mail services separated by %s, the default first', (_, value) => {
    const { services } = readConfig({ MAILGRANT_COMMUNICATION_SERVICES: value });
    expect(services.map(({ name }) => name)).toEqual(['contoso-mail', 'fabrikam-mail']);
  });

  it.each([
    ['MAILGRANT_TAG', 'smtp.allowed', { tag: 'smtp.allowed' }],
    ['MAILGRANT_USERNAME_FORMAT', 'email', { usernameFormat: 'email' }],
    ['MAILGRANT_APPROVAL', 'always', { approval: { mode: 'always' } }],
    ['MAILGRANT_APPROVAL', 'never', { approval: { mode: 'never' } }],
    ['MAILGRANT_APPROVAL_TIMEOUT', 'PT1H30M', { approval: { timeout: 90 * 60_000 } }],
    ['MAILGRANT_CREATE_ROLE', 'false', { role: { create: false } }],
    ['MAILGRANT_PROPAGATION_TIMEOUT', 'PT0.5S', { propagation: { timeout: 500 } }],
    ['MAILGRANT_SETTLE', 'PT0S', { propagation: { settle: 0 } }],
    ['MAILGRANT_REVOKE_GRACE', 'P2W', { revoke: { grace: 14 * 24 * 3_600_000 } }],
    [
      'MAILGRANT_EVENT_TOPIC_ENDPOINT',
      'https://topic.westeurope-1.eventgrid.azure.net/api/events',
      { events: { topicEndpoint: 'https://topic.westeurope-1.eventgrid.azure.net/api/events' } },
    ],
    ['MAILGRANT_WATCH_SCHEDULE', '*/30 * * * * *', { schedules: { watch: '*/30 * * * * *' } }],
    ['MAILGRANT_AUDIT_SCHEDULE', '0 0 6,18 * jan-jun Mon-Fri', {}],
    [
      'MAILGRANT_EXEMPTIONS',
      '[{"rule":"MG101","principal":"p","reason":"r","owner":"o","until":"2030-01-01"}]',
      {
        audit: {
          exemptions: [{ rule: 'MG101', principal: 'p', reason: 'r', owner: 'o', until: '2030-01-01' }],
        },
      },
    ],
    ['MAILGRANT_BATCH_CONCURRENCY', '1', { batch: { concurrency: 1 } }],
    ['MAILGRANT_AUTH', 'keys', { auth: 'keys' }],
    [
      'MAILGRANT_KEY_VAULT',
      'https://v.vault.azure.net/',
      {
        cloud: { keyVault: { endpoint: 'https://v.vault.azure.net', audience: 'https://vault.azure.net' } },
      },
    ],
    ['MAILGRANT_SMTP_ENDPOINT', 'Smtp.Example.com:2525', { cloud: { smtp: { host: 'smtp.example.com' } } }],
    [
      'AZURE_AUTHORITY_HOST',
      'https://login.example.com/',
      { cloud: { authorityHost: 'https://login.example.com' } },
    ],
    [
      'AZURE_CLIENT_ID',
      '11111111-1111-4111-8111-111111111111',
      { identity: { clientId: '11111111-1111-4111-8111-111111111111' } },
    ],
  ])('takes %s=%s', (name, value, expected) => {
    expect(readConfig({ ...required, [name]: value })).toMatchObject(expected);
  });

  it.each(['True', 'true'])('takes MAILGRANT_AUTH=entra where WEBSITE_AUTH_ENABLED=%s', (on) => {
    const env = { ...required, MAILGRANT_AUTH: 'entra', WEBSITE_AUTH_ENABLED: on };
    expect(readConfig(env).auth).toBe('entra');
  });

  it('takes a blank value for one that is not set', () => {
    expect(readConfig({ ...required, MAILGRANT_TAG: ' ', MAILGRANT_KEY_VAULT: '' })).toEqual(
      readConfig(required),
    );
  });

  it.each([
    ['AzureUSGovernment', 'https://management.usgovcloudapi.net', 'https://graph.microsoft.us'],
    ['AzureChinaCloud', 'https://management.chinacloudapi.cn', 'https://microsoftgraph.chinacloudapi.cn'],
  ])('knows the endpoints and audiences of %s', (name, arm, graph) => {
    expect(readConfig({ ...required, AZURE_CLOUD: name }).cloud).toMatchObject({
      name,
      resourceManager: { endpoint: arm, audience: arm },
      graph: { endpoint: graph, audience: graph },
    });
  });

  it('sends requests to explicit endpoints, with tokens for the cloud they stand for', () => {
    const { cloud } = readConfig({
      ...required,
      AZURE_CLOUD: 'AzureUSGovernment',
      AZURE_RESOURCE_MANAGER_ENDPOINT: 'https://arm.example.com:8443/',
      MICROSOFT_GRAPH_ENDPOINT: 'https://graph.example.com',
    });
    expect(cloud.resourceManager).toEqual({
      endpoint: 'https://arm.example.com:8443',
      audience: 'https://management.usgovcloudapi.net',
    });
    expect(cloud.graph).toEqual({
      endpoint: 'https://graph.example.com',
      audience: 'https://graph.microsoft.us',
    });
  });
});

const negative = 'is negative';
const notDuration = 'is not an ISO 8601 duration';
const notSchedule = 'is not an NCRONTAB expression of six fields';

describe('readConfig refuses', () => {
  it.each([
    ['MAILGRANT_COMMUNICATION_SERVICES', 'contoso-mail', 'is not the ARM id of'],
    ['MAILGRANT_COMMUNICATION_SERVICES', `${contoso}/smtpUsernames/x`, 'is not the ARM id of'],
    ['MAILGRANT_COMMUNICATION_SERVICES', `${contoso},${contoso.toUpperCase()}`, 'is listed twice'],
    ['MAILGRANT_COMMUNICATION_SERVICES', ' , ', 'Not set'],
    ['MAILGRANT_COMMUNICATION_SERVICES', undefined, 'Not set'],
    ['MAILGRANT_TAG', 'mail:grant', 'is not a usable tag'],
    ['MAILGRANT_TAG', 'x'.repeat(65), 'is not a usable tag'],
    ['MAILGRANT_USERNAME_FORMAT', 'Email', 'is none of the choices'],
    ['MAILGRANT_APPROVAL', 'sometimes', 'Use custom or always or never'],
    ['MAILGRANT_AUTH', 'entra', 'needs App Service authentication'],
    ['MAILGRANT_APPROVAL_TIMEOUT', '3 days', notDuration],
    ['MAILGRANT_APPROVAL_TIMEOUT', 'P1M', 'has years or months'],
    ['MAILGRANT_APPROVAL_TIMEOUT', 'P1Y2D', 'has years or months'],
    ['MAILGRANT_APPROVAL_TIMEOUT', 'PT0S', 'is zero'],
    ['MAILGRANT_APPROVAL_TIMEOUT', 'P366D', 'is longer than a year'],
    ['MAILGRANT_CREATE_ROLE', 'yes', 'is none of the choices'],
    ['MAILGRANT_PROPAGATION_TIMEOUT', '900', notDuration],
    ['MAILGRANT_PROPAGATION_TIMEOUT', 'P', notDuration],
    ['MAILGRANT_PROPAGATION_TIMEOUT', 'in PT15M', notDuration],
    ['MAILGRANT_PROPAGATION_TIMEOUT', 'P0D', 'is zero'],
    ['MAILGRANT_SETTLE', '-PT90S', negative],
    ['MAILGRANT_REVOKE_GRACE', 'P-1D', negative],
    ['MAILGRANT_EVENT_TOPIC_ENDPOINT', 'http://topic.example.com/api/events', 'is not a plain https URL'],
    ['MAILGRANT_EVENT_TOPIC_ENDPOINT', 'https://t.example.com/api/events?aeg-sas-key=k', 'is not a plain'],
    ['MAILGRANT_WATCH_SCHEDULE', '*/5 * * * *', notSchedule],
    ['MAILGRANT_WATCH_SCHEDULE', '00:05:00', notSchedule],
    ['MAILGRANT_WATCH_SCHEDULE', '60 * * * * *', notSchedule],
    ['MAILGRANT_AUDIT_SCHEDULE', '0 0 24 * * *', notSchedule],
    ['MAILGRANT_AUDIT_SCHEDULE', '0 0 4 * * fri-mon', notSchedule],
    ['MAILGRANT_AUDIT_SCHEDULE', '0 0 4 * * */0', notSchedule],
    ['MAILGRANT_BATCH_CONCURRENCY', '0', 'is not a whole number from 1 to 100'],
    ['MAILGRANT_BATCH_CONCURRENCY', '2.5', 'is not a whole number'],
    ['MAILGRANT_AUTH', 'none', 'is none of the choices'],
    ['MAILGRANT_KEY_VAULT', 'mailgrant', 'is not an https address without path'],
    ['MAILGRANT_KEY_VAULT', 'https://v.vault.azure.net/secrets/x', 'is not an https address without path'],
    ['MAILGRANT_SMTP_ENDPOINT', 'smtp.azurecomm.net', 'is not a host with a port'],
    ['MAILGRANT_SMTP_ENDPOINT', 'smtp.azurecomm.net:65536', 'is not a host with a port'],
    ['AZURE_CLOUD', 'AzurePublicCloud', 'is none of the choices'],
    ['AZURE_RESOURCE_MANAGER_ENDPOINT', 'http://arm.example.com', 'is not an https address'],
    ['MICROSOFT_GRAPH_ENDPOINT', 'https://graph.microsoft.com/v1.0', 'is not an https address'],
    ['AZURE_AUTHORITY_HOST', 'https://user:word@login.example.com', 'is not an https address'],
    ['AZURE_CLIENT_ID', 'mailgrant-identity', 'is not a GUID'],
    ['MAILGRANT_TGA', 'mailgrant', 'Not a setting'],
    ['mailgrant_tag', 'mailgrant', 'Not a setting'],
  ])('%s=%s', (name, value, why) => {
    const problems = problemsOf({ ...required, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: `));
    expect(problems[0]).toContain(why);
  });

  it.each(['False', 'yes', '1', 'True or not', ''])(
    'MAILGRANT_AUTH=entra where WEBSITE_AUTH_ENABLED=%s',
    (on) => {
      const env = { ...required, MAILGRANT_AUTH: 'entra', WEBSITE_AUTH_ENABLED: on };
      expect(problemsOf(env)).toEqual([expect.stringMatching(/^MAILGRANT_AUTH: .*that is off/)]);
      expect(problemsOf({ ...env, MAILGRANT_TAG: ':' })).toHaveLength(2);
    },
  );

  it('shows the value, on one line and not without end', () => {
    const [problem] = problemsOf({ ...required, MAILGRANT_TAG: `a\nb${'c'.repeat(5000)}` });
    expect(problem).toContain('"a\\nbccc');
    expect(problem).not.toContain('\n');
    expect(problem?.length).toBeLessThan(400);
  });

  it('never shows the value of a setting it does not know', () => {
    const [problem] = problemsOf({ ...required, MAILGRANT_CLIENT_SECRET: 'hunter2' });
    expect(problem).toContain('MAILGRANT_CLIENT_SECRET');
    expect(problem).not.toContain('hunter2');
  });

  it('everything at once, each with its fix', () => {
    const env = {
      MAILGRANT_COMMUNICATION_SERVICES: `${contoso} ${contoso} nowhere`,
      MAILGRANT_APPROVAL: 'maybe',
      MAILGRANT_SETTLE: 'soon',
      MAILGRANT_TYPO: '',
    };
    expect(() => readConfig(env)).toThrowErrorMatchingInlineSnapshot(`
      [ConfigError: The settings have 5 problems:
      - MAILGRANT_COMMUNICATION_SERVICES: "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/mail/providers/Microsoft.Communication/communicationServices/contoso-mail" is listed twice. Remove one of the two.
      - MAILGRANT_COMMUNICATION_SERVICES: "nowhere" is not the ARM id of a Communication Services resource. It has the form /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Communication/communicationServices/<name>.
      - MAILGRANT_APPROVAL: "maybe" is none of the choices. Use custom or always or never.
      - MAILGRANT_SETTLE: "soon" is not an ISO 8601 duration. Write it in days, hours, minutes and seconds, such as P1D, PT15M or PT90S.
      - MAILGRANT_TYPO: Not a setting. Remove it, or correct its name to one of MAILGRANT_COMMUNICATION_SERVICES, MAILGRANT_TAG, MAILGRANT_USERNAME_FORMAT, MAILGRANT_APPROVAL, MAILGRANT_APPROVAL_TIMEOUT, MAILGRANT_CREATE_ROLE, MAILGRANT_PROPAGATION_TIMEOUT, MAILGRANT_SETTLE, MAILGRANT_REVOKE_GRACE, MAILGRANT_EVENT_TOPIC_ENDPOINT, MAILGRANT_WATCH_SCHEDULE, MAILGRANT_AUDIT_SCHEDULE, MAILGRANT_EXEMPTIONS, MAILGRANT_BATCH_CONCURRENCY, MAILGRANT_AUTH, MAILGRANT_KEY_VAULT, MAILGRANT_SMTP_ENDPOINT.]
    `);
  });
});

describe('the exemptions', () => {
  const services = { MAILGRANT_COMMUNICATION_SERVICES: contoso };
  const exempt = (MAILGRANT_EXEMPTIONS: string, readFile?: (path: string) => string) =>
    readConfig({ ...services, MAILGRANT_EXEMPTIONS }, readFile).audit.exemptions;
  const one = {
    finding: `MG101-${'1'.repeat(8)}-1111-4111-8111-111111111111`,
    reason: 'r',
    owner: 'o',
    until: '2030-01-01',
  };

  it('may stand in a file of the app', () => {
    const files: Record<string, string> = { 'exemptions.json': JSON.stringify([one]) };
    expect(exempt('exemptions.json', (path) => files[path] ?? '')).toEqual([one]);
  });

  it.each([
    { name: 'a file that is not there', value: 'gone.json', says: /'gone\.json' can't be read \(ENOENT/ },
    {
      name: 'what is no JSON',
      value: '[{',
      says: /MAILGRANT_EXEMPTIONS: The exemptions are not a JSON array/,
    },
    {
      name: 'each mistake',
      value: '[{"rule":"MG999","principal":"p","owner":"o","until":"soon"}]',
      says: /0\.rule is not the code of a rule[^]*0\.until is not a date/,
    },
  ])('are refused with the other settings for $name', ({ value, says }) => {
    const noFile = () => {
      throw new Error('ENOENT');
    };
    expect(() => exempt(value, noFile)).toThrow(says);
  });
});

describe('local.settings.sample.json', () => {
  const { Values: values } = sample;
  const host = ['AzureWebJobsStorage', 'FUNCTIONS_WORKER_RUNTIME'];

  it('has every setting the app reads and none that it does not', () => {
    expect(Object.keys(values).sort()).toEqual([...settingNames, ...host].sort());
  });

  it('makes a configuration', () => {
    expect(readConfig(values).services[0].name).toBe('contoso-mail');
  });
});
