import type { Fact } from './fact.ts';

const recording =
  'Azure/azure-cli-extensions: src/communication/azext_communication/tests/latest/recordings/test_communication_smtpusername_scenarios.yaml';
const swagger =
  'Azure/azure-rest-api-specs: specification/communication/resource-manager/Microsoft.Communication/stable/2025-09-01/SmtpUsernames.json';
const smtpDoc =
  'https://learn.microsoft.com/azure/communication-services/quickstarts/email/send-email-smtp/smtp-authentication';
const operations = 'https://learn.microsoft.com/azure/role-based-access-control/permissions/web-and-mobile';
const serviceSwagger =
  'Azure/azure-rest-api-specs: specification/communication/resource-manager/Microsoft.Communication/stable/2025-09-01/CommunicationServices.json';
const serviceRecording =
  'Azure/azure-cli-extensions: src/communication/azext_communication/tests/latest/recordings/test_service_create_and_update.yaml';
const domainRecording =
  'Azure/azure-cli-extensions: src/communication/azext_communication/tests/latest/recordings/test_communication_email_domain_scenarios.yaml';
const domainSwagger =
  'Azure/azure-rest-api-specs: specification/communication/resource-manager/Microsoft.Communication/stable/2025-09-01/Domains.json';
const errors =
  'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-parent-resource';

