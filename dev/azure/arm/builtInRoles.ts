import type { RoleDefinition } from '../state.ts';

export const ownerRole = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
export const accessAdministratorRole = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';

/**
 * Built-in roles with Azure's own ids and actions (`az role definition list`, 2026-08). Azure has over 900 of
 * them: here are those that matter for sending mail, for handing out roles, for keeping secrets and
 * for sending events.
 */
export const builtInRoles: readonly RoleDefinition[] = [
  builtIn({
    name: ownerRole,
    roleName: 'Owner',
    description:
      'Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.',
    actions: ['*'],
    notActions: [],
  }),
  builtIn({
    name: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
    roleName: 'Contributor',
    description:
      'Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC, manage assignments in Azure Blueprints, or share image galleries.',
    actions: ['*'],
    notActions: [
      'Microsoft.Authorization/*/Delete',
      'Microsoft.Authorization/*/Write',
      'Microsoft.Authorization/elevateAccess/Action',
      'Microsoft.Blueprint/blueprintAssignments/write',
      'Microsoft.Blueprint/blueprintAssignments/delete',
      'Microsoft.Compute/galleries/share/action',
      'Microsoft.Purview/consents/write',
      'Microsoft.Purview/consents/delete',
      'Microsoft.Resources/deploymentStacks/manageDenySetting/action',
      'Microsoft.Subscription/cancel/action',
      'Microsoft.Subscription/enable/action',
    ],
  }),
  builtIn({
    name: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
    roleName: 'Reader',
    description: 'View all resources, but does not allow you to make any changes.',
    actions: ['*/read'],
    notActions: [],
  }),
  builtIn({
    name: accessAdministratorRole,
    roleName: 'User Access Administrator',
    description: 'Lets you manage user access to Azure resources.',
    actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
    notActions: [],
  }),
  builtIn({
    name: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    roleName: 'Role Based Access Control Administrator',
    description:
      'Manage access to Azure resources by assigning roles using Azure RBAC. This role does not allow you to manage access using other ways, such as Azure Policy.',
    actions: [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      '*/read',
      'Microsoft.Support/*',
    ],
    notActions: [],
  }),
  builtIn({
    name: '09976791-48a7-449e-bb21-39d1a415f350',
    roleName: 'Communication and Email Service Owner',
    description: 'Create, read, modify, and delete Communications and Email Service resources.',
    actions: [
      'Microsoft.Communication/CheckNameAvailability/action',
      'Microsoft.Communication/Locations/OperationStatuses/read',
      'Microsoft.Communication/Locations/OperationStatuses/write',
      'Microsoft.Communication/Operations/read',
      'Microsoft.Communication/CommunicationServices/read',
      'Microsoft.Communication/CommunicationServices/write',
      'Microsoft.Communication/CommunicationServices/delete',
      'Microsoft.Communication/CommunicationServices/ListKeys/action',
      'Microsoft.Communication/CommunicationServices/RegenerateKey/action',
      'Microsoft.Communication/CommunicationServices/LinkNotificationHub/action',
      'Microsoft.Communication/CommunicationServices/EventGridFilters/read',
      'Microsoft.Communication/CommunicationServices/EventGridFilters/write',
      'Microsoft.Communication/CommunicationServices/EventGridFilters/delete',
      'Microsoft.Communication/EmailServices/read',
      'Microsoft.Communication/EmailServices/write',
      'Microsoft.Communication/EmailServices/delete',
      'Microsoft.Communication/EmailServices/Domains/read',
      'Microsoft.Communication/EmailServices/Domains/write',
      'Microsoft.Communication/EmailServices/Domains/delete',
      'Microsoft.Communication/EmailServices/Domains/SenderUsernames/read',
      'Microsoft.Communication/EmailServices/Domains/SenderUsernames/write',
      'Microsoft.Communication/EmailServices/Domains/SenderUsernames/delete',
      'Microsoft.Communication/EmailServices/Domains/SuppressionLists/read',
      'Microsoft.Communication/EmailServices/Domains/SuppressionLists/write',
      'Microsoft.Communication/EmailServices/Domains/SuppressionLists/delete',
      'Microsoft.Communication/EmailServices/Domains/SuppressionLists/SuppressionListAddresses/read',
      'Microsoft.Communication/EmailServices/Domains/SuppressionLists/SuppressionListAddresses/write',
      'Microsoft.Communication/EmailServices/Domains/SuppressionLists/SuppressionListAddresses/delete',
      'Microsoft.Communication/EmailServices/Domains/InitiateVerification/action',
      'Microsoft.Communication/EmailServices/Domains/CancelVerification/action',
      'Microsoft.Communication/EmailServices/Domains/*',
    ],
    notActions: [],
  }),
  builtIn({
    name: '4633458b-17de-408a-b874-0445c86b69e6',
    roleName: 'Key Vault Secrets User',
    description:
      "Read secret contents. Only works for key vaults that use the 'Azure role-based access control' permission model.",
    actions: [],
    notActions: [],
    dataActions: [
      'Microsoft.KeyVault/vaults/secrets/getSecret/action',
      'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
    ],
  }),
  builtIn({
    name: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
    roleName: 'Key Vault Secrets Officer',
    description:
      "Perform any action on the secrets of a key vault, except manage permissions. Only works for key vaults that use the 'Azure role-based access control' permission model.",
    actions: [
      'Microsoft.Authorization/*/read',
      'Microsoft.Insights/alertRules/*',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Support/*',
      'Microsoft.KeyVault/checkNameAvailability/read',
      'Microsoft.KeyVault/deletedVaults/read',
      'Microsoft.KeyVault/locations/*/read',
      'Microsoft.KeyVault/vaults/*/read',
      'Microsoft.KeyVault/operations/read',
    ],
    notActions: [],
    dataActions: ['Microsoft.KeyVault/vaults/secrets/*'],
  }),
  builtIn({
    name: 'd5a91429-5739-47e2-a06b-3470a27159e7',
    roleName: 'EventGrid Data Sender',
    description: 'Allows send access to event grid events.',
    actions: [
      'Microsoft.Authorization/*/read',
      'Microsoft.EventGrid/topics/read',
      'Microsoft.EventGrid/domains/read',
      'Microsoft.EventGrid/partnerNamespaces/read',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.EventGrid/namespaces/read',
    ],
    notActions: [],
    dataActions: ['Microsoft.EventGrid/events/send/action'],
  }),
];

function builtIn(role: {
  name: string;
  roleName: string;
  description: string;
  actions: string[];
  notActions: string[];
  dataActions?: string[];
}): RoleDefinition {
  const { actions, notActions, dataActions = [], ...named } = role;
  return {
    ...named,
    type: 'BuiltInRole',
    assignableScopes: ['/'],
    permissions: [{ actions, notActions, dataActions, notDataActions: [] }],
    createdAt: Date.parse('2015-02-02T21:55:09.880Z'),
    updatedAt: Date.parse('2021-11-11T20:13:47.862Z'),
  };
}
