// The app and what belongs to it, in a resource group of its own. Nothing here touches a group of somebody else's:
// `azd down` deletes every group that this deployment has written to. What goes into the groups of the mail services is
// in access/main.bicep and events/main.bicep (docs/decisions/0016-azd-owns-one-group.md).
import { operatorSettings } from 'settings.bicep'
import { groupsOf, idsIn, subscriptionsOf } from 'ids.bicep'
import { namesOf } from 'names.bicep'

targetScope = 'subscription'

@minLength(1)
@maxLength(48)
@description('The name of this installation: azd\'s environment. The resource group is called after it.')
param environmentName string

@description('The Azure region.')
param location string

@description('ARM ids of the Communication Services resources that may be granted, the default first, separated by commas.')
param communicationServiceIds string = ''

@description('ARM ids of the resource groups of email services, where those are not in the groups of the mail services, separated by commas.')
param emailServiceResourceGroupIds string = ''

@description('Whether to make a new mail service. Azure may refuse: Communication Services takes no new customers.')
param createMailService bool = false

@description('Where a new mail service keeps mail at rest.')
param mailDataLocation string = 'Europe'

@allowed(['22', '24'])
@description('The version of Node.js. 24 is not in every region.')
param nodeVersion string = '22'

@allowed(['AzureStorage', 'DurableTaskScheduler'])
@description('What Durable Functions keeps operations in.')
param durableBackend string = 'AzureStorage'

@description('Instances that are always there to run operations.')
param alwaysReady int = 0

@description('The most instances at a time.')
param maximumInstanceCount int = 40

@description('Client id of the app registration of the API: callers then sign in with Entra. Blank: they use function keys.')
param apiClientId string = ''

@description('Whether to make a vault for client secrets, by which grants can be proven.')
param createKeyVault bool = false

@description('Whether to make a network, from which alone the storage account is reached.')
param createNetwork bool = false

@description('Who gets an email when something is wrong.')
param alertEmail string = ''

@description('How many days logs are kept.')
param logRetentionInDays int = 30

@description('Further settings.')
param mailgrantSettings operatorSettings = {}

var tags = { 'azd-env-name': environmentName }
var names = namesOf(environmentName, uniqueString(subscription().id, environmentName, location))
var useScheduler = durableBackend == 'DurableTaskScheduler'

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: names.group
  location: location
  tags: tags
}

var newMailServiceId = '${subscription().id}/resourceGroups/${names.group}/providers/Microsoft.Communication/communicationServices/${names.mailService}'
var givenIds = union(idsIn(communicationServiceIds), createMailService ? [newMailServiceId] : [])
var mailServiceIds = !empty(givenIds)
  ? givenIds
  : fail('Give the ids of the mail services: communicationServiceIds. They are shown by: az communication list --query "[].id" -o tsv')
var placesOfMail = concat(mailServiceIds, idsIn(emailServiceResourceGroupIds))

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: names.identity, location: location, tags: tags }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: names.storage
    location: location
    tags: tags
    isPrivate: createNetwork
    deadLetterContainer: names.deadLetters
  }
}

module network 'modules/network.bicep' = if (createNetwork) {
  scope: group
  params: { name: names.network, location: location, tags: tags, storageName: names.storage }
  dependsOn: [storage]
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: names.workspace
    applicationInsightsName: names.applicationInsights
    location: location
    tags: tags
    retentionInDays: logRetentionInDays
  }
}

module topic 'modules/topic.bicep' = {
  scope: group
  params: {
    name: names.topic
    location: location
    tags: tags
    storageName: names.storage
    deadLetterContainer: names.deadLetters
  }
  dependsOn: [storage]
}

module scheduler 'modules/durableTaskScheduler.bicep' = if (useScheduler) {
  scope: group
  params: { name: names.scheduler, taskHubName: names.taskHub, location: location, tags: tags }
}

module keyVault 'modules/keyVault.bicep' = if (createKeyVault) {
  scope: group
  params: { name: names.keyVault, location: location, tags: tags }
}

