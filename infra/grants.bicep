// Everything that Mailgrant's identity may do in Azure, and nothing else: deployed once for the app's own resource
// group, and once for each resource group of mail services. A blank name grants nothing. Microsoft Graph is asked for
// by scripts/grantGraph.ts.
import { auditorRole, operatorRole, senderRole } from 'roleGuids.bicep'

targetScope = 'resourceGroup'

@description('Object id of the managed identity of the app.')
param principalId string

@description('The storage account of the app.')
param storageName string = ''

@description('The Application Insights of the app.')
param applicationInsightsName string = ''

@description('The Event Grid topic of the app.')
param topicName string = ''

@description('The Durable Task Scheduler of the app, and its task hub.')
param schedulerName string = ''
param taskHubName string = ''

@description('The vault with client secrets.')
param keyVaultName string = ''

@description('The mail services, Communication Services resources of this resource group.')
param communicationServiceNames string[] = []

@description('Whether the group holds mail services, or email services with the domains of one.')
param isMailGroup bool = false

// Built-in roles.
var roles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  eventGridDataSender: 'd5a91429-5739-47e2-a06b-3470a27159e7'
  durableTaskDataContributor: '0ad04412-c4d5-4796-b79c-f76d14c8d402'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  roleBasedAccessControlAdministrator: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168'
}

var ofStorage = [
  {
    role: roles.storageBlobDataOwner
    reason: 'The Functions host reads the app\'s package, and keeps its keys, leases and the large messages of Durable Functions in blobs.'
  }
  {
    role: roles.storageQueueDataContributor
    reason: 'Durable Functions runs operations by messages in queues.'
  }
  {
    role: roles.storageTableDataContributor
    reason: 'Durable Functions keeps the history of operations in tables.'
  }
]

resource storage 'Microsoft.Storage/storageAccounts@2025-08-01' existing = if (!empty(storageName)) {
  name: storageName
}

resource onStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for each in ofStorage: if (!empty(storageName)) {
    name: guid(storage.id, principalId, each.role)
    scope: storage
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', each.role)
      principalId: principalId
      principalType: 'ServicePrincipal'
      description: each.reason
    }
  }
]

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = if (!empty(applicationInsightsName)) {
  name: applicationInsightsName
}

resource onApplicationInsights 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(applicationInsightsName)) {
  name: guid(applicationInsights.id, principalId, roles.monitoringMetricsPublisher)
  scope: applicationInsights
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.monitoringMetricsPublisher
    )
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: 'The app sends its logs and metrics: Application Insights takes no keys.'
  }
}

resource topic 'Microsoft.EventGrid/topics@2025-02-15' existing = if (!empty(topicName)) {
  name: topicName
}

resource onTopic 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(topicName)) {
  name: guid(topic.id, principalId, roles.eventGridDataSender)
  scope: topic
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.eventGridDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: 'The app publishes what it sees in the directory and what came of grants and audits: the topic takes no keys.'
  }
}

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' existing = if (!empty(schedulerName)) {
  name: schedulerName

  resource taskHub 'taskHubs' existing = {
    name: taskHubName
  }
}

resource onTaskHub 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(schedulerName)) {
  name: guid(scheduler::taskHub.id, principalId, roles.durableTaskDataContributor)
  scope: scheduler::taskHub
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.durableTaskDataContributor
    )
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: 'Durable Functions keeps and runs operations in this task hub.'
  }
}

resource keyVault 'Microsoft.KeyVault/vaults@2025-05-01' existing = if (!empty(keyVaultName)) {
  name: keyVaultName
}

resource onKeyVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(keyVaultName)) {
  name: guid(keyVault.id, principalId, roles.keyVaultSecretsUser)
  scope: keyVault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: 'The app proves a grant by signing in with the client secret that its owner has put here.'
  }
}

resource mailServices 'Microsoft.Communication/communicationServices@2025-09-01' existing = [
  for name in communicationServiceNames: {
    name: name
  }
]

resource asOperator 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in communicationServiceNames: {
    name: guid(toLower(mailServices[index].id), principalId, operatorRole(resourceGroup().id))
    scope: mailServices[index]
    properties: {
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        operatorRole(resourceGroup().id)
      )
      principalId: principalId
      principalType: 'ServicePrincipal'
      description: 'Mailgrant reads this mail service, and creates and deletes its SMTP usernames.'
    }
  }
]

resource asAdministrator 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in communicationServiceNames: {
    name: guid(toLower(mailServices[index].id), principalId, roles.roleBasedAccessControlAdministrator)
    scope: mailServices[index]
    properties: {
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roles.roleBasedAccessControlAdministrator
      )
      principalId: principalId
      principalType: 'ServicePrincipal'
      conditionVersion: '2.0'
      condition: replace(loadTextContent('roles/condition.txt'), '<senderRole>', senderRole(resourceGroup().id))
      description: 'Mailgrant may assign and take back the SMTP sender role of this resource group, to service principals, here; nothing else.'
    }
  }
]

resource asAuditor 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (isMailGroup) {
  name: guid(toLower(resourceGroup().id), principalId, auditorRole(resourceGroup().id))
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', auditorRole(resourceGroup().id))
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: 'Mailgrant reads email domains, and who has access to what: readiness and audit.'
  }
}
