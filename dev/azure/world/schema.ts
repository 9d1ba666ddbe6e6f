import { z } from 'zod';

const guid = z.guid().transform((id) => id.toLowerCase());
const name = z.string().trim().min(1);
const instant = z.iso.datetime({ offset: true });
const graphPermissions = z.array(z.string().regex(/^\w+(\.\w+)+$/, 'is not the name of a Graph permission'));

const smtpUsername = z
  .strictObject({
    name: z.string().regex(/^[a-zA-Z0-9-]{1,253}$/, 'may hold only letters, digits and hyphens'),
    username: name,
    /** The display name (or client id) of who signs in with it: an application or a service principal. */
    application: name.optional(),
    /** Instead: a client id that nobody has any more. */
    clientId: guid.optional(),
  })
  .refine(hasOneOf('application', 'clientId'), 'names its application, or a client id that nobody has');
const communicationService = z.strictObject({
  name: z.string().regex(/^[-\w]{1,63}$/, 'may hold only letters, digits, hyphens and underscores'),
  dataLocation: name.default('Europe'),
  linkedDomains: z.array(z.string().regex(/^[^/]+\/[^/]+$/, 'must be emailService/domain')).default([]),
  smtpUsernames: z.array(smtpUsername).default([]),
});
const emailDomain = z.strictObject({
  name,
  management: z.enum(['AzureManaged', 'CustomerManaged', 'CustomerManagedInExchangeOnline']).optional(),
  verified: z.boolean().default(true),
});
const emailService = z.strictObject({
  name,
  dataLocation: name.default('Europe'),
  domains: z.array(emailDomain),
});
const keyVaultSecret = z.union([
  z.strictObject({ name: z.string().regex(/^[0-9a-zA-Z-]{1,127}$/), value: z.string() }),
  /** The newest secret of this application, by its display name or client id, under the name `smtp-<client id>`. */
  z.strictObject({ clientSecretOf: name }),
]);
const keyVault = z.strictObject({
  name: z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/, 'must be 3 to 24 letters, digits and hyphens'),
  secrets: z.array(keyVaultSecret).default([]),
});
const eventGridTopic = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9-]{3,50}$/, 'must be 3 to 50 letters, digits and hyphens'),
});
const resourceGroup = z.strictObject({
  name,
  location: name.default('westeurope'),
  communicationServices: z.array(communicationService).default([]),
  emailServices: z.array(emailService).default([]),
  keyVaults: z.array(keyVault).default([]),
  eventGridTopics: z.array(eventGridTopic).default([]),
});
const subscription = z.strictObject({ id: guid, name, resourceGroups: z.array(resourceGroup).default([]) });

const secret = z
  .strictObject({
    text: z.string().min(8),
    displayName: z.string().optional(),
    start: instant.optional(),
    /** Instead: how long ago. */
    ageInDays: z.number().nonnegative().optional(),
    /** Two years after the start if absent. */
    end: instant.optional(),
    /** Instead: how long it still lasts; less than nothing if it has ended. */
    endsInDays: z.number().optional(),
  })
  .refine(hasAtMostOneOf('start', 'ageInDays'), 'gives start or ageInDays, not both')
  .refine(hasAtMostOneOf('end', 'endsInDays'), 'gives end or endsInDays, not both');
const certificate = z.strictObject({ displayName: z.string().optional(), end: instant.optional() });
const federatedCredential = z.strictObject({ name, issuer: z.url(), subject: name });
const application = z.strictObject({
  name,
  appId: guid.optional(),
  objectId: guid.optional(),
  servicePrincipalId: guid.optional(),
  /** `'disabled'`: there is one, but an administrator blocked its sign-in. */
  servicePrincipal: z.union([z.boolean(), z.literal('disabled')]).default(true),
  tags: z.array(z.string()).default([]),
  secrets: z.array(secret).default([]),
  certificates: z.array(certificate).default([]),
  federatedCredentials: z.array(federatedCredential).default([]),
  owners: z.array(name).default([]),
  graphPermissions: graphPermissions.default([]),
});
/** Of an application that is registered in another tenant. */
const foreignServicePrincipal = z.strictObject({
  name,
  homeTenant: guid,
  appId: guid.optional(),
  objectId: guid.optional(),
});
const user = z.strictObject({ name, userPrincipalName: z.email(), objectId: guid.optional() });
const group = z.strictObject({ name, members: z.array(name), objectId: guid.optional() });
const managedIdentity = z.strictObject({
  name,
  clientId: guid.optional(),
  principalId: guid.optional(),
  graphPermissions: graphPermissions.default([]),
});

