/** A service's address, and what a token for it is asked for: the two differ only behind a proxy or a private endpoint. */
export type ServiceEndpoint = {
  /** Where requests go: an https origin without a trailing slash. */
  endpoint: string;
  /** The token's audience, without `/.default`. It belongs to the cloud and never follows the endpoint. */
  audience: string;
};

export type CloudName = 'AzureCloud' | 'AzureUSGovernment' | 'AzureChinaCloud';

type CloudEndpoints = {
  resourceManager: string;
  graph: string;
  authorityHost: string;
  /** The token audience of Key Vault; every vault has an origin of its own. */
  keyVaultAudience: string;
};

/** By the names that the Azure CLI gives them (`az cloud list`). */
export const clouds = {
  AzureCloud: {
    resourceManager: 'https://management.azure.com',
    graph: 'https://graph.microsoft.com',
    authorityHost: 'https://login.microsoftonline.com',
    keyVaultAudience: 'https://vault.azure.net',
  },
  AzureUSGovernment: {
    resourceManager: 'https://management.usgovcloudapi.net',
    graph: 'https://graph.microsoft.us',
    authorityHost: 'https://login.microsoftonline.us',
    keyVaultAudience: 'https://vault.usgovcloudapi.net',
  },
  AzureChinaCloud: {
    resourceManager: 'https://management.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    authorityHost: 'https://login.chinacloudapi.cn',
    keyVaultAudience: 'https://vault.azure.cn',
  },
} as const satisfies Record<CloudName, CloudEndpoints>;
