// The settings of src/config/settings.ts that an operator decides; the template sets the others. A blank one counts as
// not set.

@export()
@sealed()
@description('Settings of Mailgrant, as in the README.')
type operatorSettings = {
  MAILGRANT_TAG: string?
  MAILGRANT_USERNAME_FORMAT: string?
  MAILGRANT_APPROVAL: string?
  MAILGRANT_APPROVAL_TIMEOUT: string?
  MAILGRANT_PROPAGATION_TIMEOUT: string?
  MAILGRANT_SETTLE: string?
  MAILGRANT_REVOKE_GRACE: string?
  MAILGRANT_WATCH_SCHEDULE: string?
  MAILGRANT_AUDIT_SCHEDULE: string?
  MAILGRANT_EXEMPTIONS: string?
  MAILGRANT_BATCH_CONCURRENCY: string?
  MAILGRANT_SMTP_ENDPOINT: string?
}
