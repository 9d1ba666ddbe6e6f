import type { Fact } from './fact.ts';

const authenticationDoc =
  'MicrosoftDocs/azure-docs: articles/communication-services/quickstarts/email/send-email-smtp/smtp-authentication.md';
const oauthDoc =
  'MicrosoftDocs/azure-docs: articles/communication-services/quickstarts/email/send-email-smtp/send-email-smtp-oauth.md';
const limitsDoc = 'MicrosoftDocs/azure-docs: articles/communication-services/concepts/service-limits.md';
const transcript = 'jstedfast/MailKit: issue 1770 (transcript of smtp.office365.com)';

export const smtpFacts = {
  'smtp.banner': {
    says: 'The greeting is "220 <host> Microsoft ESMTP MAIL Service ready at <date>".',
    sure: 'assumed',
    source: transcript,
  },
  'smtp.startTls': {
    says: 'AUTH is offered only after STARTTLS; there is no port with TLS from the start.',
    sure: 'documented',
    source: authenticationDoc,
  },
  'smtp.tls12': {
    says: 'TLS 1.2 is the oldest that is spoken.',
    sure: 'documented',
    source: authenticationDoc,
  },
  'smtp.mechanisms': {
    says: 'LOGIN and XOAUTH2 are offered, PLAIN is not.',
    sure: 'field',
    source: 'QuantumNous/new-api: pull request 598',
  },
  'smtp.504': {
    says: 'A mechanism that is not offered is refused 504 5.7.4 Unrecognized authentication type.',
    sure: 'assumed',
    source: 'tobychui/zoraxy: issue 312 (smtp.office365.com)',
  },
  'smtp.535': {
    says: 'Every refused sign-in is 535 5.7.3 Authentication unsuccessful, whatever the cause.',
    sure: 'field',
    source: 'jstedfast/MailKit: issue 1967',
  },
  'smtp.username': {
    says: "The login is the username property of an SMTP username resource, without regard to case, never the resource's name.",
    sure: 'documented',
    source: authenticationDoc,
  },
  'smtp.usernameReady': {
    says: 'A new SMTP username is refused for 60 to 90 seconds after ARM returned it.',
    sure: 'field',
    source:
      'Terraform files in public repositories that wait for it (time_sleep "acs_smtp_role_propagation")',
  },
  'smtp.legacyLogin': {
    says: '<service>.<application>.<tenant>, with dots or bars, is still a login and needs no SMTP username.',
    sure: 'documented',
    source: authenticationDoc,
  },
  'smtp.password': {
    says: 'The password is the value of an unexpired client secret of the application, not its id.',
    sure: 'documented',
    source: authenticationDoc,
  },
  'smtp.oauth': {
    says: 'XOAUTH2 takes a token of the application for https://communication.azure.com.',
    sure: 'documented',
    source: oauthDoc,
  },
  'smtp.actions': {
    says: 'The service principal needs CommunicationServices/Read, CommunicationServices/Write and EmailServices/write at the communication service.',
    sure: 'documented',
    source: 'MicrosoftDocs/azure-docs: pull request 124422',
  },
  'smtp.propagation': {
    says: 'A role assignment counts only once it has propagated.',
    sure: 'documented',
    source: 'MicrosoftDocs/azure-docs: articles/role-based-access-control/troubleshooting.md',
  },
  'smtp.emailUsername': {
    says: "A username in the form of an address works only while its domain is one of the service's linked domains.",
    sure: 'documented',
    source: authenticationDoc,
  },
  'smtp.sender': {
    says: 'MAIL FROM must be at a linked, verified domain of the service; what a refusal says is not known.',
    sure: 'documented',
    source: authenticationDoc,
  },
  'smtp.limits': {
    says: 'A message has 10 MB and 50 recipients at most.',
    sure: 'documented',
    source: limitsDoc,
  },
  'smtp.rate': {
    says: 'A subscription sends 30 messages a minute and 100 an hour from its own domains, 5 and 10 from Azure-managed ones; what a refusal says is not known.',
    sure: 'documented',
    source: limitsDoc,
  },
  'smtp.replies': {
    says: "Replies are worded as Microsoft's other SMTP front end words them.",
    sure: 'assumed',
    source: transcript,
  },
} satisfies Record<string, Fact>;
