import type { Fact } from './fact.ts';

const recordings =
  'Azure/azure-sdk-for-js: sdk/keyvault/keyvault-secrets/recordings/node/secret_client__create_read_update_and_delete_operations';
const rest = 'https://learn.microsoft.com/rest/api/keyvault/secrets';
const rbac = 'https://learn.microsoft.com/azure/key-vault/general/rbac-guide';

export const keyVaultFacts = {
  'keyVault.challenge.401': {
    says: 'Without a token: 401 Unauthorized AKV10000, and a WWW-Authenticate that names the authority and the resource https://vault.azure.net.',
    sure: 'recorded',
    source: `${recordings}/recording_can_add_a_secret.json`,
  },
  'keyVault.audience.401': {
    says: 'A token for another audience: 401 Unauthorized AKV10022, which names both.',
    sure: 'field',
    source: 'Write-ups that quote the answer, such as a public capture-the-flag report on flag2vault',
  },
  'keyVault.token.401': {
    says: 'An expired or broken token is 401 Unauthorized with the same challenge. The sentence is a guess.',
    sure: 'assumed',
    source: rest,
  },
  'keyVault.headers': {
    says: "Answers carry no-cache, x-ms-keyvault-region, -service-version and -network-info, and the client's own request id.",
    sure: 'recorded',
    source: `${recordings}/recording_can_add_a_secret.json`,
  },
  'keyVault.secret.200': {
    says: 'GET and PUT answer value, id with an undashed version, and attributes with times in seconds and the recovery level; tags and contentType only where they were set.',
    sure: 'recorded',
    source: `${recordings}/recording_can_set_a_secret_with_attributes.json`,
  },
  'keyVault.secret.slash': {
    says: 'The SDKs ask for the current version with an empty one: a slash behind the name.',
    sure: 'recorded',
    source: `${recordings}/recording_can_set_a_secret_with_attributes.json`,
  },
  'keyVault.secret.version': {
    says: 'PUT over a secret makes a new current version, and the old ones can still be read by theirs.',
    sure: 'documented',
    source: `${rest}/set-secret/set-secret`,
  },
  'keyVault.secret.404': {
    says: 'A missing secret or version is 404 SecretNotFound, with a hint at how to recover deleted ones.',
    sure: 'recorded',
    source: `${recordings}/recording_can_get_a_secret_non_existing.json`,
  },
  'keyVault.secret.disabled': {
    says: 'A disabled secret is 403 Forbidden with the inner error SecretDisabled. One that has expired is still read, as documented.',
    sure: 'recorded',
    source: `${recordings}/recording_cant_get_a_disabled_secret.json`,
  },
  'keyVault.secret.name.400': {
    says: 'A name with anything but letters, digits and hyphens is 400 BadParameter: The request URI contains an invalid name.',
    sure: 'field',
    source: 'Azure/azure-sdk-for-rust: sdk/keyvault (tests of error responses)',
  },
  'keyVault.secret.value.400': {
    says: 'A value is required, may be empty, and has 25 kB at most. Code and sentence are guesses.',
    sure: 'documented',
    source: `${rest}/set-secret/set-secret`,
  },
  'keyVault.apiVersion.400': {
    says: 'The api-version is required. Code and sentence are guesses.',
    sure: 'assumed',
    source: `${rest}/get-secret/get-secret`,
  },
  'keyVault.forbidden.403': {
    says: 'What no role grants is 403 Forbidden with the inner error ForbiddenByRbac, and says who lacks which data action on which secret; it comes before 404.',
    sure: 'field',
    source: 'piyushsachdeva/Terraform_AKS: issue 2 (quotes the answer)',
  },
  'keyVault.forbidden.reason': {
    says: 'The refusal names its reason: no role, a deny assignment or a condition. The reason for a condition is documented, not seen.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/azure/role-based-access-control/conditions-troubleshoot',
  },
  'keyVault.dataActions': {
    says: 'Only data actions count: Owner, who may do everything to the vault, may not read its secrets.',
    sure: 'documented',
    source: rbac,
  },
  'keyVault.propagation': {
    says: 'A role assignment counts only once it has propagated.',
    sure: 'documented',
    source: rbac,
  },
  'keyVault.secretScope': {
    says: 'A role assigned at the vault or above it reaches the secrets. Azure also knows roles at one secret, which cannot be assigned here.',
    sure: 'documented',
    source: rbac,
  },
} satisfies Record<string, Fact>;
