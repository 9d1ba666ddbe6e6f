import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInRoles } from '../../dev/azure/arm/builtInRoles.ts';
import type { World } from '../../dev/azure/world.ts';
import contoso from '../../dev/worlds/contoso.json' with { type: 'json' };
import auditor from '../../infra/roles/auditor.json' with { type: 'json' };
import operator from '../../infra/roles/operator.json' with { type: 'json' };
import smtpSender from '../../infra/roles/smtpSender.json' with { type: 'json' };
import { roleAdministrator } from '../../src/domain/doctor/commands.ts';
import { senderRole } from '../../src/domain/senderRole.ts';

const condition = readFileSync(join(import.meta.dirname, '../../infra/roles/condition.txt'), 'utf8');

export const mailGroup = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-mail';
export const mailService = (name: string) =>
  `${mailGroup}/providers/Microsoft.Communication/communicationServices/${name}`;
/** The ACS resources of the sample estate. */
export const mailServiceIds = ['contoso-mail', 'contoso-lab', 'contoso-empty'].map(mailService);

/** The condition of Mailgrant's assignment of Role Based Access Control Administrator, as deployment writes it. */
export const deployedCondition = condition.replaceAll('<senderRole>', senderRole(mailGroup).name);

type Actions = { actions: string[]; notActions: string[] };

/**
 * The sample estate where Mailgrant's identity holds exactly what the template deploys. `without` is an action that
 * every one of its roles leaves out: as if nobody had granted it.
 */
export function deployedWorld({ without }: { without?: string } = {}): World {
  const world = structuredClone(contoso) as World & { roles: object[]; assignments: object[] };
  const lacking = (blocks: Actions[]) =>
    blocks.map((block) => ({
      ...block,
      notActions: [...block.notActions, ...(without === undefined ? [] : [without])],
    }));
  const role = ({ roleName, description, permissions }: typeof operator, name?: string) => ({
    roleName,
    ...(name !== undefined && { name }),
    description,
    assignableScopes: [mailGroup],
    permissions: structuredClone(permissions),
  });
  const administratorRole = builtInRoles.find(({ name }) => name === roleAdministrator);
  if (administratorRole === undefined) throw new Error('The local Azure has no such role.');
  // Built in, and so without a way to leave something out: its likeness takes its place where something is to lack.
  const likeness = {
    roleName: 'RBAC Administrator that lacks something',
    description: '',
    assignableScopes: [mailGroup],
    permissions: lacking(administratorRole.permissions),
  };
  const sender = senderRole(mailGroup);
  return {
    ...world,
    roles: [
      role({ ...smtpSender, roleName: sender.roleName }, sender.name),
      role({ ...operator, permissions: lacking(operator.permissions) as typeof operator.permissions }),
      role({ ...auditor, permissions: lacking(auditor.permissions) as typeof auditor.permissions }),
      ...(without === undefined ? [] : [likeness]),
    ],
    assignments: [
      ...world.assignments.filter((each) => (each as { role: string }).role !== 'Mailgrant Operator'),
      { role: auditor.roleName, principal: 'mailgrant', scope: mailGroup },
      ...mailServiceIds.flatMap((scope) => [
        { role: operator.roleName, principal: 'mailgrant', scope },
        {
          role: without === undefined ? administratorRole.roleName : likeness.roleName,
          principal: 'mailgrant',
          scope,
          condition: deployedCondition,
          conditionVersion: '2.0',
        },
      ]),
    ],
  } as World;
}
