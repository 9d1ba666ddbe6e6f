// Mailgrant's own roles in a resource group of mail services. The running app may not write roles: whoever may write
// the role that he may assign can make himself anything.
import { auditorRole, operatorRole, senderRole } from 'roleGuids.bicep'

targetScope = 'resourceGroup'

@description('Whether the group holds a mail service, or only email services with the domains of one.')
param holdsMailService bool

var sender = loadJsonContent('roles/smtpSender.json')
var operator = loadJsonContent('roles/operator.json')
var auditor = loadJsonContent('roles/auditor.json')

var mailServiceRoles = [
  { name: senderRole(resourceGroup().id), role: sender }
  { name: operatorRole(resourceGroup().id), role: operator }
]
var everyGroupsRoles = [{ name: auditorRole(resourceGroup().id), role: auditor }]

resource definitions 'Microsoft.Authorization/roleDefinitions@2022-04-01' = [
  for each in concat(everyGroupsRoles, holdsMailService ? mailServiceRoles : []): {
    name: each.name
    properties: {
      // Role names are unique in the whole tenant.
      roleName: '${each.role.roleName} (${substring(each.name, 0, 8)})'
      description: each.role.description
      type: 'CustomRole'
      assignableScopes: [resourceGroup().id]
      permissions: each.role.permissions
    }
  }
]
