import type { InspectedService } from '../inspectedService.ts';
import type { DenyAssignment } from '../permissions/evaluate.ts';
import type { ManagementGroups } from '../permissions/scope.ts';
import type { RoleDefinition } from '../roleDefinition.ts';

/** Everything one audit has read, before it is judged. Ids and scopes come in any case, as Azure gives them. */
export type AuditSnapshot = {
  /** ISO 8601. Also the time that the ages of credentials and assignments are counted to. */
  takenAt: string;
  services: InspectedService[];
  /** At, above and below the services, to anybody. Other ones do no harm: they are passed over. */
  assignments: AuditedAssignment[];
  /** Privileged Identity Management: not active, but can be activated. */
  eligible: AuditedAssignment[];
  /** By GUID in lower case. */
  roles: Record<string, RoleDefinition>;
  /**
   * By object id in lower case. Absent means deleted, so who could not be looked up has to stand here as `unknown`.
   * Holds the service principal of every application with an SMTP username, assigned anything or not.
   */
  principals: Record<string, AuditedPrincipal>;
  /** Object id of a service principal, in lower case: the ids of the groups it is in, transitively. */
  memberOf: Record<string, string[]>;
  /** By appId in lower case; only the app registrations of this tenant. */
  applications: Record<string, AuditedApplication>;
  denyAssignments: DenyAssignment[];
  managementGroups: ManagementGroups;
  /** The control-plane operations that Azure's providers list. */
  operations: string[];
};

export type AuditedAssignment = {
  id: string;
  scope: string;
  /** The GUID of the role definition. */
  roleDefinition: string;
  principalId: string;
  /** Azure's word: `ServicePrincipal`, `Group`, `User`, `ForeignGroup`, `Device`. */
  principalType: string;
  condition?: string;
  description?: string;
  /** ISO 8601, UTC. */
  createdOn: string;
  /** The object id of whoever wrote it last. */
  updatedBy?: string;
};

export type AuditedPrincipal =
  | { kind: 'servicePrincipal'; appId: string; displayName: string; enabled: boolean }
  | { kind: 'group' | 'user'; displayName: string }
  /** It could not be looked up: nothing is said about it. */
  | { kind: 'unknown' };

export type AuditedApplication = {
  displayName: string;
  objectId: string;
  tags: string[];
  /** `endDateTime` and `startDateTime` are ISO 8601, UTC. */
  secrets: { keyId: string; startDateTime?: string; endDateTime: string }[];
  /** It has a certificate or a federated credential, so it may sign in without any secret (XOAUTH2). */
  otherCredentials?: boolean;
};
