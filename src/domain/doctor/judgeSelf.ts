import type { Answer } from '../answer.ts';
import type { DoctorCheck } from './check.ts';
import { setCommand } from './commands.ts';
import type { DoctorFacts, DoctorSettings } from './facts.ts';
import { unanswered } from './unanswered.ts';

/** Has Mailgrant an identity, and gets it tokens? */
export function judgeIdentity({ identity, graphToken, settings }: DoctorFacts): DoctorCheck {
  if (identity.kind !== 'done') return noToken(identity, settings);
  if (graphToken.kind !== 'done') return noToken(graphToken, settings);
  const { objectId, clientId, tenantId } = identity.value;
  const client = clientId === undefined ? '' : `, client id ${clientId}`;
  return {
    check: 'identity',
    verdict: 'pass',
    why: `It gets tokens for Azure Resource Manager and Microsoft Graph as object id ${objectId}${client}, in the tenant ${tenantId}.`,
  };
}

function noToken(
  answer: Exclude<Answer<never>, { kind: 'done' }>,
  { clientId }: DoctorSettings,
): DoctorCheck {
  const assign = "az functionapp identity assign --resource-group '<resource group>' --name '<function app>'";
  return {
    ...unanswered('identity', answer),
    verdict: 'fail',
    ...(clientId === undefined
      ? {
          fix: 'Give the function app a system-assigned identity, or set AZURE_CLIENT_ID to the client id of a user-assigned one.',
          commands: [assign],
        }
      : {
          fix: `Assign the user-assigned identity of the client id ${clientId} to the function app, or correct AZURE_CLIENT_ID.`,
          commands: [`${assign} --identities '<ARM id of the identity>'`],
        }),
  };
}

/** Seconds. Beyond the first, reports are off; beyond the second, tokens and signatures begin to be refused. */
const tolerated = 60;
const tooFar = 300;

/** Does our clock say what Azure's does? */
export function judgeClock({ clock }: DoctorFacts): DoctorCheck {
  if (clock.kind !== 'done') return { ...unanswered('clock', clock), verdict: 'unknown' };
  const off = Math.round((Date.parse(clock.value.ours) - Date.parse(clock.value.azure)) / 1000);
  const distance = Math.abs(off);
  if (distance <= tolerated)
    return { check: 'clock', verdict: 'pass', why: `The clock is within ${tolerated} seconds of Azure's.` };
  return {
    check: 'clock',
    verdict: distance > tooFar ? 'fail' : 'warn',
    why: `The clock is ${distance} seconds ${off > 0 ? 'ahead of' : 'behind'} Azure's.`,
    fix: 'Set the clock of the machine that Mailgrant runs on. In Azure, restart the function app, so that it moves to another machine.',
    commands: ["az functionapp restart --resource-group '<resource group>' --name '<function app>'"],
  };
}

/** Settings that work, but that an operator should have chosen knowingly. */
export function judgeSettings({ settings }: DoctorFacts): DoctorCheck[] {
  const { createRole, approval, auth } = settings;
  return [
    remarkable('MAILGRANT_CREATE_ROLE', String(createRole), {
      unless: !createRole,
      because:
        'Mailgrant writes the SMTP sender role itself, and who may write role definitions can make itself Owner. A condition cannot limit that.',
      instead: 'false',
      first:
        'Have deployment make the role, and take roleDefinitions/write from the identity. Then set this.',
    }),
    remarkable('MAILGRANT_APPROVAL', approval, {
      unless: approval !== 'never',
      because: 'Nobody is asked before Mailgrant gives broad roles and wide scopes to whoever may call it.',
      instead: 'custom',
    }),
    remarkable('MAILGRANT_AUTH', auth, {
      unless: auth === 'entra',
      because:
        'A function key names nobody, so whoever holds the key for decisions can approve their own request.',
      instead: 'entra',
      first: 'Set up App Service authentication (docs/security.md). Then set this.',
    }),
  ];
}

type Remark = { unless: boolean; because: string; instead: string; first?: string };

function remarkable(name: string, value: string, remark: Remark): DoctorCheck {
  const { unless, because, instead, first } = remark;
  if (unless) return { check: 'settings', verdict: 'pass', about: name, why: `It is '${value}'.` };
  return {
    check: 'settings',
    verdict: 'warn',
    about: name,
    why: `It is '${value}'. ${because}`,
    fix: first ?? 'Set it so, unless this is what you want.',
    commands: [setCommand(`${name}=${instead}`)],
  };
}
