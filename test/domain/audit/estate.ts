import { deterministicGuid } from '../../../src/domain/deterministicGuid.ts';
import { communicationOwnerRole } from '../../../src/domain/roleChoice.ts';
import type { RoleDefinition } from '../../../src/domain/roleDefinition.ts';
import { neededActions, senderRole } from '../../../src/domain/senderRole.ts';
import type { AuditedAssignment, AuditSnapshot } from '../../../src/domain/audit/snapshot.ts';

export const subscription = '/subscriptions/11111111-1111-4111-8111-111111111111';
export const group = `${subscription}/resourceGroups/mail`;
export const service = `${group}/providers/Microsoft.Communication/communicationServices/contoso`;
/** A second mail service, with a name that begins as the first one's. */
export const sibling = `${service}2`;
export const root = '/providers/Microsoft.Management/managementGroups/root';
export const takenAt = '2026-06-01T00:00:00Z';
export const longAgo = '2026-01-01T00:00:00Z';

/** A GUID for a word, to read in the cases. */
export function guid(word: string): string {
  return deterministicGuid(word);
}

export const sender = senderRole(group);
export const subscriptionSender = senderRole(subscription);

export const roleIds = {
  sender: sender.name,
  subscriptionSender: subscriptionSender.name,
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  accessAdministrator: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  mailOwner: communicationOwnerRole,
} as const;

export function role(name: string, of: Partial<RoleDefinition> & { actions?: string[]; not?: string[] }) {
  const { actions = [], not = [], ...rest } = of;
  return {
    name,
    roleName: name,
    type: 'CustomRole' as const,
    description: '',
    assignableScopes: [subscription],
    permissions: [{ actions, notActions: not, dataActions: [], notDataActions: [] }],
    ...rest,
  } satisfies RoleDefinition;
}

const builtIn = (name: string, roleName: string, of: { actions: string[]; not?: string[] }) =>
  role(name, { roleName, type: 'BuiltInRole', assignableScopes: ['/'], ...of });

const azureRoles: RoleDefinition[] = [
  builtIn(roleIds.owner, 'Owner', { actions: ['*'] }),
  builtIn(roleIds.contributor, 'Contributor', {
    actions: ['*'],
    not: [
      'Microsoft.Authorization/*/Delete',
      'Microsoft.Authorization/*/Write',
      'Microsoft.Authorization/elevateAccess/Action',
    ],
  }),
  builtIn(roleIds.reader, 'Reader', { actions: ['*/read'] }),
  builtIn(roleIds.accessAdministrator, 'User Access Administrator', {
    actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
  }),
  builtIn(roleIds.mailOwner, 'Communication and Email Service Owner', {
    actions: [
      ...neededActions,
      'Microsoft.Communication/CommunicationServices/ListKeys/action',
      'Microsoft.Communication/CommunicationServices/RegenerateKey/action',
      'Microsoft.Communication/CommunicationServices/Delete',
    ],
  }),
];

/** An estate to change in a case, and to audit. Words stand for GUIDs: `payroll` is an application, and so on. */
export class Estate {
  readonly snapshot: AuditSnapshot = {
    takenAt,
    services: [],
    assignments: [],
    eligible: [],
    roles: {},
    principals: {},
    memberOf: {},
    applications: {},
    denyAssignments: [],
    managementGroups: {
      [subscription.toLowerCase()]: root,
    },
    operations: [
      ...neededActions,
      'Microsoft.Communication/CommunicationServices/ListKeys/action',
      'Microsoft.Communication/CommunicationServices/RegenerateKey/action',
      'Microsoft.Communication/CommunicationServices/Delete',
      'Microsoft.Communication/EmailServices/delete',
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleDefinitions/write',
      'Microsoft.Storage/storageAccounts/delete',
      'Microsoft.Storage/storageAccounts/read',
      'Microsoft.Storage/storageAccounts/write',
    ],
  };

  constructor() {
    for (const each of azureRoles) this.role(each);
    this.role({ ...sender, type: 'CustomRole' });
  }

  role(definition: RoleDefinition): this {
    this.snapshot.roles[definition.name.toLowerCase()] = definition;
    return this;
  }

  service(id = service, domains = [{ name: 'contoso.com', verified: true }]): this {
    this.snapshot.services.push({
      service: { id, name: id.slice(id.lastIndexOf('/') + 1), linkedDomains: [] },
      domains: domains.map(({ name, verified }) => ({
        id: `${group}/domains/${name}`,
        senderDomain: name,
        verified,
      })),
      usernames: [],
    });
    return this;
  }