export const communicationFacts = {
  'smtpUsername.put.200': {
    says: 'A PUT is answered 200, also for a new SMTP username, where the specification says 201.',
    sure: 'recorded',
    source: recording,
  },
  'smtpUsername.put.shape': {
    says: 'The reply to a PUT has the id and name as sent, the full type and systemData.',
    sure: 'recorded',
    source: recording,
  },
  'smtpUsername.put.resets': {
    says: 'A PUT over an existing one resets systemData.createdAt.',
    sure: 'recorded',
    source: recording,
  },
  'smtpUsername.read.shape': {
    says: 'Reads have id and name in lower case but a segment SmtpUsernames, a type without its provider, and no systemData; the username keeps its case.',
    sure: 'recorded',
    source: recording,
  },
  'smtpUsername.list.empty': {
    says: 'A list without entries is 200 with an empty value and no nextLink.',
    sure: 'recorded',
    source: recording,
  },
  'smtpUsername.delete.204': {
    says: 'A deletion is answered 204, whether there was one or not, with a content type.',
    sure: 'recorded',
    source: recording,
  },
  'smtpUsername.application': {
    says: 'A PUT does not look whether the application exists or has a role.',
    sure: 'recorded',
    source: recording,
  },
  'smtpUsername.headers': {
    says: 'Answers of Microsoft.Communication also carry the headers of the provider hub.',
    sure: 'recorded',
    source: recording,
  },
  'smtpUsername.sameName.400': {
    says: 'A username equal to the resource name is refused. Status and sentence are guesses.',
    sure: 'field',
    source:
      'Several public Bicep and Terraform modules say so in comments, for example: Azure rejects a resource whose name equals its username',
  },
  'smtpUsername.name.400': {
    says: 'A resource name has letters, digits and hyphens only.',
    sure: 'documented',
    source: swagger,
  },
  'smtpUsername.domain.400': {
    says: 'A username that is an address needs a domain that is linked to the communication service. Status and sentence are guesses.',
    sure: 'documented',
    source: smtpDoc,
  },
  'smtpUsername.taken.409': {
    says: 'A username is taken for all of Azure, since it alone signs in at one host.',
    sure: 'assumed',
    source: smtpDoc,
  },
  'smtpUsername.parent.404': {
    says: 'Without the communication service: 404 ParentResourceNotFound.',
    sure: 'field',
    source: errors,
  },
  'smtpUsername.get.404': {
    says: 'A missing SMTP username is 404 ResourceNotFound.',
    sure: 'assumed',
    source: swagger,
  },
  'smtpUsername.body.400': {
    says: 'Username, application and tenant are required.',
    sure: 'documented',
    source: swagger,
  },
  'smtpUsername.noOperation': {
    says: 'No operation of SMTP usernames is registered: a custom role cannot name one, and only a wildcard covers it.',
    sure: 'documented',
    source: operations,
  },
  'communicationService.noUsernames': {
    says: 'Communication and Email Service Owner may not write SMTP usernames.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/azure/role-based-access-control/built-in-roles',
  },
  'communicationService.get': {
    says: 'A communication service is global and names its host, data location and linked domains.',
    sure: 'sdk',
    source: '@azure/arm-communication 4.2.0',
  },
  'communicationService.patch.200': {
    says: 'An update is synchronous: 200 with the whole resource.',
    sure: 'documented',
    source: serviceSwagger,
  },
  'communicationService.link.400': {
    says: 'Only a verified domain that exists in the same data location can be linked. Status and sentence are guesses.',
    sure: 'documented',
    source:
      'https://learn.microsoft.com/azure/communication-services/quickstarts/email/connect-email-communication-resource',
  },
  'communicationService.keys.403': {
    says: 'Keys need ListKeys/action.',
    sure: 'documented',
    source: operations,
  },
  'communicationService.name.409': {
    says: 'The name of a communication service is part of a host name, so it is taken for all of Azure. Status and code are guesses.',
    sure: 'documented',
    source: serviceSwagger,
  },
  'communicationService.nameAvailability': {
    says: 'CheckNameAvailability says whether a name is free, and if not, whether it is Invalid or AlreadyExists.',
    sure: 'documented',
    source: serviceSwagger,
  },
  'communication.location.400': {
    says: 'Resources with a location need one, and have but one: global, echoed as it was sent.',
    sure: 'field',
    source: domainRecording,
  },
  'communication.dataLocation.400': {
    says: 'The data location is one of a list and never changes. Status and sentence are guesses.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/azure/communication-services/concepts/privacy',
  },
  'operation.created.201': {
    says: 'A PUT of a communication service, email service or domain is answered 201, also over one that is there, with azure-asyncoperation, an etag, and a body of what was sent and provisioningState Accepted.',
    sure: 'recorded',
    source: domainRecording,
  },
  'operation.accepted.202': {
    says: 'A DELETE or an action is answered 202 with the body null, and with location and azure-asyncoperation, signed separately; in 2020 with location only. Where nothing is, a DELETE is 204.',
    sure: 'recorded',
    source: domainRecording,
  },
  'operation.address': {
    says: 'Versions of 2020 hand out a plain address outside any subscription; later ones a signed one in it, with t, c, s and h, good only as it is. What Azure says to another one is a guess.',
    sure: 'recorded',
    source: `${serviceRecording} and ${domainRecording}`,
  },
  'operation.status': {
    says: 'An operation is Accepted, then Succeeded with endTime and, but for actions, percentComplete 100; while it runs, a DELETE or an action is polled with 202. In 2020, the end of a DELETE was Deleted.',
    sure: 'recorded',
    source: `${serviceRecording} and ${domainRecording}`,
  },
  'operation.headers': {
    says: 'Reads of resources with a location, and of operations, carry fewer headers of the provider hub than writes and than SMTP usernames do.',
    sure: 'recorded',
    source: domainRecording,
  },
  'operation.provisioningState': {
    says: 'Until its operation ends, a resource is read as Creating, Updating or Deleting; a new domain has nothing else to show.',
    sure: 'assumed',
    source: domainSwagger,
  },
  'operation.notReady.409': {
    says: 'While an operation is at work on a resource, it takes no write, no child, and no link to it: 409 Conflict.',
    sure: 'assumed',
    source: domainSwagger,
  },
  'operation.deletes': {
    says: 'With a communication service go its SMTP usernames, and with every resource the roles that were assigned at it.',
    sure: 'assumed',
    source: serviceSwagger,
  },
  'emailService.nested.409': {
    says: 'An email service that has domains cannot be deleted: 409 CannotDeleteResource.',
    sure: 'field',
    source: 'DefangLabs/pulumi-defang: issue 245, of another resource with children that have a location',
  },
  'emailDomain.linked.409': {
    says: 'A domain that a communication service links cannot be deleted. Status and sentence are guesses.',
    sure: 'assumed',
    source: domainSwagger,
  },
  'emailDomain.parent.404': {
    says: 'A domain without its email service is 404 ParentResourceNotFound.',
    sure: 'field',
    source: errors,
  },
  'emailDomain.name.400': {
    says: 'A domain that Azure manages is named AzureManagedDomain, one of a customer like the domain; neither can become the other. Status and sentence are guesses.',
    sure: 'field',
    source: 'Public Terraform and Bicep modules name the domain so',
  },
  'emailDomain.managed': {
    says: 'A new domain is not verified; one that Azure manages is, once it is provisioned.',
    sure: 'documented',
    source:
      'https://learn.microsoft.com/azure/communication-services/quickstarts/email/add-azure-managed-domains',
  },
  'emailDomain.records': {
    says: 'A domain of a customer lists the four DNS records that prove it.',
    sure: 'recorded',
    source: domainRecording,
  },
  'emailDomain.verification': {
    says: 'initiateVerification is a long-running action, after which the verification is in progress: Domain first, then the others. There is no DNS here, so it never ends.',
    sure: 'recorded',
    source: domainRecording,
  },
  'emailDomain.verification.cancel': {
    says: 'cancelVerification is a long-running action that leads back to NotStarted.',
    sure: 'assumed',
    source: domainSwagger,
  },
  'emailDomain.get': {
    says: 'A domain tells its sender domain and how far each verification is.',
    sure: 'sdk',
    source: '@azure/arm-communication 4.2.0',
  },
} satisfies Record<string, Fact>;
