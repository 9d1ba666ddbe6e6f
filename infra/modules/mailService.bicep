// A new mail service with a domain that Azure gives and verifies. Mostly there is one already: Azure Communication
// Services takes no new customers, and retires on 2028-09-30.
param name string
param emailServiceName string
param tags { *: string }

@description('Where mail is kept at rest, such as Europe or United States.')
param dataLocation string

resource emailService 'Microsoft.Communication/emailServices@2025-09-01' = {
  name: emailServiceName
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation }

  resource domain 'domains' = {
    name: 'AzureManagedDomain'
    location: 'global'
    tags: tags
    properties: { domainManagement: 'AzureManaged', userEngagementTracking: 'Disabled' }
  }
}

resource mailService 'Microsoft.Communication/communicationServices@2025-09-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    linkedDomains: [emailService::domain.id]
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
  }
}
