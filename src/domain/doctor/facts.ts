import type { Answer } from '../answer.ts';
import type { HeldSlice } from '../audit/slices.ts';
import type { InspectedRole } from '../inspectedRole.ts';
import type { MailDomain, MailService } from '../mailService.ts';
import type { OwnIdentity } from '../ownIdentity.ts';
import type { DenyAssignment } from '../permissions/evaluate.ts';
import type { Permission } from '../roleDefinition.ts';

/** What Azure says Mailgrant's identity may do at a scope, and what is forbidden around it. */
export type PlaceFacts = {
  scope: string;
  permissions: Answer<Permission[]>;
  denials: Answer<DenyAssignment[]>;
};

export type ServiceFacts = PlaceFacts & {
  /** Null if it does not exist. */
  service: Answer<MailService | null>;
  /** Those that are linked to it. */
  domains: Answer<MailDomain[]>;
  /** The role assignments of Mailgrant's identity around it, those of its groups included. */
  held: Answer<HeldSlice>;
};

export type GroupFacts = PlaceFacts & { role: Answer<InspectedRole> };

/** What an operator has decided that the doctor has something to say about. */
export type DoctorSettings = {
  createRole: boolean;
  approval: 'custom' | 'always' | 'never';
  auth: 'keys' | 'entra';
  /** The client id of a user-assigned identity. */
  clientId?: string;
  /** The origin of Microsoft Graph. */
  graph: string;
  topicEndpoint?: string;
  keyVault?: string;
};

/** Everything that the doctor judges by: what it has asked, and what came of it. */
export type DoctorFacts = {
  settings: DoctorSettings;
  identity: Answer<OwnIdentity>;
  graphToken: Answer<null>;
  /** Azure's clock and ours at the same moment, ISO 8601. */
  clock: Answer<{ azure: string; ours: string }>;
  services: ServiceFacts[];
  /** The resource groups of the mail services. */
  groups: GroupFacts[];
  /** The email services of the linked domains. */
  emailServices: PlaceFacts[];
  /** May applications be read? */
  applications: Answer<null>;
  /** May the members of groups be read? */
  groupMembers: Answer<'allowed' | 'denied'>;
  /** May events be published? Absent without a topic. */
  topic?: Answer<null>;
  /** May secrets be read? Absent without a vault. */
  keyVault?: Answer<null>;
};
