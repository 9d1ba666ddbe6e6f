// All at once, for the button "Deploy to Azure": the app, its rights, a released package of the code, and then the event
// subscriptions. `azd up` does the same in steps.
import { namesOf } from 'names.bicep'
import { operatorSettings } from 'settings.bicep'

targetScope = 'subscription'

@minLength(1)
@maxLength(48)
@description('The name of this installation. The resource group is called rg- and this.')
param environmentName string = 'mailgrant'

@description('The Azure region.')
param location string = deployment().location

@description('ARM ids of the Communication Services resources that may be granted, the default first, separated by commas.')
param communicationServiceIds string

@description('ARM ids of the resource groups of email services, where those are not in the groups of the mail services, separated by commas.')
param emailServiceResourceGroupIds string = ''

@description('The released package: an https address that Azure can read without signing in.')
param packageUri string

@allowed(['22', '24'])
@description('The version of Node.js. 24 is not in every region.')
param nodeVersion string = '22'

@allowed(['AzureStorage', 'DurableTaskScheduler'])
@description('What Durable Functions keeps operations in.')
param durableBackend string = 'AzureStorage'

@description('Client id of the app registration of the API: callers then sign in with Entra. Blank: they use function keys.')
param apiClientId string = ''

@description('Whether to make a vault for client secrets, by which grants can be proven.')
param createKeyVault bool = false

@description('Who gets an email when something is wrong.')
param alertEmail string = ''

@description('ARM ids of system topics that are there already for subscriptions of mail services, separated by commas. Azure allows one of this type for each subscription.')
param systemTopicIds string = ''

@description('Further settings.')
param mailgrantSettings operatorSettings = {}

// As in main.bicep.
var names = namesOf(environmentName, uniqueString(subscription().id, environmentName, location))
var providers = '${subscription().id}/resourceGroups/${names.group}/providers'
var functionAppId = '${providers}/Microsoft.Web/sites/${names.functionApp}'

module app 'main.bicep' = {
  params: {
    environmentName: environmentName
    location: location
    communicationServiceIds: communicationServiceIds
    emailServiceResourceGroupIds: emailServiceResourceGroupIds
    nodeVersion: nodeVersion
    durableBackend: durableBackend
    apiClientId: apiClientId
    createKeyVault: createKeyVault
    alertEmail: alertEmail
    mailgrantSettings: mailgrantSettings
  }
}

module access 'access/main.bicep' = {
  params: {
    // A new identity of the same name is another principal: its grants have other names.
    #disable-next-line what-if-short-circuiting
    principalId: app.outputs.IDENTITY_PRINCIPAL_ID
    communicationServiceIds: communicationServiceIds
    emailServiceResourceGroupIds: emailServiceResourceGroupIds
    workspaceId: '${providers}/Microsoft.OperationalInsights/workspaces/${names.workspace}'
  }
}

module code 'modules/code.bicep' = {
  scope: resourceGroup(names.group)
  params: {
    functionAppName: names.functionApp
    packageUri: packageUri
  }
  dependsOn: [app]
}

module events 'events/main.bicep' = {
  params: {
    functionAppId: functionAppId
    topicId: '${providers}/Microsoft.EventGrid/topics/${names.topic}'
    storageId: '${providers}/Microsoft.Storage/storageAccounts/${names.storage}'
    deadLetterContainer: names.deadLetters
    communicationServiceIds: communicationServiceIds
    systemTopicIds: systemTopicIds
  }
  dependsOn: [access, code]
}

output API_URL string = app.outputs.API_URL
output IDENTITY_PRINCIPAL_ID string = app.outputs.IDENTITY_PRINCIPAL_ID
