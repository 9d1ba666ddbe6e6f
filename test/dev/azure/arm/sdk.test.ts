import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { CommunicationServiceManagementClient } from '@azure/arm-communication';
import { expect, test } from 'vitest';
import { testAzure } from '../../../support/localAzure.ts';
import {
  group,
  guid,
  mailService,
  mailWorld,
  senderId,
  smtpActions,
  subscription,
  subscriptionId,
} from './mailWorld.ts';

test('the SDKs do the whole main job: role, assignment, username, and back', async () => {
  const { credential, httpClient } = testAzure({ world: mailWorld() });
  const authorization = new AuthorizationManagementClient(credential('operator'), subscriptionId, {
    httpClient,
  });
  const communication = new CommunicationServiceManagementClient(credential('operator'), subscriptionId, {
    httpClient,
  });

  const service = await communication.communicationServices.get('rg-mail', 'acs');
  expect(service.linkedDomains).toHaveLength(2);
  const domain = await communication.domains.get('rg-mail', 'email', 'mail.example.com');
  expect(domain.verificationStates?.domain?.status).toBe('Verified');

  const role = await authorization.roleDefinitions.createOrUpdate(group, guid(1), {
    roleName: 'SMTP sender',
    roleType: 'CustomRole',
    description: 'May send',
    permissions: [{ actions: smtpActions }],
    assignableScopes: [group],
  });
  const assignment = await authorization.roleAssignments.create(mailService, guid(2), {
    roleDefinitionId: role.id ?? '',
    principalId: senderId,
    principalType: 'ServicePrincipal',
  });
  expect(assignment.scope).toBe(mailService);
  await communication.smtpUsernames.createOrUpdate('rg-mail', 'acs', 'sender-smtp', {
    username: 'sender',
    entraApplicationId: guid(3),
    tenantId: guid(4),
  });

  const listed = [];
  for await (const each of authorization.roleAssignments.listForScope(mailService, { filter: 'atScope()' }))
    listed.push(each.name);
  expect(listed).toContain(guid(2));
  const usernames = [];
  for await (const each of communication.smtpUsernames.list('rg-mail', 'acs')) usernames.push(each.username);
  expect(usernames).toEqual(['sender']);
  const permissions = [];
  for await (const each of authorization.permissions.listForResourceGroup('rg-mail'))
    permissions.push(each.actions);
  expect(permissions).toEqual([['*']]);
  const operations = await authorization.providerOperationsMetadataOperations.get('Microsoft.Communication', {
    expand: 'resourceTypes',
  });
  expect(operations.resourceTypes?.map(({ name }) => name)).toContain('CommunicationServices');
  const providers = [];
  for await (const each of authorization.providerOperationsMetadataOperations.list())
    providers.push(each.name);
  expect(providers).toContain('Microsoft.Authorization');

  await communication.smtpUsernames.delete('rg-mail', 'acs', 'sender-smtp');
  await authorization.roleAssignments.delete(mailService, guid(2));
  await authorization.roleDefinitions.delete(group, guid(1));
  await expect(authorization.roleDefinitions.get(subscription, guid(1))).rejects.toMatchObject({
    statusCode: 404,
    code: 'RoleDefinitionDoesNotExist',
  });
});
