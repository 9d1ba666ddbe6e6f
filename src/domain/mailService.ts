/** An ACS resource (`Microsoft.Communication/communicationServices`): the mail service. */
export type MailService = {
  id: string;
  name: string;
  /** ARM ids of the `emailServices/domains` it may send from. */
  linkedDomains: string[];
};

/** A domain of an email service (`Microsoft.Communication/emailServices/domains`). */
export type MailDomain = {
  id: string;
  /** The domain that senders carry behind the `@`. */
  senderDomain: string;
  /** The ownership of the domain is verified: without it ACS accepts no mail from it. */
  verified: boolean;
};

/** An SMTP username (`.../smtpUsernames`): the login, and the application that it stands for. */
export type SmtpUsername = {
  id: string;
  /** The resource name. Azure lower-cases it on reads. */
  name: string;
  /** The login. */
  username: string;
  appId: string;
};
