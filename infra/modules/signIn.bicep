// App Service authentication: nobody reaches the app who has not signed in to this tenant. Which calls they may make,
// the app decides by their app roles.
param functionAppName string

@description('Client id of the app registration of the API.')
param apiClientId string

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: functionAppName

  resource signIn 'config' = {
    name: 'authsettingsV2'
    properties: {
      platform: { enabled: true, runtimeVersion: '~1' }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'Return401'
        // Event Grid does not sign in: its webhook has a key of its own. Whether the case of a path counts is not
        // documented, and the platform uses both spellings.
        excludedPaths: ['/api/health', '/runtime/webhooks/eventgrid', '/runtime/webhooks/EventGrid']
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          // No client secret: tokens are only checked, nobody is led through a sign-in.
          registration: {
            clientId: apiClientId
            openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
          }
          validation: { allowedAudiences: [apiClientId, 'api://${apiClientId}'] }
        }
      }
      login: { tokenStore: { enabled: false } }
      httpSettings: { requireHttps: true }
    }
  }
}
