// The other back end of Durable Functions: a service of its own instead of the storage account.
param name string
param location string
param tags { *: string }

@description('The hub, called as in host.json.')
param taskHubName string

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'Consumption' }
    // Whoever comes from there has to sign in with Entra still: there are no keys. An empty list lets nobody in.
    ipAllowlist: ['0.0.0.0/0']
  }

  resource taskHub 'taskHubs' = {
    name: taskHubName
  }
}

output endpoint string = scheduler.properties.endpoint
