import type { Json } from './json.ts';

/** A CloudEvent that Mailgrant publishes. Never holds a secret. */
export type MailgrantEvent = {
  id: string;
  type: 'Mailgrant.Grant.Ready' | 'Mailgrant.Grant.Failed' | 'Mailgrant.Grant.Revoked';
  subject: string;
  data: { [key: string]: Json };
};
