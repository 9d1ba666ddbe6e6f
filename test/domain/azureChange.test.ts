import { describe, expect, it } from 'vitest';
import { isAzureChange, parseAzureChange, servicesBorneOn } from '../../src/domain/azureChange.ts';
import { group, service, sibling, subscription } from './audit/estate.ts';

const assignment = `${service}/providers/Microsoft.Authorization/roleAssignments/r1`;
const ben = '22222222-2222-4222-8222-222222222222';
const claims = {
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'ben@contoso.example',
  'http://schemas.microsoft.com/identity/claims/objectidentifier': ben,
};
const type = 'Microsoft.Resources.ResourceWriteSuccess';
const cloudEvent = {
  specversion: '1.0',
  id: 'e1',
  source: subscription,
  type,
  subject: assignment,
  time: '2026-06-01T00:00:00Z',
  data: { resourceUri: assignment, operationName: 'Microsoft.Authorization/roleAssignments/write', claims },
};
const about = (resource: string) => ({ ...cloudEvent, subject: resource, data: { resourceUri: resource } });

describe('an event of Azure Resource Manager', () => {
  const change = {
    event: 'e1',
    kind: 'roleAssignment',
    resource: assignment,
    gone: false,
    by: { who: 'ben@contoso.example', principalId: ben },
    at: '2026-06-01T00:00:00.000Z',
  };

  it('is read in both schemas', () => {
    const { type: eventType, time: eventTime, ...rest } = cloudEvent;
    expect(parseAzureChange(cloudEvent)).toEqual(change);
    expect(parseAzureChange({ ...rest, eventType, eventTime })).toEqual(change);
    expect(isAzureChange(change)).toBe(true);
    expect(isAzureChange({ ...change, at: 'soon' })).toBe(false);
  });

  it.each([
    ['roleAssignment', `${subscription}/PROVIDERS/microsoft.authorization/ROLEASSIGNMENTS/x`],
    ['roleDefinition', `${subscription}/providers/Microsoft.Authorization/roleDefinitions/x`],
    ['smtpUsername', `${service}/SmtpUsernames/x`],
  ])('tells of a %s', (kind, resourceUri) => {
    const deleted = {
      ...cloudEvent,
      type: 'Microsoft.Resources.ResourceDeleteSuccess',
      data: { resourceUri },
    };
    expect(parseAzureChange(deleted)).toMatchObject({ kind, gone: true, by: { who: 'somebody unnamed' } });
  });

  it('is about its subject where the data names nothing of interest', () => {
    const data = { ...cloudEvent.data, resourceUri: `${service}/x/y` };
    expect(parseAzureChange({ ...cloudEvent, data })).toEqual(change);
  });

  it.each([
    [
      { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name': 'ben@contoso.example' },
      'ben@contoso.example',
    ],
    [{ name: 'Ben', appid: 'a1' }, 'Ben'],
    [{ appid: 'a1' }, 'application a1'],
    [{ name: 7 }, 'somebody unnamed'],
  ])('is by whom the claims %j name', (said, who) => {
    const data = { resourceUri: assignment, claims: said };
    expect(parseAzureChange({ ...cloudEvent, data })).toMatchObject({ by: { who } });
  });

  it.each([
    { name: 'nothing', event: null },
    { name: 'another type', event: { ...cloudEvent, type: 'Microsoft.Resources.ResourceActionSuccess' } },
    { name: 'another resource', event: about(`${service}/x/y`) },
    {
      name: 'a letter that only looks like one',
      event: about(assignment.replace('roleAss', 'roleA\u017fs')),
    },
    { name: 'no ARM id', event: { ...cloudEvent, subject: 'x', data: {} } },
    { name: 'an id of two lines', event: about(`${assignment}\nx`) },
    { name: 'an endless id', event: about(assignment + 'x'.repeat(3_000)) },
    { name: 'no time', event: { ...cloudEvent, time: 'soon' } },
    { name: 'a year of five digits', event: { ...cloudEvent, time: '+012026-06-01T00:00:00Z' } },
    { name: 'a time that is one in UTC', event: { ...cloudEvent, time: '9999-12-31T23:59:59-01:00' } },
  ])('is passed over where it has $name', ({ event }) =>
    expect(parseAzureChange(event)).toHaveProperty('ignored'),
  );

  it('has no name in it that could forge a line, and no object id that is none', () => {
    const hostile = { name: `Ada\n\u202eERROR ${'x'.repeat(900)}`, oid: 'me' };
    const read = parseAzureChange({ ...cloudEvent, data: { resourceUri: assignment, claims: hostile } });
    const { by } = read as { by: { who: string } };
    expect(by.who).toMatch(/^Ada ERROR x+$/);
    expect(by.who.length).toBeLessThanOrEqual(256);
    expect(by).not.toHaveProperty('principalId');
  });
});

describe('a change bears on', () => {
  const other = subscription.replaceAll('1', '9');
  const far = `${other}/resourceGroups/mail/providers/Microsoft.Communication/communicationServices/far`;
  const all = [service, sibling, far];
  const at = (scope: string) => `${scope}/providers/Microsoft.Authorization/roleAssignments/x`;
  it.each([
    ['roleAssignment', at(service.toUpperCase()), [service]],
    ['roleAssignment', at(`${service}/smtpUsernames/a`), [service]],
    ['roleAssignment', at(group), [service, sibling]],
    ['roleAssignment', at(subscription), [service, sibling]],
    ['roleAssignment', at(`${subscription}/resourceGroups/mail2`), []],
    ['roleDefinition', `${other}/providers/Microsoft.Authorization/roleDefinitions/x`, [far]],
    ['smtpUsername', `${sibling}/SmtpUsernames/x`, [sibling]],
    // In lower case the first letter is two, which must not move where the scope ends.
    ['roleAssignment', at(`${subscription}/resourceGroups/\u0130`), []],
    ['roleAssignment', at(service).replace('roleAss', 'roleA\u017fs'), []],
    ['smtpUsername', service, []],
  ] as const)('%s %s', (kind, resource, services) =>
    expect(servicesBorneOn({ kind, resource }, all)).toEqual(services),
  );
});
