import { describe, expect, it } from 'vitest';
import { AzureError } from '../../src/domain/azureError.ts';
import { decideGrant } from '../../src/domain/grantDecision.ts';
import { handoverCard } from '../../src/domain/handoverCard.ts';
import { sendingProblem } from '../../src/domain/inspectedService.ts';
import { deployedRoleProblem } from '../../src/domain/inspectedRole.ts';
import { evaluate } from '../../src/domain/permissions/evaluate.ts';
import type { Problem } from '../../src/domain/problems.ts';
import { statusOfAll } from '../../src/domain/problems.ts';
import { wantedRole } from '../../src/domain/roleChoice.ts';
import { sameRole } from '../../src/domain/roleDrift.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import { usernameDomainProblem, usernameProblem } from '../../src/domain/username.ts';
import { aDomain, aProblem, aRequest, aRole, aUsername, groupScope } from '../support/records.ts';
import { inspectedService, otherAppId, resolvedApplication, serviceId } from '../support/records.ts';

/** What others rely on to the letter: deployment computes the same names, people read the same sentences. */
describe('the SMTP sender role', () => {
  const group = '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-mail';

  it('is the one that deployment makes, by name and by content', () => {
    expect(senderRole(group)).toEqual({
      // Bicep: guid(toLower(resourceGroup().id), 'mailgrant-smtp-sender')
      name: '3d9af665-1cae-5c40-b954-c6c844fc4a93',
      roleName: 'Mailgrant SMTP Sender (3d9af665)',
      description:
        'Send email over SMTP through Azure Communication Services, and nothing else. Kept by Mailgrant.',
      assignableScopes: [group],
      permissions: [
        {
          actions: [
            'Microsoft.Communication/CommunicationServices/Read',
            'Microsoft.Communication/CommunicationServices/Write',
            'Microsoft.Communication/EmailServices/write',
          ],
          notActions: [],
          dataActions: [],
          notDataActions: [],
        },
      ],
    });
  });

  it('is cloned under a name of its own', () => {
    const source = aRole({
      name: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
      roleName: `Reader ${'x'.repeat(100)}`,
    });
    expect(wantedRole({ kind: 'clone', of: 'Reader' }, group, source)).toMatchObject({
      name: 'f916613b-3be8-571f-b4ce-8b31c1a7e8d6',
      roleName: `Mailgrant SMTP Sender (Reader ${'x'.repeat(73)}, f916613b)`,
      description: `The role '${source.roleName}' and what sending email over SMTP needs. Kept by Mailgrant.`,
      assignableScopes: [group],
    });
    expect(wantedRole({ kind: 'owner' }, group)).toBeUndefined();
  });

  it('has drifted if any of its blocks has, or is missing', () => {
    const wanted = senderRole(group);
    const [block] = wanted.permissions;
    const other = { ...block!, actions: ['*'] };
    const found = (permissions: (typeof other)[]) => aRole({ ...wanted, permissions });
    expect(sameRole(found([block!]), wanted)).toBe(true);
    expect(sameRole(found([block!, other]), { ...wanted, permissions: [block!, block!] })).toBe(false);
    expect(sameRole(found([]), wanted)).toBe(false);
  });
});

