import type { Json } from './json.ts';

/** A CloudEvent that Mailgrant publishes. Never holds a secret. */
export type MailgrantEvent = {
  id: string;
  type: ApplicationEventType | GrantEventType | AuditEventType;
  subject: string;
  /** ISO 8601 in UTC; the time of publishing if absent. */
  time?: string;
  data: { [key: string]: Json };
};

/** What `watchApplications` sees in the directory. */
export type ApplicationEventType =
  'Mailgrant.Application.Tagged' | 'Mailgrant.Application.Untagged' | 'Mailgrant.Application.Deleted';

/** What comes of it. */
export type GrantEventType =
  | 'Mailgrant.Grant.Ready'
  | 'Mailgrant.Grant.Failed'
  | 'Mailgrant.Grant.Revoked'
  | 'Mailgrant.Grant.AwaitingApproval';

/** What an audit sees that the one before did not, and the other way round. */
export type AuditEventType = 'Mailgrant.Audit.FindingOpened' | 'Mailgrant.Audit.FindingResolved';
