/** What the local Azure does not do as Azure does, where no single fact says so. */
export const limits: readonly string[] = [
  'What no operation below answers is 501 with a sentence, never a silent success.',
  'Requests are told apart by path, since there is one host for all services. A request with a vault in its host name goes to that vault; on the one host the first vault of the estate answers; so it is with Event Grid topics.',
  'It listens on this machine only, with a certificate of its own authority.',
  'There is one tenant and one region, so the throttling buckets, which Azure keeps by region, are kept once.',
  'Resource groups, key vaults, topics, locks, deny assignments and management groups come from the estate file. They are not created or deleted over HTTP.',
  'Conditions on role assignments are read as far as the documented ways to constrain delegation need: ActionMatches, and the principal and role attributes with GuidEquals, GuidNotEquals and StringEqualsIgnoreCase. A condition with anything else lets nothing through.',
  'Eligible assignments (PIM), Lighthouse and classic administrators do not exist.',
  'Microsoft Graph has applications, service principals and the organization. Users and groups come from the estate file and cannot be read; delta queries exist for applications only. A change that is undone before anybody asks is not reported.',
  'Entra issues tokens for client credentials with a secret. An application of another tenant has none here. Signing in as a user is POST /_local/token, which Azure does not have.',
  'Tokens are signed with a key that no other service knows, so nothing else accepts them.',
  'Key Vault reads and sets secrets. Lists, deletion and recovery, keys, certificates, access policies, firewalls and throttling are missing.',
  'Event Grid has custom topics with the CloudEvents schema, subscribed to under /_local/ by webhooks, which may be plain HTTP here. Topics come from the estate file. System topics exist for subscriptions, and have the events of role assignments, role definitions and SMTP usernames only: mail services, email services and domains raise none, as their operations run long, and so do actions and failures. Keys, other schemas of custom topics, other filters, batches, and the delays for endpoints that keep failing are missing; a dead letter is always a CloudEvent. What waits for delivery is kept in memory.',
  'Mail that SMTP accepts is kept and delivered nowhere, so no recipient ever refuses one.',
  'A clock that is scaled or stepped is the local Azure’s own: clients that judge the age of a token by another clock may find it stale.',
];
