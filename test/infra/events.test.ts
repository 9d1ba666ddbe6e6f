import { expect, it } from 'vitest';
import { parseAzureChange } from '../../src/domain/azureChange.ts';
import { snapshotOf, textOf } from './committed.ts';

type Subscription = {
  destination: { endpointType: string; properties: { resourceId: string } };
  filter: {
    includedEventTypes: string[];
    advancedFilters?: { key: string; operatorType: string; values: string[] }[];
  };
};

const resources = snapshotOf('infra/events/ci').predictedResources;
const subscriptions = resources
  .filter(({ type }) => type.endsWith('/eventSubscriptions'))
  .map(({ id, properties }) => ({ id, ...(properties as Subscription) }));
const to = (name: string) =>
  subscriptions.filter(({ destination }) => destination.properties.resourceId.endsWith(`/functions/${name}`));

it('brings events to functions that the app has', () => {
  const app = textOf('src/app.ts');
  expect(subscriptions).toHaveLength(4);
  for (const { destination } of subscriptions) {
    const name = destination.properties.resourceId.split('/').at(-1) ?? '';
    expect(app).toContain(`app.eventGrid('${name}'`);
    expect(destination.endpointType).toBe('AzureFunction');
  }
});

it('brings what is told of applications, and not what Mailgrant tells of its own work', () => {
  const [, union = ''] = /ApplicationEventType =([^;]+);/.exec(textOf('src/domain/mailgrantEvent.ts')) ?? [];
  const own = [...union.matchAll(/'([^']+)'/g)].map(([, type = '']) => type);
  expect(own).toHaveLength(3);
  expect(to('onApplicationEvent').map(({ filter }) => filter.includedEventTypes)).toEqual([
    [...own, 'Contoso.Application.Registered'],
  ]);
});

it('keeps what of it finds no taker, by the identity of the topic', () => {
  expect(to('onApplicationEvent')[0]).toMatchObject({
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' },
      deadLetterDestination: {
        endpointType: 'StorageBlob',
        properties: { blobContainerName: 'dead-letters' },
      },
    },
  });
});

it('brings of Azure’s changes those that the app reads something in', () => {
  const subscription = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c';
  for (const { filter } of to('onAzureChange')) {
    const [advanced] = filter.advancedFilters ?? [];
    expect(advanced).toMatchObject({ key: 'data.operationName', operatorType: 'StringIn' });
    for (const type of filter.includedEventTypes)
      for (const operation of advanced?.values ?? []) {
        const resource = operation
          .replace(/\/(write|delete)$/, '/x')
          .replace('communicationServices/', 'communicationServices/mail/');
        const resourceUri = `${subscription}/resourceGroups/rg/providers/${resource}`;
        const event = { id: '1', type, time: '2026-11-28T10:00:00Z', data: { resourceUri } };
        expect(parseAzureChange(event)).toMatchObject({ resource: resourceUri });
      }
  }
});

it('makes one system topic for each subscription of mail services, unless it has one', () => {
  const made = resources
    .filter(({ type }) => type === 'Microsoft.EventGrid/systemTopics')
    .map(({ id, properties }) => [id.split('/').slice(2, 5).join('/'), properties.source]);
  expect(made).toEqual([
    [
      '4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-contoso',
      '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c',
    ],
    [
      'c2e4a6b8-0d1f-4357-9b7c-6a5b4c3d2e1f/resourceGroups/rg-south',
      '/subscriptions/c2e4a6b8-0d1f-4357-9b7c-6a5b4c3d2e1f',
    ],
  ]);
  expect(to('onAzureChange').map(({ id }) => /systemTopics\/([^/]+)/.exec(id)?.[1])).toEqual([
    'mailgrant-azure-changes',
    'subscription-events',
    'mailgrant-azure-changes',
  ]);
});
