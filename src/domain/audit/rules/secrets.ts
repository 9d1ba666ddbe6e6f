import type { AuditFacts, Rule } from '../auditFacts.ts';
import { findingId } from '../finding.ts';
import type { Observation, RuleCode } from '../finding.ts';
import { fixOf } from '../fix.ts';
import type { FixStep } from '../fixSteps.ts';
import { severityOf } from '../severity.ts';
import type { AuditedApplication } from '../snapshot.ts';

const soonHours = 30 * 24;
const oldHours = 2 * 365 * 24;

type Secret = AuditedApplication['secrets'][number];
type Sender = { appId: string; displayName: string; secrets: Secret[]; otherCredentials: boolean };

/** The last secret of an application is past its end: with passwords, it can't sign in any more. */
export const secretExpired: Rule = (facts) =>
  signingIn(facts).flatMap((sender) => {
    const last = lastSecret(sender.secrets);
    // Left over beside a valid one, or beside a certificate, an expired secret does no harm.
    if (last === undefined || sender.otherCredentials || facts.hoursSince(last.endDateTime) < 0) return [];
    return [
      about('MG304', sender, {
        title: `The last client secret of '${sender.displayName}' expired`,
        evidence: [`The secret ${last.keyId} ended on ${last.endDateTime}: SMTP sign-in with it is refused.`],
        steps: [addSecret(sender)],
        note: 'Prints a new secret: hand it to the sender only. If nothing sends any more, ask Mailgrant to revoke the grant.',
      }),
    ];
  });

/** The last secret of an application ends within 30 days. A newer one that lasts longer means it is being rotated. */
export const secretExpiring: Rule = (facts) =>
  signingIn(facts).flatMap((sender) => {
    const last = lastSecret(sender.secrets);
    if (last === undefined || sender.otherCredentials) return [];
    const left = -facts.hoursSince(last.endDateTime);
    if (left <= 0 || left > soonHours) return [];
    return [
      about('MG305', sender, {
        title: `The last client secret of '${sender.displayName}' expires soon`,
        evidence: [`The secret ${last.keyId} ends on ${last.endDateTime}.`],
        steps: [addSecret(sender)],
        note: 'Adds a secret and prints it: change the sender over before the old one ends, then delete that.',
      }),
    ];
  });

/** A secret that is still accepted was made more than two years ago. */
export const secretTooOld: Rule = (facts) =>
  signingIn(facts).flatMap((sender) => {
    const old = sender.secrets.filter(
      ({ startDateTime, endDateTime }) =>
        startDateTime !== undefined &&
        facts.hoursSince(startDateTime) > oldHours &&
        facts.hoursSince(endDateTime) < 0,
    );
    if (old.length === 0) return [];
    const rotated = sender.secrets.length > old.length;
    return [
      about('MG306', sender, {
        title: `'${sender.displayName}' accepts a client secret that is over two years old`,
        evidence: [
          ...old.map(
            ({ keyId, startDateTime, endDateTime }) =>
              `The secret ${keyId} was made on ${startDateTime} and is accepted until ${endDateTime}.`,
          ),
          rotated ? 'A newer secret is there: the old one was not deleted.' : 'It was never rotated.',
        ],
        steps: [
          ...(rotated ? [] : [addSecret(sender)]),
          ...old.map(({ keyId }): FixStep => ({ do: 'deleteSecret', appId: sender.appId, keyId })),
        ],
        note: rotated
          ? 'Make sure that the sender uses the newer secret, then run this.'
          : 'The first command prints a new secret: change the sender over to it, then run the rest.',
      }),
    ];
  });

/** The applications that may sign in, their secrets in a fixed order. Other tenants' secrets can't be seen. */
function signingIn({ withUsername }: AuditFacts): Sender[] {
  return [...withUsername.values()].flatMap(({ appId, displayName, servicePrincipal, application }) =>
    application === undefined || servicePrincipal?.enabled !== true
      ? []
      : [
          {
            appId,
            displayName,
            secrets: application.secrets.slice().sort((one, other) => (one.keyId < other.keyId ? -1 : 1)),
            otherCredentials: application.otherCredentials ?? false,
          },
        ],
  );
}

function lastSecret(secrets: readonly Secret[]): Secret | undefined {
  return secrets.reduce<Secret | undefined>(
    (last, each) =>
      last === undefined || Date.parse(each.endDateTime) > Date.parse(last.endDateTime) ? each : last,
    undefined,
  );
}

function addSecret({ appId }: Sender): FixStep {
  return { do: 'addSecret', appId };
}

type Saying = { title: string; evidence: string[]; steps: FixStep[]; note: string };

function about(
  rule: RuleCode & ('MG304' | 'MG305' | 'MG306'),
  { appId, displayName }: Sender,
  { title, evidence, steps, note }: Saying,
): Observation {
  return {
    id: findingId(rule, appId),
    rule,
    severity: severityOf(rule),
    title,
    principal: { id: appId, kind: 'application', displayName, appId },
    evidence,
    fix: fixOf(steps, note),
  };
}
