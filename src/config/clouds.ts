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
};

/** By the names that the Azure CLI gives them (`az cloud list`). */
export const clouds = {
  AzureCloud: {
    resourceManager: 'https://management.azure.com',
    graph: 'https://graph.microsoft.com',
    authorityHost: 'https://login.microsoftonline.com',
  },
  AzureUSGovernment: {
    resourceManager: 'https://management.usgovcloudapi.net',
    graph: 'https://graph.microsoft.us',
    authorityHost: 'https://login.microsoftonline.us',
  },
  AzureChinaCloud: {
    resourceManager: 'https://management.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    authorityHost: 'https://login.chinacloudapi.cn',
  },
} as const satisfies Record<CloudName, CloudEndpoints>;
