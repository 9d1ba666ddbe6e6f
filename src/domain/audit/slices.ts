import type { InspectedService } from '../inspectedService.ts';
import type { DenyAssignment } from '../permissions/evaluate.ts';
import type { RoleDefinition } from '../roleDefinition.ts';
import type { AuditedApplication, AuditedAssignment, AuditedPrincipal } from './snapshot.ts';

/**
 * A scope whose role assignments are read in one list: that of a mail service, or of the resource group of several.
 * The list has what is assigned at, above and below the scope.
 */
export type AuditPlace = { scope: string; serviceIds: string[] };

/** What was read around one place: of the assignments only those that can matter to a rule. */
export type AccessSlice = {
  scope: string;
  assignments: AuditedAssignment[];
  /** Privileged Identity Management: not active, but can be activated. */
  eligible: AuditedAssignment[];
  denyAssignments: DenyAssignment[];
  /** The roles that the assignments name, and the SMTP sender roles of the place. By GUID in lower case. */
  roles: Record<string, RoleDefinition>;
  /** How much there was to read, before what cannot matter was left out. */
  read: { assignments: number; eligible: number; roles: number };
  /** What could not be read, and so is not judged: sentences, each with its fix. */
  unread: string[];
};

/** All that certain service principals hold around one place, directly and through groups. */
export type HeldSlice = {
  /** By object id in lower case. A row that names another principal comes through that group. */
  held: Record<string, AuditedAssignment[]>;
  /** The roles that these rows name and that were not known yet. By GUID in lower case. */
  roles: Record<string, RoleDefinition>;
};

/** What the directory says of those that hold or use something. Ids in lower case; absent means deleted. */
export type DirectorySlice = {
  principals: Record<string, AuditedPrincipal>;
  /** By appId. */
  applications: Record<string, AuditedApplication>;
  /** The service principals in a group, transitively; groups whose members could not be read are absent. */
  groupMembers: Record<string, string[]>;
  unread: string[];
};

/** Everything that an audit has read and judged. Kept with its report, so that the next one can read a part anew. */
export type AuditSlices = {
  services: InspectedService[];
  places: (AccessSlice & Pick<HeldSlice, 'held'>)[];
  directory: DirectorySlice;
};
