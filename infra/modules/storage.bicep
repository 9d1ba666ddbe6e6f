// The app's package, the state of the Functions host and of Durable Functions, and events that found no taker.
param name string
param location string
param tags { *: string }

@description('Whether only the app\'s own network and trusted Azure services get in.')
param isPrivate bool

@description('The container for events that found no taker.')
param deadLetterContainer string

var packageContainer = 'app-package'

resource storage 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
    // Event Grid writes dead letters as a trusted service.
    networkAcls: { defaultAction: isPrivate ? 'Deny' : 'Allow', bypass: 'AzureServices' }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: { deleteRetentionPolicy: { enabled: true, days: 7 } }

    resource package 'containers' = {
      name: packageContainer
    }

    resource deadLetters 'containers' = {
      name: deadLetterContainer
    }
  }
}

output id string = storage.id
output blobEndpoint string = storage.properties.primaryEndpoints.blob
output queueEndpoint string = storage.properties.primaryEndpoints.queue
output tableEndpoint string = storage.properties.primaryEndpoints.table
output packageUrl string = '${storage.properties.primaryEndpoints.blob}${packageContainer}'
