import { coverage } from '../permissions/coverage.ts';
import type { Coverage, Role } from '../permissions/coverage.ts';
import type { RoleDefinition } from '../roleDefinition.ts';
import { sameText } from '../sameText.ts';
import { handingOutRoles } from '../roleChoice.ts';
import { neededActions } from '../senderRole.ts';
import type { WantedRole } from '../senderRole.ts';

/** What the rules ask about a role, worked out once for each role however often it is assigned. */
export type RoleFacts = {
  definition: RoleDefinition;
  /** In the words of the permission core. */
  role: Role;
  /** What the SMTP sender role of this GUID has to be; undefined for every other role. */
  wanted?: WantedRole;
  /** Grants all that sending takes, perhaps under a condition of the role's own. */
  sends: boolean;
  /** Grants a part of what sending takes that is more than reading. */
  helpsToSend: boolean;
  /** Says anything about a needed action, be it that a NotAction takes it away. */
  concernsSending: boolean;
  /** Nothing but needed actions, each by its full name: the SMTP sender role under whatever name. */
  leastPrivilege: boolean;
  /** Power over a mail service that a wildcard of a custom role gives. */
  wildcards: Power[];
  /** Power to give roles to anybody. */
  handsOutRoles: Power[];
  /** Power over the keys of a mail service: with them anything can be sent, without any role. */
  readsKeys: Power[];
  /** What it grants of sending or handing out roles, it grants under a condition of its own only. */
  conditional: boolean;
};
export type Power = { action: string; pattern: string; condition?: string };

const sendingWrites = neededActions.filter((action) => !action.endsWith('/Read'));
const keyActions = [
  'Microsoft.Communication/CommunicationServices/ListKeys/action',
  'Microsoft.Communication/CommunicationServices/RegenerateKey/action',
];
const powerOverMail = [
  ...sendingWrites,
  ...keyActions,
  'Microsoft.Communication/CommunicationServices/Delete',
  'Microsoft.Communication/EmailServices/delete',
];

export function roleFacts(definition: RoleDefinition, wanted: WantedRole | undefined): RoleFacts {
  const role = {
    id: definition.name,
    name: definition.roleName,
    permissions: definition.permissions,
  };
  const needed = neededActions.map((action) => coverage(role, action));
  const sends = needed.every(isGranted);
  const helping = powers(role, sendingWrites);
  const handsOutRoles = powers(role, handingOutRoles);
  const custom = definition.type === 'CustomRole';
  return {
    definition,
    role,
    ...(wanted === undefined ? {} : { wanted }),
    sends,
    helpsToSend: helping.length > 0,
    concernsSending: needed.some(({ kind }) => kind !== 'absent'),
    leastPrivilege: isLeastPrivilege(definition),
    wildcards: custom ? powers(role, powerOverMail).filter(({ pattern }) => pattern.includes('*')) : [],
    handsOutRoles,
    readsKeys: powers(role, keyActions),
    conditional: [...helping, ...handsOutRoles].some(({ condition }) => condition !== undefined),
  };
}

function powers(role: Role, actions: readonly string[]): Power[] {
  return actions.flatMap((action) => {
    const found = coverage(role, action);
    if (!isGranted(found)) return [];
    const { pattern } = found;
    return [
      found.kind === 'conditional' ? { action, pattern, condition: found.condition } : { action, pattern },
    ];
  });
}

type Granted = Extract<Coverage, { kind: 'covered' | 'conditional' }>;
function isGranted(found: Coverage): found is Granted {
  return found.kind === 'covered' || found.kind === 'conditional';
}

/** Whether a role gives nothing but needed actions, each by its full name. */
export function isLeastPrivilege({ permissions }: Pick<RoleDefinition, 'permissions'>): boolean {
  const isNeeded = (pattern: string) => neededActions.some((action) => sameText(action, pattern));
  return (
    permissions.some(({ actions }) => actions.length > 0) &&
    permissions.every(({ actions, dataActions }) => actions.every(isNeeded) && dataActions.length === 0)
  );
}
