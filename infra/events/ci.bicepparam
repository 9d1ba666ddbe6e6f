// A sample for the snapshot: one subscription has its system topic, the app's own and another one have none.
using 'main.bicep'

param functionAppId = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-contoso/providers/Microsoft.Web/sites/func-contoso'
param topicId = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-contoso/providers/Microsoft.EventGrid/topics/evgt-contoso'
param storageId = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-contoso/providers/Microsoft.Storage/storageAccounts/stcontoso'
param deadLetterContainer = 'dead-letters'
param communicationServiceIds = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-mail/providers/Microsoft.Communication/communicationServices/contoso-mail,/subscriptions/7b1d9f3a-5c2e-4a86-b0d4-9e8f7a6b5c4d/resourceGroups/rg-north/providers/Microsoft.Communication/communicationServices/contoso-north,/subscriptions/c2e4a6b8-0d1f-4357-9b7c-6a5b4c3d2e1f/resourceGroups/rg-south/providers/Microsoft.Communication/communicationServices/contoso-south'
param otherEventTypes = 'Contoso.Application.Registered'
param systemTopicIds = '/subscriptions/7B1D9F3A-5C2E-4A86-B0D4-9E8F7A6B5C4D/resourceGroups/rg-events/providers/Microsoft.EventGrid/systemTopics/subscription-events'
