// The event subscriptions: deployed after the code, because Event Grid looks whether the functions are there.
import { groupsOf, idsIn, subscriptionsOf } from '../ids.bicep'

targetScope = 'subscription'

@description('ARM id of the function app.')
param functionAppId string

@description('ARM id of the Event Grid topic of the app.')
param topicId string

@description('ARM id of the storage account of the app, and its container for events that found no taker.')
param storageId string
param deadLetterContainer string

@description('ARM ids of the Communication Services resources that may be granted, separated by commas.')
param communicationServiceIds string

@description('Types of events of others that name an application, separated by commas.')
param otherEventTypes string = ''

@description('ARM ids of system topics that are there already for subscriptions of mail services, separated by commas. Azure allows one of this type for each subscription.')
param systemTopicIds string = ''

var subscriptions = subscriptionsOf(idsIn(communicationServiceIds))

// In the app's own group where that lies in the subscription, else in the first group of mail services there.
var homes = map(
  subscriptions,
  id =>
    first(filter(
      groupsOf(concat([functionAppId], idsIn(communicationServiceIds))),
      group => startsWith(group, '${id}/')
    ))
)
var presentTopics = map(
  subscriptions,
  id => first(filter(idsIn(systemTopicIds), topic => startsWith(toLower(topic), '${id}/')))
)
var newTopicName = 'mailgrant-azure-changes'

module applicationEvents '../modules/applicationEvents.bicep' = {
  scope: resourceGroup(split(topicId, '/')[2], split(topicId, '/')[4])
  params: {
    topicName: last(split(topicId, '/'))
    functionAppId: functionAppId
    storageId: storageId
    deadLetterContainer: deadLetterContainer
    otherEventTypes: idsIn(otherEventTypes)
  }
}

module azureChanges '../modules/azureChanges.bicep' = [
  for (id, index) in subscriptions: {
    scope: resourceGroup(split(id, '/')[2], split(presentTopics[index] ?? homes[index]!, '/')[4])
    params: {
      topicName: last(split(presentTopics[index] ?? newTopicName, '/'))
      createTopic: presentTopics[index] == null
      source: id
      functionAppId: functionAppId
    }
  }
]
