import type { PermissionBlock } from '../../../src/domain/permissions/coverage.ts';
import type { Access, Question } from '../../../src/domain/permissions/evaluate.ts';

/**
 * Azure's rules once more, in the slowest and plainest way: regular expressions, and lists of everything that lies
 * above a scope. It shares no code with what it is to check.
 */

const expressions = new Map<string, RegExp>();

export function matches(pattern: string, action: string): boolean {
  let expression = expressions.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(
      `^${pattern.replace(/[.\\^$+?()[\]{}|]/g, '\\$&').replaceAll('*', '[^]*')}$`,
      'i',
    );
    expressions.set(pattern, expression);
  }
  return expression.test(action);
}

/** Whether any block gives the action, and whether any gives it without a condition. */
export function gives(blocks: readonly PermissionBlock[], action: string, kind = 'action') {
  const giving = blocks.filter((block) => {
    const [yes, no] =
      kind === 'action' ? [block.actions, block.notActions] : [block.dataActions, block.notDataActions];
    return yes.some((each) => matches(each, action)) && !no.some((each) => matches(each, action));
  });
  return { given: giving.length > 0, plainly: giving.some(({ condition }) => !condition) };
}

/** A scope and everything above it, in one spelling. */
export function upwards(scope: string, above: Readonly<Record<string, string>>): Set<string> {
  const found = new Set<string>();
  const open = [scope];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const normal = `/${next
      .toLowerCase()
      .replace(/\/+/g, '/')
      .replace(/^\/|\/$/g, '')}`;
    if (found.has(normal)) continue;
    found.add(normal);
    open.push(normal.slice(0, normal.lastIndexOf('/')));
    const parent = above[normal];
    if (parent !== undefined) open.push(parent);
  }
  return found;
}

export function verdictByHand(question: Question, access: Access): string {
  const above = upwards(question.scope, access.managementGroups ?? {});
  const one = (scope: string) => [...upwards(scope, {})][0] ?? '';
  const me = new Set(question.principalIds.map((id) => id.toLowerCase()));
  const mine = (ids: readonly string[]) => ids.some((id) => me.has(id.toLowerCase()));
  const denials = (access.denyAssignments ?? [])
    .filter((deny) =>
      deny.doNotApplyToChildScopes ? one(deny.scope) === one(question.scope) : above.has(one(deny.scope)),
    )
    .filter((deny) => mine(deny.principalIds) || deny.principalIds.some((id) => /^[0-]+$/.test(id)))
    .filter((deny) => !mine(deny.excludePrincipalIds))
    .map((deny) => ({
      ...gives(deny.permissions, question.action, question.kind),
      condition: deny.condition,
    }))
    .filter(({ given }) => given);
  if (denials.some(({ plainly, condition }) => plainly && !condition)) return 'denied';
  const grants = access.assignments
    .filter(({ principalId, scope }) => mine([principalId]) && above.has(one(scope)))
    .map(({ role, condition }) => ({ ...gives(role.permissions, question.action, question.kind), condition }))
    .filter(({ given }) => given);
  if (grants.length === 0) return 'notGranted';
  const plainly = grants.some(({ plainly: any, condition }) => any && !condition);
  return plainly && denials.length === 0 ? 'allowed' : 'conditional';
}
