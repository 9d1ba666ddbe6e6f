// Who wrote which roles in a subscription of mail services: the alert on role writes by others reads it.
targetScope = 'subscription'

param workspaceId string

// The rule on API versions takes 2016-09-01 for the newest one of diagnostic settings: that one can't set category groups.
#disable-next-line use-recent-api-versions
resource activityLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  // Another installation may have a setting of its own here.
  name: 'mailgrant-${uniqueString(toLower(workspaceId))}'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'Administrative', enabled: true }]
  }
}
