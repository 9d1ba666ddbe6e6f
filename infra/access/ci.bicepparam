// A sample for the snapshot: the estate of test/support/deployedWorld.ts, and a group that holds email services only.
using 'main.bicep'

param principalId = '3d5c7e9f-1a2b-4c3d-8e4f-5a6b7c8d9e0f'
param communicationServiceIds = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-mail/providers/Microsoft.Communication/communicationServices/contoso-mail,/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/RG-Mail/providers/Microsoft.Communication/communicationServices/contoso-lab,/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-mail/providers/Microsoft.Communication/communicationServices/contoso-empty'
param emailServiceResourceGroupIds = '/subscriptions/7b1d9f3a-5c2e-4a86-b0d4-9e8f7a6b5c4d/resourceGroups/rg-domains'
param workspaceId = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-contoso/providers/Microsoft.OperationalInsights/workspaces/log-contoso'