  /** An app registration with its service principal and a secret that is good for months. */
  application(word: string, { enabled = true, registered = true } = {}): this {
    this.snapshot.principals[guid(`s-${word}`)] = {
      kind: 'servicePrincipal',
      appId: guid(`a-${word}`),
      displayName: word,
      enabled,
    };
    if (!registered) return this;
    this.snapshot.applications[guid(`a-${word}`)] = {
      displayName: word,
      objectId: guid(`o-${word}`),
      tags: [],
      secrets: [{ keyId: 'k1', startDateTime: longAgo, endDateTime: '2027-01-01T00:00:00Z' }],
    };
    return this;
  }

  secrets(word: string, ...secrets: { keyId?: string; from?: string; to: string }[]): this {
    const application = this.snapshot.applications[guid(`a-${word}`)];
    if (application === undefined) throw new Error(`There is no application ${word}.`);
    application.secrets = secrets.map(({ keyId = 'k1', from, to }) => ({
      keyId,
      endDateTime: to,
      ...(from === undefined ? {} : { startDateTime: from }),
    }));
    return this;
  }

  group(word: string, ...members: string[]): this {
    this.snapshot.principals[guid(`s-${word}`)] = { kind: 'group', displayName: word };
    for (const member of members)
      (this.snapshot.memberOf[guid(`s-${member}`)] ??= []).push(guid(`s-${word}`));
    return this;
  }

  principal(word: string, kind: 'user' | 'unknown'): this {
    this.snapshot.principals[guid(`s-${word}`)] = kind === 'user' ? { kind, displayName: word } : { kind };
    return this;
  }

  username(word: string, { at = service, login = `${word}-login` } = {}): this {
    const found = this.snapshot.services.find(({ service: { id } }) => id === at);
    if (found === undefined) throw new Error(`There is no service ${at}.`);
    const name = `${login.replace(/\W/g, '-')}-smtp`;
    found.usernames.push({
      id: `${at}/smtpUsernames/${name}`,
      name,
      username: login,
      appId: guid(`a-${word}`),
    });
    return this;
  }

  assign(word: string, roleName: string, where: string | Partial<AuditedAssignment> = service): this {
    const more = typeof where === 'string' ? { scope: where } : where;
    this.snapshot.assignments.push(this.assignment(word, roleName, more));
    return this;
  }

  makeEligible(word: string, roleName: string, at: string = service): this {
    this.snapshot.eligible.push(this.assignment(word, roleName, { scope: at }));
    return this;
  }

  deny(
    word: string,
    actions: string[],
    of: { at?: string; except?: string; not?: string[]; condition?: string } = {},
  ): this {
    const { at = service, except, not = [], condition } = of;
    this.snapshot.denyAssignments.push({
      id: `${at}/denyAssignments/d`,
      name: 'deny',
      scope: at,
      principalIds: [guid(`s-${word}`)],
      excludePrincipalIds: except === undefined ? [] : [guid(`s-${except}`)],
      permissions: [{ actions, notActions: not, dataActions: [], notDataActions: [] }],
      doNotApplyToChildScopes: false,
      ...(condition === undefined ? {} : { condition }),
    });
    return this;
  }

  private assignment(
    word: string,
    roleName: string,
    { scope = service, ...more }: Partial<AuditedAssignment>,
  ): AuditedAssignment {
    const known: Record<string, string> = roleIds;
    const principal = this.snapshot.principals[guid(`s-${word}`)];
    return {
      id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${word}-${roleName}`,
      scope,
      roleDefinition: known[roleName] ?? roleName,
      principalId: guid(`s-${word}`),
      principalType:
        principal?.kind === 'group' ? 'Group' : principal?.kind === 'user' ? 'User' : 'ServicePrincipal',
      createdOn: longAgo,
      ...more,
    };
  }
}

/** The least that works: Payroll sends from one mail service, by the SMTP sender role at it. Nothing to find. */
export function leastPrivilege(): Estate {
  return new Estate().service().application('payroll').username('payroll').assign('payroll', 'sender');
}

/** As the least-privilege set-up, but for what Payroll holds. */
export function withoutRole(): Estate {
  return new Estate().service().application('payroll').username('payroll');
}