const patterns = z.array(z.string().min(1));
const scope = z.string().startsWith('/');
const permissions = z.array(
  z.strictObject({
    actions: patterns,
    notActions: patterns.default([]),
    dataActions: patterns.default([]),
    notDataActions: patterns.default([]),
  }),
);
const role = z.strictObject({
  roleName: name,
  name: guid.optional(),
  description: z.string().default(''),
  assignableScopes: z.array(scope).min(1),
  permissions,
});
const assignment = z
  .strictObject({
    role: name,
    /** A user, group or service principal, by name or id. */
    principal: name.optional(),
    /** Instead: somebody who has been deleted, and the type of what it was. */
    principalId: guid.optional(),
    principalType: z.enum(['User', 'Group', 'ServicePrincipal']).optional(),
    scope,
    condition: z.string().optional(),
    conditionVersion: z.literal('2.0').optional(),
    name: guid.optional(),
    description: z.string().optional(),
    /** Who made it, by name or id. */
    createdBy: name.optional(),
    /** When it was made; as long ago as the rest of the estate if absent. */
    createdAt: instant.optional(),
    /** Instead: how long ago. */
    ageInDays: z.number().nonnegative().optional(),
  })
  .refine(hasOneOf('principal', 'principalId'), 'names its principal, or the id of a deleted one')
  .refine(
    ({ principalId, principalType }) => (principalId === undefined) === (principalType === undefined),
    'gives principalId and principalType together',
  )
  .refine(hasAtMostOneOf('createdAt', 'ageInDays'), 'gives createdAt or ageInDays, not both');
/** By Privileged Identity Management: it grants nothing until it is activated. */
const eligibleAssignment = z.strictObject({
  role: name,
  principal: name,
  scope,
  condition: z.string().optional(),
});
const denyAssignment = z.strictObject({
  name,
  scope,
  /** `everyone`, or names of users, groups and service principals. */
  principals: z.union([z.literal('everyone'), z.array(name).min(1)]),
  exclude: z.array(name).default([]),
  permissions,
  doNotApplyToChildScopes: z.boolean().default(false),
});
const lock = z.strictObject({ scope, level: z.enum(['CanNotDelete', 'ReadOnly']) });
const managementGroup = z.strictObject({
  name: z
    .string()
    .regex(/^[-\w().]{1,90}$/, 'may hold letters, digits, hyphens, underscores, dots and brackets'),
  /** The name of another one; the tenant's root group if absent. */
  parent: name.optional(),
  /** Ids of subscriptions. */
  subscriptions: z.array(guid).default([]),
});

/** Of two ways to name something, exactly one. */
function hasOneOf<A extends string, B extends string>(one: A, other: B) {
  return (given: { [key in A | B]?: unknown }) => (given[one] === undefined) !== (given[other] === undefined);
}

/** Of two ways to say the same, one or none. */
function hasAtMostOneOf<A extends string, B extends string>(one: A, other: B) {
  return (given: { [key in A | B]?: unknown }) => given[one] === undefined || given[other] === undefined;
}

/** What an estate file may say. Strict: a misspelt key is a problem, not a setting that silently does nothing. */
export const worldSchema = z.strictObject({
  /** `premium`: it has Microsoft Entra ID P2. */
  tenant: z.strictObject({ id: guid, name, premium: z.boolean().default(true) }),
  subscriptions: z.array(subscription).min(1),
  applications: z.array(application).default([]),
  foreignServicePrincipals: z.array(foreignServicePrincipal).default([]),
  users: z.array(user).default([]),
  groups: z.array(group).default([]),
  managedIdentities: z.array(managedIdentity).default([]),
  roles: z.array(role).default([]),
  assignments: z.array(assignment).default([]),
  eligibleAssignments: z.array(eligibleAssignment).default([]),
  denyAssignments: z.array(denyAssignment).default([]),
  locks: z.array(lock).default([]),
  managementGroups: z.array(managementGroup).default([]),
});

/** An estate as its file spells it. */
export type World = z.input<typeof worldSchema>;
/** An estate with every default filled in. */
export type ParsedWorld = z.output<typeof worldSchema>;
