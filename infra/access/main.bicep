// What Mailgrant needs in the resource groups of the mail services: its roles, what its identity may do there, and the
// logs that tell of it. A deployment of its own, so that `azd down` never takes these groups for its own
// (docs/decisions/0016-azd-owns-one-group.md). scripts/uninstall.ts takes it back.
import { groupsOf, idsIn, namesIn, subscriptionsOf } from '../ids.bicep'

targetScope = 'subscription'

@description('Object id of the managed identity of the app.')
param principalId string

@description('ARM ids of the Communication Services resources that may be granted, separated by commas.')
param communicationServiceIds string

@description('ARM ids of the resource groups of email services, where those are not in the groups of the mail services, separated by commas.')
param emailServiceResourceGroupIds string = ''

@description('ARM id of the Log Analytics workspace of the app.')
param workspaceId string

var mailServiceIds = idsIn(communicationServiceIds)
var places = concat(mailServiceIds, idsIn(emailServiceResourceGroupIds))
var groups = map(groupsOf(places), id => {
  id: id
  subscriptionId: split(id, '/')[2]
  name: split(id, '/')[4]
  mailServiceNames: namesIn(mailServiceIds, id)
})

module roles '../roles.bicep' = [
  for group in groups: {
    scope: resourceGroup(group.subscriptionId, group.name)
    params: { holdsMailService: !empty(group.mailServiceNames) }
  }
]

module grants '../grants.bicep' = [
  for group in groups: {
    scope: resourceGroup(group.subscriptionId, group.name)
    params: { principalId: principalId, isMailGroup: true, communicationServiceNames: group.mailServiceNames }
    dependsOn: [roles]
  }
]

module mailServiceLogs '../modules/mailServiceLogs.bicep' = [
  for group in groups: {
    scope: resourceGroup(group.subscriptionId, group.name)
    params: { workspaceId: workspaceId, mailServiceNames: group.mailServiceNames }
  }
]

module activityLogs '../modules/activityLog.bicep' = [
  for id in subscriptionsOf(places): {
    scope: subscription(split(id, '/')[2])
    params: { workspaceId: workspaceId }
  }
]
