// Brings what the topic is told of applications to the app. The function must be there: Event Grid looks.
param topicName string
param functionAppId string
param storageId string
param deadLetterContainer string

@description('Types of events of others that name an application.')
param otherEventTypes string[]

resource topic 'Microsoft.EventGrid/topics@2025-02-15' existing = {
  name: topicName

  resource applications 'eventSubscriptions' = {
    name: 'mailgrant-applications'
    properties: {
      eventDeliverySchema: 'CloudEventSchemaV1_0'
      destination: {
        endpointType: 'AzureFunction'
        properties: {
          #disable-next-line use-resource-id-functions // the app may lie in another subscription
          resourceId: '${functionAppId}/functions/onApplicationEvent'
          maxEventsPerBatch: 1
          preferredBatchSizeInKilobytes: 64
        }
      }
      filter: {
        // What Mailgrant publishes of its own work would be delivered only to be passed over.
        includedEventTypes: concat(
          [
            'Mailgrant.Application.Tagged'
            'Mailgrant.Application.Untagged'
            'Mailgrant.Application.Deleted'
          ],
          otherEventTypes
        )
      }
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
      deadLetterWithResourceIdentity: {
        identity: { type: 'SystemAssigned' }
        deadLetterDestination: {
          endpointType: 'StorageBlob'
          properties: { resourceId: storageId, blobContainerName: deadLetterContainer }
        }
      }
    }
  }
}
