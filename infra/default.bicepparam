// A sample for the snapshot, with nothing but what has to be given.
using 'main.bicep'

param environmentName = 'contoso'
param location = 'westeurope'
param communicationServiceIds = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-mail/providers/Microsoft.Communication/communicationServices/contoso-mail'
