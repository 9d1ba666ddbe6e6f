import type { Application, ServicePrincipal } from '../domain/application.ts';
import type { ApplicationChange } from '../domain/applicationChanges.ts';
import type { AuditedAssignment } from '../domain/audit/snapshot.ts';
import type { AuditedApplication, AuditedPrincipal } from '../domain/audit/snapshot.ts';
import type { MailgrantEvent } from '../domain/mailgrantEvent.ts';
import type { MailDomain, MailService, SmtpUsername } from '../domain/mailService.ts';
import type { OwnIdentity } from '../domain/ownIdentity.ts';
import type { DenyAssignment } from '../domain/permissions/evaluate.ts';
import type { Permission, RoleAssignment, RoleDefinition } from '../domain/roleDefinition.ts';

/**
 * The outside world in our words. Every method throws AzureError when Azure refuses or does not answer;
 * what is not there is `undefined`, and deleting what is not there succeeds.
 */
export type Gateways = {
  directory: Directory;
  mailServices: MailServices;
  authorization: Authorization;
  identity: Identity;
  /** Absent where no vault is configured. */
  credentials?: Credentials;
  submission: Submission;
  /** Absent where no topic is configured. */
  events?: Events;
};

/** Where owners may put client secrets, so that Mailgrant can prove a grant by signing in with them. */
export type Credentials = {
  /** The client secret of an application; undefined if nobody put it there. */
  clientSecret(appId: string): Promise<string | undefined>;
};

/** The SMTP endpoint. */
export type Submission = {
  signIn(account: { username: string; secret: string }): Promise<'accepted' | 'refused'>;
};

/** The Event Grid topic. */
export type Events = {
  /** In their order, in as few requests as Event Grid takes. What fails may have published some of them. */
  publish(events: readonly MailgrantEvent[]): Promise<void>;
  /** Publishes no event at all, to see whether Event Grid would take one. */
  publishNothing(): Promise<void>;
};

/** Microsoft Graph. */
export type Directory = {
  application(key: { appId: string } | { objectId: string }): Promise<Application | undefined>;
  /** All app registrations of exactly this display name: it need not be unique. */
  applicationsNamed(displayName: string): Promise<Application[]>;
  /** An app registration that was deleted and can be restored still; `undefined` for what is not deleted, too. */
  deletedApplication(objectId: string): Promise<{ appId: string; displayName: string } | undefined>;
  servicePrincipal(key: { appId: string } | { objectId: string }): Promise<ServicePrincipal | undefined>;
  /**
   * A page of what has changed among all app registrations, from where a link of an earlier page stands; without one,
   * of all there are. `expired`: the link stands nowhere any more, and all are to be read again.
   */
  applicationChanges(link?: string): Promise<ApplicationChangesPage | 'expired'>;
  /** By object id in lower case. Whoever is not there is left out; `denied`: nobody says who it is. */
  principalsByObjectId(of: readonly PrincipalKey[]): Promise<Map<string, AuditedPrincipal | 'denied'>>;
  /** By appId in lower case. Those that mean nothing in this tenant, or are no GUIDs at all, are left out. */
  applicationsWithCredentials(appIds: readonly string[]): Promise<Map<string, ApplicationWithCredentials>>;
  /** By the group's id in lower case: the object ids of the service principals in it, directly or through groups. */
  servicePrincipalMembers(groupIds: readonly string[]): Promise<Map<string, string[] | 'denied'>>;
};
export type PrincipalKey = { id: string; type: 'ServicePrincipal' | 'Group' };
/** What an appId stands for in this tenant: one of the two, or both. */
export type ApplicationWithCredentials = {
  servicePrincipal?: { objectId: string; principal: AuditedPrincipal };
  /** Only if it is registered here. */
  application?: AuditedApplication;
};
/** `tags` are all tags, not only Mailgrant's. */
export type ApplicationChangesPage = {
  rows: ApplicationChange[];
  /** Leads to the next page, or if this one is the last, to what changes from now on. */
  link: string;
  isLast: boolean;
};

