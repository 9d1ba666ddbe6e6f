// The code, from a release: Azure fetches it while it deploys.
param functionAppName string

@description('Where the package lies: an https address that Azure can read without signing in.')
param packageUri string

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: functionAppName

  resource code 'extensions' = {
    name: 'onedeploy'
    // Bicep's types do not know what this extension takes.
    #disable-next-line BCP187
    properties: {
      packageUri: packageUri
      remoteBuild: false
    }
  }
}
