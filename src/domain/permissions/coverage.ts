import { covers } from './pattern.ts';

/** One element of a role definition's `permissions`. */
export type PermissionBlock = {
  actions: readonly string[];
  notActions: readonly string[];
  dataActions: readonly string[];
  notDataActions: readonly string[];
  /** Only where this holds (Azure's condition language). */
  condition?: string | null;
};

export type Role = { id: string; name: string; permissions: readonly PermissionBlock[] };

/** `action` is the control plane (Azure Resource Manager), `dataAction` what a service itself guards. */
export type ActionKind = 'action' | 'dataAction';

/** What a role says about one action, best answer first; `pattern` is the entry that says so. */
export type Coverage =
  | { kind: 'covered'; pattern: string }
  | { kind: 'conditional'; pattern: string; condition: string }
  | { kind: 'excluded'; pattern: string; by: string }
  | { kind: 'absent' };

const order: readonly Coverage['kind'][] = ['covered', 'conditional', 'excluded', 'absent'];

/** The union of a role's blocks: what one block excludes, another may still grant. */
export function coverage(role: Role, action: string, kind: ActionKind = 'action'): Coverage {
  let best: Coverage = { kind: 'absent' };
  for (const block of role.permissions) {
    const found = blockCoverage(block, action, kind);
    if (order.indexOf(found.kind) < order.indexOf(best.kind)) best = found;
  }
  return best;
}

function blockCoverage(block: PermissionBlock, action: string, kind: ActionKind): Coverage {
  const [granted, excluded] =
    kind === 'action' ? [block.actions, block.notActions] : [block.dataActions, block.notDataActions];
  const pattern = granted.find((candidate) => covers(candidate, action));
  if (pattern === undefined) return { kind: 'absent' };
  const by = excluded.find((candidate) => covers(candidate, action));
  if (by !== undefined) return { kind: 'excluded', pattern, by };
  const condition = block.condition ?? '';
  return condition === '' ? { kind: 'covered', pattern } : { kind: 'conditional', pattern, condition };
}