module mailService 'modules/mailService.bicep' = if (createMailService) {
  scope: group
  params: {
    name: names.mailService
    emailServiceName: names.emailService
    tags: tags
    dataLocation: mailDataLocation
  }
}

module grants 'grants.bicep' = {
  scope: group
  params: {
    // A new identity of the same name is another principal: its grants have other names.
    #disable-next-line what-if-short-circuiting
    principalId: identity.outputs.principalId
    storageName: names.storage
    applicationInsightsName: names.applicationInsights
    topicName: names.topic
    schedulerName: useScheduler ? names.scheduler : ''
    taskHubName: useScheduler ? names.taskHub : ''
    keyVaultName: createKeyVault ? names.keyVault : ''
  }
  dependsOn: [storage, monitoring, topic, scheduler, keyVault]
}

var durableSettings = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__'
var schedulerSettings = !useScheduler
  ? {}
  : {
      // Over what host.json says, so that one package serves both back ends.
      '${durableSettings}type': 'azureManaged'
      '${durableSettings}connectionStringName': 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${scheduler!.outputs.endpoint};TaskHub=${names.taskHub};Authentication=ManagedIdentity;ClientID=${identity.outputs.clientId}'
    }

module functionApp 'modules/functionApp.bicep' = {
  scope: group
  params: {
    name: names.functionApp
    planName: names.plan
    location: location
    tags: tags
    identityId: identity.outputs.id
    packageUrl: storage.outputs.packageUrl
    nodeVersion: nodeVersion
    alwaysReady: alwaysReady
    maximumInstanceCount: maximumInstanceCount
    subnetId: network.?outputs.appSubnetId ?? ''
    settings: union(mailgrantSettings, schedulerSettings, {
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.outputs.clientId
      AzureWebJobsStorage__blobServiceUri: storage.outputs.blobEndpoint
      AzureWebJobsStorage__queueServiceUri: storage.outputs.queueEndpoint
      AzureWebJobsStorage__tableServiceUri: storage.outputs.tableEndpoint
      APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
      AZURE_CLIENT_ID: identity.outputs.clientId
      AZURE_CLOUD: environment().name
      MAILGRANT_COMMUNICATION_SERVICES: join(mailServiceIds, ',')
      MAILGRANT_CREATE_ROLE: 'false'
      MAILGRANT_EVENT_TOPIC_ENDPOINT: topic.outputs.endpoint
      MAILGRANT_KEY_VAULT: keyVault.?outputs.uri ?? ''
      MAILGRANT_AUTH: empty(apiClientId) ? 'keys' : 'entra'
    })
  }
  // The app can't read its package before it may.
  dependsOn: [grants]
}

module signIn 'modules/signIn.bicep' = if (!empty(apiClientId)) {
  scope: group
  params: { functionAppName: names.functionApp, apiClientId: apiClientId }
  dependsOn: [functionApp]
}

module diagnostics 'modules/diagnostics.bicep' = {
  scope: group
  params: {
    workspaceId: monitoring.outputs.workspaceId
    functionAppName: names.functionApp
    topicName: names.topic
    keyVaultName: createKeyVault ? names.keyVault : ''
  }
  dependsOn: [functionApp, topic, keyVault]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    topicId: topic.outputs.id
    principalId: identity.outputs.principalId
    mailGroupIds: groupsOf(placesOfMail)
    mailSubscriptionIds: subscriptionsOf(placesOfMail)
    email: alertEmail
  }
}

// azd keeps these in its environment, and scripts/deployedParts.ts takes them from there. Their names are no settings of
// the app, which refuses what begins like one and is none.
output AZURE_RESOURCE_GROUP string = group.name
output API_URL string = 'https://${functionApp.outputs.hostName}/api'
output FUNCTION_APP_ID string = functionApp.outputs.id
output IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output WORKSPACE_ID string = monitoring.outputs.workspaceId
output TOPIC_ID string = topic.outputs.id
output STORAGE_ID string = storage.outputs.id
output DEAD_LETTER_CONTAINER string = names.deadLetters
output MAIL_SERVICE_IDS string = join(mailServiceIds, ',')
