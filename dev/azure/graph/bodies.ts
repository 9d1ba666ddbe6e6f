import type {
  Application,
  Certificate,
  FederatedCredential,
  Group,
  Secret,
  ServicePrincipal,
  State,
} from '../state.ts';

const noInfo = {
  logoUrl: null,
  marketingUrl: null,
  privacyStatementUrl: null,
  supportUrl: null,
  termsOfServiceUrl: null,
};
const noPublisher = { displayName: null, verifiedPublisherId: null, addedDateTime: null };

/** An application with every property of the recorded answer; those we do not play have their empty value. */
export function applicationBody(state: State, application: Application) {
  return {
    id: application.objectId,
    deletedDateTime: null,
    appId: application.appId,
    applicationTemplateId: null,
    disabledByMicrosoftStatus: null,
    createdDateTime: seconds(application.createdAt),
    displayName: application.displayName,
    description: null,
    groupMembershipClaims: null,
    identifierUris: [],
    isDeviceOnlyAuthSupported: null,
    isFallbackPublicClient: null,
    notes: null,
    publisherDomain: `${state.tenantName.toLowerCase().replace(/[^a-z0-9]/g, '')}.onmicrosoft.com`,
    serviceManagementReference: null,
    signInAudience: application.signInAudience,
    tags: application.tags,
    tokenEncryptionKeyId: null,
    samlMetadataUrl: null,
    defaultRedirectUri: null,
    certification: null,
    optionalClaims: null,
    servicePrincipalLockConfiguration: null,
    requestSignatureVerification: null,
    addIns: [],
    api: {
      acceptMappedClaims: null,
      knownClientApplications: [],
      requestedAccessTokenVersion: null,
      oauth2PermissionScopes: [],
      preAuthorizedApplications: [],
    },
    appRoles: [],
    info: noInfo,
    keyCredentials: application.certificates.map((certificate) => keyBody(certificate)),
    parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
    passwordCredentials: application.secrets.map((secret) => passwordBody(secret)),
    publicClient: { redirectUris: [] },
    requiredResourceAccess: [],
    verifiedPublisher: noPublisher,
    web: {
      homePageUrl: null,
      logoutUrl: null,
      redirectUris: [],
      implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
      redirectUriSettings: [],
    },
    spa: { redirectUris: [] },
  };
}

/** A secret. Its text is shown only in the answer that made it (fact application.addPassword). */
export function passwordBody(secret: Secret, shown?: { secretText: string }) {
  return {
    customKeyIdentifier: null,
    displayName: secret.displayName,
    endDateTime: secret.endDateTime,
    hint: secret.secretText.slice(0, 3),
    keyId: secret.keyId,
    secretText: shown?.secretText ?? null,
    startDateTime: secret.startDateTime,
  };
}

/** A certificate, without its key (fact application.keyCredentials). */
function keyBody({ keyId, displayName, startDateTime, endDateTime }: Certificate) {
  return {
    customKeyIdentifier: null,
    displayName,
    endDateTime,
    key: null,
    keyId,
    startDateTime,
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
  };
}

export function federatedCredentialBody({ id, name, issuer, subject }: FederatedCredential) {
  return { id, name, issuer, subject, description: null, audiences: ['api://AzureADTokenExchange'] };
}

/** A security group with the properties that the documentation shows for one. */
export function groupBody({ objectId, displayName }: Group) {
  return {
    id: objectId,
    deletedDateTime: null,
    classification: null,
    createdDateTime: null,
    description: null,
    displayName,
    expirationDateTime: null,
    groupTypes: [],
    isAssignableToRole: null,
    mail: null,
    mailEnabled: false,
    mailNickname: objectId.slice(0, 8),
    membershipRule: null,
    onPremisesSyncEnabled: null,
    proxyAddresses: [],
    securityEnabled: true,
    visibility: null,
  };
}

export function servicePrincipalBody(one: ServicePrincipal) {
  return {
    id: one.objectId,
    deletedDateTime: null,
    accountEnabled: one.accountEnabled,
    alternativeNames: [],
    appDisplayName: one.displayName,
    appDescription: null,
    appId: one.appId,
    applicationTemplateId: null,
    appOwnerOrganizationId: one.appOwnerOrganizationId,
    appRoleAssignmentRequired: false,
    createdDateTime: seconds(one.createdAt),
    description: null,
    disabledByMicrosoftStatus: null,
    displayName: one.displayName,
    homepage: null,
    loginUrl: null,
    logoutUrl: null,
    notes: null,
    notificationEmailAddresses: [],
    preferredSingleSignOnMode: null,
    preferredTokenSigningKeyThumbprint: null,
    replyUrls: [],
    servicePrincipalNames: [one.appId],
    servicePrincipalType: one.servicePrincipalType,
    signInAudience: one.servicePrincipalType === 'Application' ? 'AzureADMyOrg' : null,
    tags: one.tags,
    tokenEncryptionKeyId: null,
    samlSingleSignOnSettings: null,
    addIns: [],
    appRoles: [],
    info: noInfo,
    keyCredentials: [],
    oauth2PermissionScopes: [],
    passwordCredentials: [],
    resourceSpecificApplicationPermissions: [],
    verifiedPublisher: noPublisher,
  };
}

function seconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
