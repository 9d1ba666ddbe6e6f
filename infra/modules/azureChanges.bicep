// Brings what Azure Resource Manager tells of access in a subscription to the app. What gets lost, the scheduled audit
// sees: so there are no dead letters.
param topicName string

@description('Whether to make the system topic. There can be one of a subscription only, so an existing one is shared.')
param createTopic bool

@description('ARM id of the subscription.')
param source string
param functionAppId string

resource newTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' = if (createTopic) {
  name: topicName
  location: 'global'
  properties: { source: source, topicType: 'Microsoft.Resources.Subscriptions' }
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName

  resource access 'eventSubscriptions' = {
    // Another installation may have a subscription of its own here.
    name: 'mailgrant-${uniqueString(toLower(functionAppId))}'
    dependsOn: [newTopic]
    properties: {
      eventDeliverySchema: 'CloudEventSchemaV1_0'
      destination: {
        endpointType: 'AzureFunction'
        properties: {
          #disable-next-line use-resource-id-functions // the app may lie in another subscription
          resourceId: '${functionAppId}/functions/onAzureChange'
          maxEventsPerBatch: 1
          preferredBatchSizeInKilobytes: 64
        }
      }
      filter: {
        includedEventTypes: [
          'Microsoft.Resources.ResourceWriteSuccess'
          'Microsoft.Resources.ResourceDeleteSuccess'
        ]
        advancedFilters: [
          {
            key: 'data.operationName'
            operatorType: 'StringIn'
            values: [
              'Microsoft.Authorization/roleAssignments/write'
              'Microsoft.Authorization/roleAssignments/delete'
              'Microsoft.Authorization/roleDefinitions/write'
              'Microsoft.Authorization/roleDefinitions/delete'
              'Microsoft.Communication/communicationServices/smtpUsernames/write'
              'Microsoft.Communication/communicationServices/smtpUsernames/delete'
            ]
          }
        ]
      }
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    }
  }
}
