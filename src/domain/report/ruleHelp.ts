import type { RuleCode } from '../audit/finding.ts';

/** What docs/findings.md says about each rule, for readers that show help beside a finding. A test keeps the two in step. */
export const ruleHelp: Record<RuleCode, { what: string; why: string; fix: string }> = {
  MG101: {
    what: 'An application that sends holds a role with more than the three needed actions. Only roles that have to do with mail count: those that give a needed write, or the keys of a mail service. Reader is none.',
    why: "Whoever gets the application's secret gets all of the role. The built-in role Communication and Email Service Owner, which many guides recommend, also reads the account's keys, and with a key anybody can send anything.",
    fix: 'The commands assign the SMTP sender role, and then delete the broad assignment or take the application out of the group. Wait 10 minutes and send a mail in between.',
  },
  MG102: {
    what: 'An application, or a group with applications in it, holds a role that lets it send, and has neither an SMTP username nor the SMTP sender role. Only a role that alone has all three actions, at or above a mail service, counts. What a deny assignment takes away does not.',
    why: 'Nobody meant it to send, and few look for a sender there. Deployment pipelines with Contributor at a subscription are the usual case.',
    fix: 'Give it the narrowest role for what it really does at the narrowest scope, then run the command.',
  },
  MG103: {
    what: 'A custom role has a pattern with `*` that gives power over a mail service: writing, deleting or its keys. Wildcards for reading or for other services are silent, and so is what NotActions take away in the same block.',
    why: 'A wildcard also grants every operation that Azure adds later.',
    fix: 'As MG101; or name the actions in the custom role.',
  },
  MG104: {
    what: "An application that sends, or could, may write role assignments or role definitions, elevate its access, or do the same through Privileged Identity Management. Azure's roles that may assign certain roles only are found too, one severity less.",
    why: 'Whoever can hand out roles can make themselves Owner: any other limit is one in name only.',
    fix: 'As MG101. What has to hand out roles should not be what sends mail.',
  },
  MG105: {
    what: 'The SMTP sender role, or a role of exactly its actions, is assigned above the mail service.',
    why: 'It sends from every mail service below that scope, also from those that come later.',
    fix: 'The commands assign it at the mail services where the application has a username, then delete the wide assignment.',
  },
  MG106: {
    what: "An application with a username may send, but only because a group that it is in holds the SMTP sender role. Where the group's role is broad, MG101 says so, and this rule is silent.",
    why: "Whoever manages the group's members decides who sends, unseen by who looks at role assignments; and changes of membership can take a day to come into effect.",
    fix: 'The command gives the application the role itself. Then take it out of the group.',
  },
  MG107: {
    what: 'A condition on a role assignment, on a role or on a deny assignment decides whether the application may send or holds more than it needs.',
    why: 'Only Azure can tell when a condition holds, so this audit cannot say yes or no.',
    fix: 'Judge the condition. On the SMTP sender role none is needed: the command takes it away.',
  },
  MG108: {
    what: 'An application that sends, or a group that it is in, can have a role activated that would be MG101, MG103, MG104 or MG107. What is active already is reported as that alone.',
    why: 'One activation is all that is between the application and the role.',
    fix: 'Remove the eligibility in Privileged Identity Management.',
  },
  MG109: {
    what: 'The definition of the SMTP sender role, known by its GUID, is not what it has to be: its actions, or where it can be assigned. Its name and description may differ. Its holders have no findings of their own for that.',
    why: 'It changes at once what every sender may do, to more, or to less than sending takes.',
    fix: 'The command writes it back. The next grant does the same, unless `MAILGRANT_CREATE_ROLE` is `false`.',
  },
  MG201: {
    what: 'An application holds the SMTP sender role at a mail service for more than a day and has no SMTP username there.',
    why: 'It is access that nobody uses and nobody would miss, except an attacker. Often a grant made by hand that was left half done, or a revocation that was.',
    fix: 'The command deletes the assignment. Or ask Mailgrant for a grant, which makes the username.',
  },
  MG202: {
    what: 'A role at a mail service, or a role with power over mail above it, is assigned to an application or group that was deleted. Silent for people, for groups of other tenants, and for the first hour of an assignment: a new application is not everywhere in the directory at once.',
    why: "Nobody can use it, but it counts against Azure's limit and hides what matters.",
    fix: 'The command deletes the assignment.',
  },
  MG203: {
    what: 'An SMTP username belongs to a client id that is neither an application nor a service principal here. An application of another tenant with a service principal in this one is none.',
    why: 'Nobody can sign in with it, and nobody else can have the login.',
    fix: 'The command deletes the username.',
  },
  MG204: {
    what: 'An application has an SMTP username and lacks at least one of the three actions, by all it holds itself, through groups and from above, and by deny assignments. Silent for an application whose sign-in somebody disabled.',
    why: 'Every sign-in ends with `535 5.7.3`, which does not say why.',
    fix: 'The command assigns the SMTP sender role. If it is not to send any more, delete the username.',
  },
  MG301: {
    what: 'A mail service with SMTP usernames has no linked domain. Without usernames it may be there for other things.',
    why: 'No mail goes out.',
    fix: 'Link a verified domain of an Email Communication Service.',
  },
  MG302: {
    what: 'A domain linked to a mail service with SMTP usernames is not verified, or not any more.',
    why: 'No mail from it goes out. Often a DNS record was lost.',
    fix: 'Put the DNS records in place and verify it, or disconnect it.',
  },
  MG303: {
    what: 'An SMTP username in email format is of a domain that is not linked to the mail service.',
    why: 'Azure requires it to be linked; the domain was probably disconnected later.',
    fix: 'Link the domain, or give the application another username.',
  },
  MG304: {
    what: 'The last client secret of an application with an SMTP username has expired. Silent if it has a certificate or a federated credential, no secret at all, or another secret that is valid.',
    why: 'The secret is the SMTP password: sign-in is refused.',
    fix: 'The command adds a secret and prints it. Or revoke the grant.',
  },
  MG305: {
    what: 'The last client secret to end does so within 30 days.',
    why: 'From then on mail stops, with `535 5.7.3`.',
    fix: 'The command adds a secret and prints it. Change the sender over, then delete the old one.',
  },
  MG306: {
    what: 'A client secret that is still accepted was made more than two years ago. The evidence says whether a newer one is there.',
    why: 'Two years of backups, mailboxes and former colleagues may have it.',
    fix: 'The commands add a secret where none is newer, and delete the old one.',
  },
};
