// What the mail services of a resource group tell about themselves, into the app's workspace.
param workspaceId string
param mailServiceNames string[]

// Another installation may have a setting of its own here.
var name = 'mailgrant-${uniqueString(toLower(workspaceId))}'

resource mailServices 'Microsoft.Communication/communicationServices@2025-09-01' existing = [
  for name in mailServiceNames: {
    name: name
  }
]

// The rule on API versions takes 2016-09-01 for the newest one of diagnostic settings: that one can't set category groups.
#disable-next-line use-recent-api-versions
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for (each, index) in mailServiceNames: {
    name: name
    scope: mailServices[index]
    properties: {
      workspaceId: workspaceId
      logs: [{ categoryGroup: 'allLogs', enabled: true }]
    }
  }
]
