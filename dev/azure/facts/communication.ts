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
  'emailDomain.get': {
    says: 'A domain tells its sender domain and how far each verification is.',
    sure: 'sdk',
    source: '@azure/arm-communication 4.2.0',
  },
} satisfies Record<string, Fact>;