describe('the sentences', () => {
  const two = [aDomain('a.example', false), aDomain('b.example', false)];
  const cases: [Problem | undefined, Partial<Problem>][] = [
    [
      sendingProblem(inspectedService({ domains: [] })),
      {
        field: 'communicationService',
        message: "The mail service 'contoso-mail' has no linked email domain, so it can send no mail.",
        fix: 'Link a verified domain of an Email Communication Service to it (portal: Email > Domains > Connect domain).',
      },
    ],
    [
      sendingProblem(inspectedService({ domains: two })),
      {
        field: 'communicationService',
        message:
          "None of the domains linked to the mail service 'contoso-mail' is verified: a.example, b.example.",
        fix: 'Finish the verification of a domain in its Email Communication Service, then ask again.',
      },
    ],
    [
      usernameProblem(''),
      {
        message: 'The username has 0 characters.',
        fix: 'Give a username of 1 to 253 characters, or leave it out to have one generated.',
      },
    ],
    [
      usernameProblem('a@'),
      {
        message: "The username 'a@' has an @ but is not an email address.",
        fix: 'Give an address such as reports@mail.contoso.com, or a name without @.',
      },
    ],
    [
      usernameProblem('a b'),
      {
        message: "The username 'a b' has characters that mail clients or Azure do not take.",
        fix: 'Use letters, digits and the characters . - _ only.',
      },
    ],
    [
      usernameDomainProblem('a@c.example', two),
      {
        field: 'username',
        message:
          "The domain 'c.example' of the username is not linked to the mail service; linked are: a.example, b.example.",
      },
    ],
    [
      usernameDomainProblem('a@b.example', two),
      {
        field: 'username',
        message: "The domain 'b.example' of the username is linked, but its ownership is not verified.",
        fix: 'Finish the verification of the domain in its Email Communication Service, or choose another domain.',
      },
    ],
    [
      deployedRoleProblem({ name: 'n', roleName: 'Sender', state: 'drifted', permissions: [] }),
      { message: "The role 'Sender' is not what it should be, and MAILGRANT_CREATE_ROLE is false." },
    ],
    [
      firstProblem({}, resolvedApplication({}, { enabled: false })),
      { field: 'application', message: "Sign-in of the application 'Payroll Reports' is disabled." },
    ],
    [
      firstProblem({ username: 'other', usernames: [aUsername()] }),
      {
        field: 'username',
        fix: 'Leave the username out to keep it, or revoke the grant before asking for another username.',
      },
    ],
    [
      firstProblem({ username: 'payroll', usernames: [aUsername({ appId: otherAppId })] }),
      {
        field: 'username',
        message: "The username 'payroll' belongs to another application of the mail service.",
        fix: 'Choose another username, or leave it out to have one generated.',
      },
    ],
  ];

  it.each(cases)('%j', (problem, expected) => {
    expect(problem).toMatchObject(expected);
  });

  it('one verified domain among several is enough to send', () => {
    expect(
      sendingProblem(inspectedService({ domains: [aDomain('a.example', false), aDomain()] })),
    ).toBeUndefined();
  });

  function firstProblem(
    { username, usernames = [] }: { username?: string; usernames?: ReturnType<typeof aUsername>[] },
    resolved = resolvedApplication(),
  ): Problem | undefined {
    const request = aRequest(username === undefined ? {} : { username });
    const decision = decideGrant(
      request,
      { resolved, inspected: inspectedService({ usernames }) },
      'freeform',
    );
    return Array.isArray(decision) ? decision[0] : undefined;
  }
});

describe('the handover card', () => {
  const smtp = { host: 'smtp.azurecomm.net', port: 587 };

  it('says all that a mail client needs', () => {
    const domains = [
      aDomain('x.azurecomm.net'),
      aDomain('azurecomm.net.example'),
      aDomain('new.example', false),
    ];
    const card = handoverCard(resolvedApplication(), inspectedService({ domains }), {
      username: 'payroll',
      smtp,
    });
    expect(card.senders).toEqual(['DoNotReply@x.azurecomm.net', '*@azurecomm.net.example']);
    expect(card.notes).toEqual([
      'Choose LOGIN where the client lets you choose: PLAIN is not offered, and encryption starts with STARTTLS, not on port 465.',
      'Every mistake looks the same, 535 5.7.3: wrong secret, wrong username, a role that is not in effect yet.',
      'Azure takes up to ten minutes to put a new role into effect. If the first mail is refused, wait and try again.',
    ]);
    expect(card.snippets.swaks).toContain("--from 'DoNotReply@x.azurecomm.net'");
  });

  it('sends as the username itself where that is an address', () => {
    const username = 'reports@mail.contoso.example';
    const card = handoverCard(resolvedApplication(), inspectedService(), { username, smtp });
    expect(card.snippets.swaks).toContain(`--from '${username}'`);
  });
});

it('a status stands for several problems only if they agree', () => {
  expect(statusOfAll([aProblem({ code: 'no-linked-domain' }), aProblem({ code: 'username-taken' })])).toBe(
    409,
  );
  expect(statusOfAll([aProblem({ code: 'no-linked-domain' }), aProblem({ code: 'azure-refused' })])).toBe(
    400,
  );
});

it('a deny assignment with a condition is neither a yes nor a no', () => {
  const role = { id: 'r', name: 'R', permissions: [{ ...senderRole(groupScope).permissions[0]! }] };
  const action = 'Microsoft.Communication/CommunicationServices/Read';
  const deny = {
    id: 'd',
    name: 'D',
    scope: groupScope,
    principalIds: ['p'],
    excludePrincipalIds: [],
    permissions: [{ ...role.permissions[0]!, condition: "(@Resource[a] StringEquals 'b')" }],
    doNotApplyToChildScopes: false,
  };
  const assignments = [{ id: 'a', principalId: 'p', scope: serviceId, role }];
  expect(
    evaluate({ principalIds: ['p'], action, scope: serviceId }, { assignments, denyAssignments: [deny] }),
  ).toMatchObject({ verdict: 'conditional' });
});

it('an AzureError keeps its name and its cause', () => {
  const cause = new Error('socket hang up');
  const error = new AzureError('No answer came.', { status: 0, code: 'NoAnswer', cause });
  expect(error).toMatchObject({ name: 'AzureError', message: 'No answer came.', cause });
});
