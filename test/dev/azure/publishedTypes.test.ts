import { expect, test } from 'vitest';
import type { communicationFacts } from '../../../dev/azure/facts/communication.ts';
import type { roleFacts } from '../../../dev/azure/facts/roles.ts';
import { armService } from '../../../dev/azure/arm/service.ts';
import { misfits, publishedTypesAreThere } from '../../support/publishedTypes.ts';
import { arm, assignment, assignmentPath, definition, definitionPath } from './arm/armCalls.ts';
import { group, guid, mailService, readerRole, subscription, tenantId } from './arm/mailWorld.ts';

const authorization = 'Microsoft.Authorization';
const services = 'Microsoft.Communication/communicationServices';
const emails = 'Microsoft.Communication/emailServices';
const email = `${group}/providers/${emails}/email`;
const username = `${mailService}/smtpUsernames/one`;
const scoped = (type: string) => `${group}/providers/${type}`;

const located = (properties: object) => ({ location: 'Global', tags: { team: 'mail' }, properties });

/** Every operation of the two providers on resources, in an order in which each has something to answer with. */
const operations: { operation: string; type: string; ask: string; body?: unknown }[] = [
  { operation: 'CommunicationServices_Get', type: services, ask: `GET ${mailService}` },
  {
    operation: 'CommunicationServices_Update',
    type: services,
    ask: `PATCH ${mailService}`,
    body: { tags: { team: 'mail' } },
  },
  { operation: 'CommunicationServices_ListByResourceGroup', type: services, ask: `GET ${scoped(services)}` },
  {
    operation: 'CommunicationServices_ListBySubscription',
    type: services,
    ask: `GET ${subscription}/providers/${services}`,
  },
  {
    operation: 'SmtpUsernames_CreateOrUpdate',
    type: `${services}/smtpUsernames`,
    ask: `PUT ${username}`,
    body: { properties: { username: 'sender', entraApplicationId: guid(1), tenantId } },
  },
  { operation: 'SmtpUsernames_Get', type: `${services}/smtpUsernames`, ask: `GET ${username}` },
  {
    operation: 'SmtpUsernames_List',
    type: `${services}/smtpUsernames`,
    ask: `GET ${mailService}/smtpUsernames`,
  },
  { operation: 'EmailServices_Get', type: emails, ask: `GET ${email}` },
  { operation: 'EmailServices_ListByResourceGroup', type: emails, ask: `GET ${scoped(emails)}` },
  {
    operation: 'EmailServices_ListBySubscription',
    type: emails,
    ask: `GET ${subscription}/providers/${emails}`,
  },
  {
    operation: 'Domains_Get',
    type: `${emails}/domains`,
    ask: `GET ${email}/domains/AzureManagedDomain`,
  },
  {
    operation: 'Domains_ListByEmailServiceResource',
    type: `${emails}/domains`,
    ask: `GET ${email}/domains`,
  },
  {
    operation: 'RoleDefinitions_CreateOrUpdate',
    type: `${authorization}/roleDefinitions`,
    ask: `PUT ${definitionPath(guid(1))}`,
    body: definition(),
  },
  {
    operation: 'RoleDefinitions_Get',
    type: `${authorization}/roleDefinitions`,
    ask: `GET ${definitionPath(guid(1))}`,
  },
  {
    operation: 'RoleDefinitions_List',
    type: `${authorization}/roleDefinitions`,
    ask: `GET ${scoped(authorization)}/roleDefinitions`,
  },
  {
    operation: 'RoleDefinitions_Delete',
    type: `${authorization}/roleDefinitions`,
    ask: `DELETE ${definitionPath(guid(1))}`,
  },
  {
    operation: 'RoleAssignments_Create',
    type: `${authorization}/roleAssignments`,
    ask: `PUT ${assignmentPath(guid(2))}`,
    body: assignment(readerRole),
  },
  {
    operation: 'RoleAssignments_Get',
    type: `${authorization}/roleAssignments`,
    ask: `GET ${assignmentPath(guid(2))}`,
  },
  {
    operation: 'RoleAssignments_ListForScope',
    type: `${authorization}/roleAssignments`,
    ask: `GET ${scoped(authorization)}/roleAssignments`,
  },
  {
    operation: 'RoleAssignments_Delete',
    type: `${authorization}/roleAssignments`,
    ask: `DELETE ${assignmentPath(guid(2))}`,
  },
  {
    operation: 'CommunicationServices_CreateOrUpdate',
    type: services,
    ask: `PUT ${mailService.replace(/acs$/, 'made')}`,
    body: located({ dataLocation: 'Europe' }),
  },
  {
    operation: 'EmailServices_CreateOrUpdate',
    type: emails,
    ask: `PUT ${email}`,
    body: located({ dataLocation: 'Europe' }),
  },
  {
    operation: 'Domains_CreateOrUpdate',
    type: `${emails}/domains`,
    ask: `PUT ${email}/domains/new.example.com`,
    body: located({ domainManagement: 'CustomerManaged' }),
  },
];