/** Azure Communication Services, by Azure Resource Manager. */
export type MailServices = {
  /** `id` is the ARM id of the ACS resource, here and below. */
  service(id: string): Promise<MailService | undefined>;
  /** By their ARM ids, in one call for each email service; those that are not there are left out. */
  domains(ids: string[]): Promise<MailDomain[]>;
  usernames(serviceId: string): Promise<SmtpUsername[]>;
  username(key: SmtpUsernameKey): Promise<SmtpUsername | undefined>;
  putUsername(key: SmtpUsernameKey, username: NewSmtpUsername): Promise<SmtpUsername>;
  deleteUsername(key: SmtpUsernameKey): Promise<void>;
};
export type SmtpUsernameKey = { serviceId: string; name: string };
export type NewSmtpUsername = { username: string; appId: string; tenantId: string };

/** Mailgrant's own identity, and what Azure lets it do. */
export type Identity = {
  /** Who it is, by the claims of its token for Azure Resource Manager. */
  self(): Promise<OwnIdentity>;
  /** Fails if it gets no token for Microsoft Graph. */
  graphToken(): Promise<void>;
  /** What it may do at the scope, by all that reaches it there: a block for each block of each of its roles. */
  permissionsAt(scope: string): Promise<Permission[]>;
  /** The time by the clock of Azure Resource Manager, to the second: ISO 8601, UTC. */
  time(): Promise<string>;
};

/** Azure RBAC. */
export type Authorization = {
  /** By GUID; `scope` is any scope at or below one where the role is assignable. */
  roleDefinition(scope: string, name: string): Promise<RoleDefinition | undefined>;
  /** Never to be used to check what was just written: Azure's list forgets a role for seconds after an update. */
  roleDefinitionsNamed(scope: string, roleName: string): Promise<RoleDefinition[]>;
  putRoleDefinition(scope: string, role: NewRoleDefinition): Promise<RoleDefinition>;
  deleteRoleDefinition(scope: string, name: string): Promise<void>;
  /** The principal's direct assignments at, above and below the scope. */
  assignmentsOf(scope: string, principalId: string): Promise<RoleAssignment[]>;
  /**
   * The assignments at and above the scope: all of them, or those that a user or service principal has, directly or
   * through groups of groups. It may be that one of a deleted principal is among them all.
   */
  assignmentsAt(scope: string, principalId?: string): Promise<RoleAssignment[]>;
  /** By its full ARM id. */
  assignment(id: string): Promise<RoleAssignment | undefined>;
  /** To a service principal. The same name with the same properties changes nothing. */
  putAssignment(scope: string, assignment: NewRoleAssignment): Promise<RoleAssignment>;
  deleteAssignment(id: string): Promise<void>;
} & AuditedAccess;

/** What an audit reads: whole lists, each in as few calls as it has pages. */
export type AuditedAccess = {
  /** Every assignment at, above and below the scope, to whomever. */
  assignmentsAround(scope: string): Promise<AuditedAssignment[]>;
  /** Of those the ones that a user or service principal has, directly or through groups of groups. */
  assignmentsHeldBy(scope: string, principalId: string): Promise<AuditedAssignment[]>;
  /** Privileged Identity Management: what can be activated at, above and below the scope. */
  eligibleAround(scope: string): Promise<AuditedAssignment[]>;
  /** At, above and below the scope. */
  denyAssignmentsAround(scope: string): Promise<DenyAssignment[]>;
  /** All roles that can be assigned at the scope, built in or custom. */
  roleDefinitionsAt(scope: string): Promise<RoleDefinition[]>;
  /** What all of Azure's providers let do on the control plane: `Microsoft.Communication/EmailServices/write`. */
  providerOperations(): Promise<string[]>;
};
export type NewRoleDefinition = {
  name: string;
  roleName: string;
  description: string;
  assignableScopes: string[];
  permissions: Permission[];
};
export type NewRoleAssignment = {
  /** A GUID, unique in the tenant. */
  name: string;
  /** The role definition's GUID. */
  roleDefinition: string;
  principalId: string;
  description: string;
};
