/** The identity that Mailgrant acts as. */
export type OwnIdentity = {
  /** Of the service principal: what role assignments name. */
  objectId: string;
  /** The client id; absent if the token does not say. */
  clientId?: string;
  tenantId: string;
};
