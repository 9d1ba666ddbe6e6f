/** An Entra app registration, as much of it as Mailgrant needs. Never a secret's text: Graph does not give it. */
export type Application = {
  /** The client id. */
  appId: string;
  /** The app registration's own object id: not what role assignments take. */
  objectId: string;
  displayName: string;
  tags: string[];
  /** The client secrets by key id; `endDateTime` is ISO 8601 in UTC. */
  secrets: { keyId: string; endDateTime: string }[];
};

/** What an application is in a tenant, and what role assignments name. */
export type ServicePrincipal = {
  objectId: string;
  appId: string;
  displayName: string;
  enabled: boolean;
  /** The tenant that the application is registered in. */
  tenantId: string;
};
