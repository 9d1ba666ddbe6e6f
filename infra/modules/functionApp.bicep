// The app itself, on Flex Consumption: it costs nothing while nothing happens, and scales by itself.
param name string
param planName string
param location string
param tags { *: string }

@description('The identity of the app.')
param identityId string

@description('Where Azure keeps the package of the app: the URL of a blob container.')
param packageUrl string

@allowed(['22', '24'])
param nodeVersion string

@description('Instances that are always there to run operations; 0 costs nothing, and the first operation waits some seconds.')
param alwaysReady int

@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('The subnet that the app reaches its storage account from; blank for none.')
param subnetId string

@description('Settings of the app and of the platform.')
param settings { *: string }

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd finds the app that it deploys the code to by this tag: the name of the service in azure.yaml.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: { minTlsVersion: '1.2', ftpsState: 'Disabled', http20Enabled: true }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'node', version: nodeVersion }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady == 0 ? [] : [{ name: 'durable', instanceCount: alwaysReady }]
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: settings
  }
}

output id string = app.id
output hostName string = app.properties.defaultHostName
