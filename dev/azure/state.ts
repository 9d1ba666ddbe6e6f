import type { DenyAssignment } from '../../src/domain/permissions/evaluate.ts';
import type { ManagementGroups } from '../../src/domain/permissions/scope.ts';

/** What the local Azure knows. Times are milliseconds since the epoch, by the injected clock. */
export type State = {
  tenantId: string;
  tenantName: string;
  /** It has Microsoft Entra ID P2, and so Privileged Identity Management. */
  premium: boolean;
  subscriptions: Map<string, Subscription>;
  /** By lower-cased id `/subscriptions/{id}/resourcegroups/{name}`. */
  resourceGroups: Map<string, ResourceGroup>;
  /** By lower-cased ARM id. */
  communicationServices: Map<string, CommunicationService>;
  emailServices: Map<string, EmailService>;
  emailDomains: Map<string, EmailDomain>;
  smtpUsernames: Map<string, SmtpUsername>;
  keyVaults: Map<string, KeyVault>;
  eventGridTopics: Map<string, EventGridTopic>;
  /** By GUID. Built-in and custom ones. */
  roleDefinitions: Map<string, RoleDefinition>;
  /**
   * By GUID: assignment names are unique across the tenant. A deleted one is kept under another key until its
   * removal has propagated, so that its name is free at once.
   */
  roleAssignments: Map<string, RoleAssignment>;
  /** By GUID. They grant nothing until somebody activates them. */
  eligibleAssignments: Map<string, EligibleAssignment>;
  denyAssignments: DenyAssignment[];
  managementGroups: ManagementGroups;
  locks: Lock[];
  /** By object id. */
  applications: Map<string, Application>;
  servicePrincipals: Map<string, ServicePrincipal>;
  users: Map<string, User>;
  groups: Map<string, Group>;
  /** App roles of Microsoft Graph that a service principal holds, such as `Application.Read.All`, by object id. */
  graphPermissions: Map<string, Set<string>>;
  /** By client id. Each also has a service principal. */
  managedIdentities: Map<string, ManagedIdentity>;
  /** What callers of the managed identity endpoint must send: only code on the same machine knows it. */
  identityHeader: string;
};

/** A management lock: `CanNotDelete` stops deletions at and below its scope, `ReadOnly` all changes. */
export type Lock = { scope: string; level: 'CanNotDelete' | 'ReadOnly' };

export type Subscription = { id: string; displayName: string };
export type ResourceGroup = { id: string; name: string; subscriptionId: string; location: string };

/** Of a resource that a long-running operation is at work on; until it ends, the resource is not to be used. */
export type Provisioning = 'Creating' | 'Updating' | 'Deleting';
/** Who wrote a resource, and when. Resources that were there from the beginning have none. */
export type Authorship = { by: string; type: string; at: number };
type TrackedResource = {
  id: string;
  name: string;
  /** As it was sent: Azure echoes its case. */
  location?: string;
  createdAt: number;
  created?: Authorship;
  modified?: Authorship;
  provisioning?: Provisioning;
};
export type CommunicationService = TrackedResource & {
  dataLocation: string;
  linkedDomains: string[];
  disableLocalAuth: boolean;
  tags: Record<string, string>;
};
export type EmailService = TrackedResource & { dataLocation: string; tags?: Record<string, string> };
export type VerificationStatus =
  | 'NotStarted'
  | 'VerificationRequested'
  | 'VerificationInProgress'
  | 'VerificationFailed'
  | 'Verified'
  | 'CancellationRequested';
/** Its name is `AzureManagedDomain`, or the domain itself. */
export type EmailDomain = TrackedResource & {
  domainManagement: 'AzureManaged' | 'CustomerManaged' | 'CustomerManagedInExchangeOnline';
  /** The domain that mail is sent from. */
  fromSenderDomain: string;
  verification: Record<'Domain' | 'SPF' | 'DKIM' | 'DKIM2' | 'DMARC', VerificationStatus>;
  userEngagementTracking?: 'Disabled' | 'Enabled';
  tags?: Record<string, string>;
};
export type SmtpUsername = {
  id: string;
  name: string;
  communicationServiceId: string;
  username: string;
  entraApplicationId: string;
  tenantId: string;
  /** Reset by every PUT, as Azure does. */
  createdAt: number;
};

export type EventGridTopic = { id: string; name: string; location: string };

export type KeyVault = {
  id: string;
  name: string;
  location: string;
  /** Every version of each secret, the current one last, by lower-cased name. */
  secrets: Map<string, KeyVaultSecret[]>;
};
export type KeyVaultSecret = {
  name: string;
  version: string;
  value: string;
  enabled: boolean;
  createdAt: number;
  /** Seconds since the epoch, as Key Vault has them. It only reports these two. */
  notBefore?: number;
  expires?: number;
  contentType?: string;
  tags?: Record<string, string>;
};

export type Permission = {
  actions: string[];
  notActions: string[];
  dataActions: string[];
  notDataActions: string[];
  condition?: string;
};
export type RoleDefinition = {
  name: string;
  roleName: string;
  type: 'BuiltInRole' | 'CustomRole';
  description: string;
  assignableScopes: string[];
  permissions: Permission[];
  createdAt: number;
  updatedAt: number;
  createdBy?: string;
  updatedBy?: string;
  /** The last change of an existing role, and what it granted before: enforced until the change has propagated. */
  replaced?: { at: number; permissions: Permission[] };
};
export type PrincipalType = 'User' | 'Group' | 'ServicePrincipal';
export type RoleAssignment = {
  name: string;
  scope: string;
  /** The GUID of the role definition. */
  roleDefinition: string;
  principalId: string;
  principalType: PrincipalType;
  description?: string;
  condition?: string;
  conditionVersion?: string;
  createdAt: number;
  updatedAt: number;
  createdBy?: string;
  updatedBy?: string;
  /** Set by DELETE: the assignment is gone from reads but enforced until the removal has propagated. */
  deletedAt?: number;
};
/** Privileged Identity Management: its holder could have the role activated. */
export type EligibleAssignment = Pick<
  RoleAssignment,
  'name' | 'scope' | 'roleDefinition' | 'principalId' | 'principalType' | 'condition' | 'createdAt'
>;

export type Secret = {
  keyId: string;
  displayName: string | null;
  secretText: string;
  startDateTime: string;
  endDateTime: string;
  createdAt: number;
};
export type Certificate = {
  keyId: string;
  displayName: string | null;
  startDateTime: string;
  endDateTime: string;
};
export type FederatedCredential = { id: string; name: string; issuer: string; subject: string };
export type Application = {
  objectId: string;
  appId: string;
  displayName: string;
  tags: string[];
  signInAudience: string;
  ownerIds: string[];
  secrets: Secret[];
  certificates: Certificate[];
  federatedCredentials: FederatedCredential[];
  createdAt: number;
  /** Set while soft-deleted (30 days in Entra). */
  deletedAt?: number;
};
export type ServicePrincipal = {
  objectId: string;
  appId: string;
  displayName: string;
  accountEnabled: boolean;
  servicePrincipalType: 'Application' | 'ManagedIdentity';
  tags: string[];
  appOwnerOrganizationId: string;
  createdAt: number;
};
export type User = { objectId: string; userPrincipalName: string; displayName: string };
export type Group = { objectId: string; displayName: string; memberIds: string[] };
export type ManagedIdentity = { name: string; clientId: string; principalId: string };
