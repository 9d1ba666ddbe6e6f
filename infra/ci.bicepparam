// A sample for the snapshot, with every option: mail services in two resource groups and a third one that is new.
using 'main.bicep'

param environmentName = 'contoso'
param location = 'westeurope'
param communicationServiceIds = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-mail/providers/Microsoft.Communication/communicationServices/contoso-mail, /subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/RG-Lab/providers/Microsoft.Communication/communicationServices/contoso-lab'
param emailServiceResourceGroupIds = '/subscriptions/7b1d9f3a-5c2e-4a86-b0d4-9e8f7a6b5c4d/resourceGroups/rg-domains'
param createMailService = true
param nodeVersion = '24'
param durableBackend = 'DurableTaskScheduler'
param alwaysReady = 1
param apiClientId = '0b7c5d1e-2f3a-4b6c-8d9e-0f1a2b3c4d5e'
param createKeyVault = true
param createNetwork = true
param alertEmail = 'mail-operators@contoso.com'
param mailgrantSettings = {
  MAILGRANT_TAG: 'mail'
  MAILGRANT_APPROVAL: 'always'
  MAILGRANT_REVOKE_GRACE: ''
}
