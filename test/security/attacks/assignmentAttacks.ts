import { mailGroup } from '../../support/deployedWorld.ts';
import {
  administers,
  assigning,
  assignmentAt,
  benMay,
  invoiceMay,
  mail,
  otherMail,
  sender,
  subscription,
} from '../attackedEstate.ts';
import type { AttackedEstate } from '../attackedEstate.ts';
import { lacks, unmet } from './attack.ts';
import type { Attack } from './attack.ts';

const servicePrincipal = 'ServicePrincipal';
const write = 'Microsoft.Authorization/roleAssignments/write';
const remove = 'Microsoft.Authorization/roleAssignments/delete';

/** Role assignments that the condition does not let through, or that no role grants. */
export function assignmentAttacks({ idOf, roleOf, assignmentOf }: AttackedEstate): Attack[] {
  const self = idOf('mailgrant');
  const owner = roleOf('Owner');
  const newsletter = idOf('Newsletter');
  const put = (at: string, body: unknown) => ({ call: `PUT ${at}`, body, ...unmet(write, at) });
  const putBeyond = (at: string, body: unknown) => ({ call: `PUT ${at}`, body, ...lacks(write, at) });
  const here = assignmentAt(mail);
  const update = {
    refused: '400 RoleAssignmentUpdateNotPermitted',
    says: 'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
  };
  const lie = (principal: string, type: string) => ({
    call: `PUT ${here}`,
    body: assigning(sender, idOf(principal), servicePrincipal),
    refused: '400 UnmatchedPrincipalType',
    says: `has type '${type}' , which is different from specified PrinciaplType 'ServicePrincipal'`,
  });
  const shout = `/subscriptions/${self}/providers/Microsoft.Authorization/roleDefinitions/${owner.toUpperCase()}`;
  const byOwnRole = assignmentAt(mail, administers);
  return [
    ...[
      'Owner',
      'Contributor',
      'User Access Administrator',
      'Role Based Access Control Administrator',
      'Communication and Email Service Owner',
      'Mailgrant Operator',
      'Mailgrant Auditor',
    ].map((role) => ({
      name: `assigns ${role} to itself at the mail service`,
      ...put(here, assigning(roleOf(role), self, servicePrincipal)),
    })),
    { name: 'assigns Owner to a user', ...put(here, assigning(owner, idOf('Ben Developer'), 'User')) },
    {
      name: 'assigns Owner to another service principal',
      ...put(here, assigning(owner, newsletter, servicePrincipal)),
    },
    {
      name: 'assigns Owner below the mail service',
      ...put(assignmentAt(`${mail}/smtpUsernames/newsletter-smtp`), assigning(owner, self, servicePrincipal)),
    },
    {
      name: 'assigns Owner in capitals, under another subscription’s prefix',
      ...put(here, assigning(shout, self, servicePrincipal)),
    },
    {
      name: 'assigns Owner in braces',
      ...put(here, assigning(`{${owner}}`, self, servicePrincipal)),
    },
    {
      name: 'assigns Owner on a condition, as if that were better',
      ...put(here, {
        properties: {
          ...assigning(owner, self, servicePrincipal).properties,
          condition: `@Request[${write}:x] GuidEquals ${sender}`,
          conditionVersion: '2.0',
        },
      }),
    },
    {
      name: 'assigns Owner on behalf of another tenant',
      ...put(here, {
        properties: {
          ...assigning(owner, self, servicePrincipal).properties,
          delegatedManagedIdentityResourceId: mail,
        },
      }),
    },
    ...['resource group', 'subscription', 'root'].map((what, index) => {
      const scope = [mailGroup, subscription, '/'][index] ?? '';
      const body = assigning(owner, self, servicePrincipal);
      return {
        name: `assigns Owner to itself at the ${what}`,
        ...putBeyond(assignmentAt(scope), body),
      };
    }),
    { name: 'lets a user send', ...put(here, assigning(sender, idOf('Ada Owner'), 'User')) },
    { name: 'lets a group send', ...put(here, assigning(sender, idOf('Mail Team'), 'Group')) },
    { name: 'says that a user is a service principal', ...lie('Ada Owner', 'User') },
    { name: 'says that a group is a service principal', ...lie('Mail Team', 'Group') },
    { name: 'does not say whom the SMTP role is for', ...put(here, assigning(sender, newsletter)) },
    {
      name: 'says that it is for a principal of another directory',
      ...put(here, assigning(sender, newsletter, 'ForeignGroup')),
    },
    ...[
      mailGroup,
      subscription,
      '/',
      otherMail,
      `${mailGroup}/providers/Microsoft.Communication/emailServices/contoso-email`,
    ].map((scope) => ({
      name: `assigns the SMTP role at ${scope.replace(subscription, '…')}`,
      ...putBeyond(assignmentAt(scope), assigning(sender, newsletter, servicePrincipal)),
    })),
    {
      name: 'writes its own assignment without the condition',
      ...put(byOwnRole, assigning(roleOf('Role Based Access Control Administrator'), self, servicePrincipal)),
    },
    {
      name: 'writes over its own assignment with what the condition allows',
      call: `PUT ${byOwnRole}`,
      body: assigning(sender, self, servicePrincipal),
      ...update,
    },
    {
      name: 'makes an assignment of the SMTP role one of Owner',
      ...put(assignmentAt(mail, invoiceMay), assigning(owner, idOf('Invoice Service'), servicePrincipal)),
    },
    {
      name: 'hands an assignment of the SMTP role on to another application',
      call: `PUT ${assignmentAt(mail, invoiceMay)}`,
      body: assigning(sender, newsletter, servicePrincipal),
      ...update,
    },
    ...[
      { whose: 'its own assignment, with the condition on it', name: administers },
      { whose: 'its own assignment of the operator role', name: assignmentOf('Mailgrant Operator', mail) },
      {
        whose: 'the broad role of an application',
        name: assignmentOf('Communication and Email Service Owner', mail),
      },
      { whose: 'the SMTP role of a user', name: benMay },
    ].map(({ whose, name }) => {
      const at = assignmentAt(mail, name);
      return { name: `deletes ${whose}`, call: `DELETE ${at}`, ...unmet(remove, at) };
    }),
    ...[
      {
        whose: 'the Owner of the subscription',
        at: assignmentAt(subscription, assignmentOf('Owner', subscription)),
      },
      {
        whose: 'its own assignment of the auditor role',
        at: assignmentAt(mailGroup, assignmentOf('Mailgrant Auditor', mailGroup)),
      },
    ].map(({ whose, at }) => ({ name: `deletes ${whose}`, call: `DELETE ${at}`, ...lacks(remove, at) })),
  ];
}
