// What the app's own resources tell about themselves, into the workspace.
param workspaceId string
param functionAppName string
param topicName string

@description('The vault with client secrets; blank for none.')
param keyVaultName string

var name = 'mailgrant'

// The rule on API versions takes 2016-09-01 for the newest one of diagnostic settings: that one can't set category groups.

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: functionAppName
}

#disable-next-line use-recent-api-versions
resource ofApp 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: name
  scope: app
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
  }
}

resource topic 'Microsoft.EventGrid/topics@2025-02-15' existing = {
  name: topicName
}

#disable-next-line use-recent-api-versions
resource ofTopic 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: name
  scope: topic
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

resource keyVault 'Microsoft.KeyVault/vaults@2025-05-01' existing = if (!empty(keyVaultName)) {
  name: keyVaultName
}

#disable-next-line use-recent-api-versions
resource ofKeyVault 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(keyVaultName)) {
  name: name
  scope: keyVault
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}
