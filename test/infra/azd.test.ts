import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import parametersFile from '../../infra/main.parameters.json' with { type: 'json' };
import { deploymentOf, parts } from '../../scripts/deployedParts.ts';
import { settingNames } from '../../src/config/settings.ts';
import { partOf, snapshotOf, textOf, wholeTemplate } from './committed.ts';

const azureYaml = textOf('azure.yaml');
const main = partOf('app');
const needed = (template: typeof main) =>
  Object.entries(template.parameters)
    .filter(([, { defaultValue }]) => defaultValue === undefined)
    .map(([name]) => name);

describe('what azd deploys', () => {
  it('is in a resource group of its own, because azd down deletes every group that it has written to', () => {
    for (const sample of ['infra/ci', 'infra/default']) {
      const { predictedResources } = snapshotOf(sample);
      const own =
        predictedResources.find(({ type }) => type === 'Microsoft.Resources/resourceGroups')?.id ?? '';
      expect(own).toMatch(/\/resourceGroups\/rg-contoso$/);
      const [, subscription = '', group = ''] =
        /^\/subscriptions\/(.+)\/resourceGroups\/(.+)$/.exec(own) ?? [];
      const isIn = (id: string) =>
        id === own ||
        id.startsWith(`${own}/`) ||
        id.startsWith(`[extensionResourceId('${own}/`) ||
        id.startsWith(`[resourceId('${subscription}', '${group}', `);
      expect(predictedResources.map(({ id }) => id).filter((id) => !isIn(id))).toEqual([]);
    }
  });

  it('gets the code to the app by its tag', () => {
    const app = snapshotOf('infra/default').predictedResources.find(
      ({ type }) => type === 'Microsoft.Web/sites',
    );
    const [, service] = /^services:\n(?: *#.*\n)* {2}(\w+):$/m.exec(azureYaml) ?? [];
    expect(service).toBeDefined();
    expect(app?.tags).toEqual({ 'azd-env-name': 'contoso', 'azd-service-name': service });
  });

  it('has a value for every parameter, and none for what is no parameter', () => {
    expect(Object.keys(parametersFile.parameters).sort()).toEqual(Object.keys(main.parameters).sort());
  });

  it('takes each setting that an operator decides from the environment, by its own name', () => {
    const settings: Record<string, string> = parametersFile.parameters.mailgrantSettings.value;
    for (const [name, value] of Object.entries(settings)) expect(value).toBe(`\${${name}}`);
    // The template decides these itself.
    const ofTemplate = [
      'MAILGRANT_COMMUNICATION_SERVICES',
      'MAILGRANT_CREATE_ROLE',
      'MAILGRANT_EVENT_TOPIC_ENDPOINT',
      'MAILGRANT_KEY_VAULT',
      'MAILGRANT_AUTH',
    ];
    const all = settingNames.filter((name) => name.startsWith('MAILGRANT_'));
    expect([...Object.keys(settings), ...ofTemplate].sort()).toEqual([...all].sort());
  });

  it('gives no output a name that the app would take for a misspelt setting', () => {
    for (const name of Object.keys(main.outputs)) expect(name).not.toMatch(/^MAILGRANT_/);
  });
});

describe('the hooks of azd', () => {
  const hooks = [...azureYaml.matchAll(/^ {4}run: npm run --silent (\S+)$/gm)].map(([, name = '']) => name);

  it('run what deploys the other parts', () => {
    expect(hooks).toEqual(parts.map((part) => `deploy:${part}`));
    for (const hook of hooks) expect(Object.keys(packageJson.scripts)).toContain(hook);
  });

  const knownToAzd = {
    AZURE_SUBSCRIPTION_ID: '4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c',
    AZURE_LOCATION: 'westeurope',
    ...Object.fromEntries(
      Object.entries(snapshotOf('infra/default').outputs).map(([name, value]) => [name, String(value)]),
    ),
  };

  it.each(parts)('give the template of %s what it needs, from the outputs of the main one', (part) => {
    const args = deploymentOf(part, knownToAzd, '/mailgrant');
    const file = args[args.indexOf('--template-file') + 1] ?? '';
    expect(file).toBe(`/mailgrant/infra/${part}/main.bicep`);
    expect(existsSync(join(import.meta.dirname, '../..', file.replace('/mailgrant/', '')))).toBe(true);
    const given = args.slice(args.indexOf('--parameters') + 1).map((each) => each.split('=')[0] ?? '');
    expect(Object.keys(partOf(part).parameters)).toEqual(expect.arrayContaining(given));
    expect(given).toEqual(expect.arrayContaining(needed(partOf(part))));
  });

  it.each(parts)('deploy %s under a name that azd does not take for its own', (part) => {
    const args = deploymentOf(part, { ...knownToAzd, AZURE_ENV_NAME: 'contoso' }, '/mailgrant');
    const name = args[args.indexOf('--name') + 1];
    expect(name).toMatch(new RegExp(`^${part}-[a-z0-9]{13}$`));
  });

  it('say what is missing, and how to get it', () => {
    const { IDENTITY_PRINCIPAL_ID: _, ...rest } = knownToAzd as Record<string, string>;
    expect(() => deploymentOf('access', rest, '/mailgrant')).toThrow(
      /^The environment lacks IDENTITY_PRINCIPAL_ID\.\nFix: azd provision, .*azd hooks run postprovision$/,
    );
  });
});

describe('the button', () => {
  it('asks only for what nobody can guess', () => {
    expect(needed(wholeTemplate)).toEqual(['communicationServiceIds', 'packageUri']);
  });

  it('means by each parameter what azd means by it', () => {
    const ofParts = { ...partOf('events').parameters, ...partOf('access').parameters, ...main.parameters };
    const { packageUri: _, ...shared } = wholeTemplate.parameters;
    for (const [name, { metadata, allowedValues }] of Object.entries(shared)) {
      expect(Object.keys(ofParts)).toContain(name);
      if (name !== 'environmentName')
        expect({ name, metadata }).toEqual({ name, metadata: ofParts[name]?.metadata });
      expect(allowedValues).toEqual(ofParts[name]?.allowedValues);
    }
  });
});

describe('docs/deployment.md', () => {
  const text = textOf('docs/deployment.md');
  /** The first cells of the table below a heading. */
  const told = (heading: string) => {
    const from = text.indexOf(`\n${heading}\n`);
    expect(from, heading).toBeGreaterThan(0);
    const part = text.slice(from + 1, text.indexOf('\n## ', from + 1));
    return [...part.matchAll(/^\| (.+?) +\| (.+?) +\|/gm)]
      .slice(2)
      .map(([, one = '', two = '']) => [one, two]);
  };

  it('has every parameter, and where azd takes it from', () => {
    const names = told('## Parameters').map(([first]) => /`(\w+)`/.exec(first ?? '')?.[1]);
    const ofEvents = ['otherEventTypes', 'systemTopicIds'];
    expect(names).toEqual([...Object.keys(main.parameters), ...ofEvents, 'packageUri']);
    for (const [name, { value }] of Object.entries(parametersFile.parameters)) {
      if (typeof value !== 'string') continue;
      const row = told('## Parameters').find(([first]) => first?.startsWith(`\`${name}\``));
      expect(value).toMatch(new RegExp(`^\\$\\{${row?.[1]?.replaceAll('`', '')}[=}]`));
    }
  });

  it('has every role that the template grants to Mailgrant', () => {
    const roles = [...textOf('infra/grants.bicep').matchAll(/^ {2}(\w+): '[0-9a-f-]{36}'$/gm)].map(
      ([, name]) => name,
    );
    const inDocs = told('### What its identity may do').map(([role = '']) =>
      role.replaceAll(' ', '').toLowerCase(),
    );
    expect(roles).toHaveLength(8);
    const own = ['mailgrantOperator', 'mailgrantAuditor'];
    expect(inDocs.sort()).toEqual([...roles, ...own].map((name) => name?.toLowerCase()).sort());
  });
});