/** Operations that answer with no resource of a published type. */
const others = [
  // 403 without permission, and 501 with it: there are no keys here.
  'CommunicationServices_ListKeys',
  // 204 without a body (fact smtpUsername.delete.204).
  'SmtpUsernames_Delete',
  // 202 with the body null: what follows is a long-running operation.
  'CommunicationServices_Delete',
  'EmailServices_Delete',
  'Domains_Delete',
  'Domains_InitiateVerification',
  'Domains_CancelVerification',
  // Not resources.
  'CommunicationServices_CheckNameAvailability',
  'OperationStatuses_Get',
  'OperationStatuses_GetUnsigned',
  // Not a resource, and not among the published types.
  'Permissions_ListForScope',
  'ProviderOperationsMetadata_Get',
  'ProviderOperationsMetadata_List',
  'DenyAssignments_ListForScope',
  'RoleEligibilityScheduleInstances_ListForScope',
];

type Exception = {
  type: string;
  path: RegExp;
  problem: RegExp;
  fact: keyof typeof roleFacts | keyof typeof communicationFacts;
};

/** Where Azure itself is known not to fit its published types. */
const exceptions: Exception[] = [
  {
    type: `${services}/smtpUsernames`,
    path: /^\.type$/,
    problem: /^is "communicationservices\/smtpusernames"/,
    fact: 'smtpUsername.read.shape',
  },
  {
    type: `${authorization}/roleDefinitions`,
    path: /^\.properties\.(created|updated)By$/,
    problem: /^is null$/,
    fact: 'roleDefinition.put.reply',
  },
  {
    type: `${authorization}/roleAssignments`,
    path: /^\.properties\.(createdBy|updatedBy|condition|conditionVersion|description|delegatedManagedIdentityResourceId)$/,
    problem: /^is null$/,
    fact: 'roleAssignment.put.reply',
  },
];

test.skipIf(!publishedTypesAreThere)(
  "every body fits Azure's published types, but for what Azure is known to answer otherwise",
  async () => {
    const { ask } = arm();
    const unexplained: string[] = [];
    const used = new Set<Exception>();
    for (const { operation, type, ask: line, body } of operations) {
      const [method = '', path = ''] = line.split(' ');
      const answer = await ask(method, path, body === undefined ? {} : { body });
      expect([operation, answer.status]).toEqual([operation, method === 'PUT' ? answer.status : 200]);
      const bodies = operation.includes('List') ? answer.body.value : [answer.body];
      expect([operation, bodies.length > 0]).toEqual([operation, true]);
      for (const misfit of bodies.flatMap((each) => misfits(type, each))) {
        const exception = exceptions.find(
          (each) => each.type === type && each.path.test(misfit.path) && each.problem.test(misfit.problem),
        );
        if (exception === undefined) unexplained.push(`${operation} ${misfit.path} ${misfit.problem}`);
        else used.add(exception);
      }
    }
    expect([...new Set(unexplained)]).toEqual([]);
    expect(exceptions.filter((each) => !used.has(each))).toEqual([]);
  },
);

test('no operation on resources is left out', () => {
  const routed = armService.routes
    .filter(({ path }) => /Microsoft\\\.(Communication|Authorization)/.test(path.source))
    .map(({ operation }) => operation);
  expect([...operations.map(({ operation }) => operation), ...others].sort()).toEqual(routed.sort());
});

test.skipIf(!publishedTypesAreThere)('the check finds what does not fit', async () => {
  const { body } = await arm().ask('GET', mailService);
  const { location: _location, ...rest } = body as unknown as Record<string, unknown>;
  const properties = { ...body.properties, provisioningState: 7, owner: 'x', linkedDomains: [null] };
  expect(
    misfits(services, { ...rest, properties, tags: [] }).map(({ path, problem }) => `${path} ${problem}`),
  ).toEqual([
    '.location is missing',
    '.tags is no object',
    '.properties.provisioningState is 7, which is none of the choices',
    '.properties.linkedDomains[] is null',
    '.properties.owner is not known',
  ]);
});
