import { sameRole } from '../../roleDrift.ts';
import { nameOf } from '../../resourceId.ts';
import type { Rule } from '../auditFacts.ts';
import { excessLines } from '../accessFinding.ts';
import { findingId } from '../finding.ts';
import { fixOf } from '../fix.ts';
import { scopeWidth } from '../scopeWidth.ts';
import { severityOfAccess } from '../severity.ts';

/** The definition of the SMTP sender role is not what it has to be: everybody who holds it is affected. */
export const roleDrifted: Rule = (facts) =>
  [...facts.roles.values()].flatMap(({ definition, wanted, role }) => {
    if (wanted === undefined || sameRole(definition, wanted)) return [];
    const [scope = ''] = wanted.assignableScopes;
    const holders = facts.placed.filter(({ facts: { role: held } }) => held.id === role.id);
    const excess = facts.excessOfRole(role, scope);
    const exceeds = excess.classes.length > 0;
    return [
      {
        id: findingId('MG109', wanted.name),
        rule: 'MG109',
        severity: exceeds ? severityOfAccess(excess, scopeWidth(scope)) : 'medium',
        title: `The SMTP sender role '${definition.roleName}' at ${scope} was changed`,
        scope,
        evidence: [
          ...excessLines(excess),
          ...(exceeds ? [] : [`Its actions are ${actionsOf(definition.permissions)}.`]),
          `It can be assigned at ${[...definition.assignableScopes].sort().join(', ')}.`,
          `${holders.length} assignments give it, as ${nameOf(wanted.name)}.`,
        ],
        fix: fixOf(
          [{ do: 'putRole', role: wanted }],
          'Writes the role back. It takes up to 10 minutes until that is in effect everywhere.',
        ),
      },
    ];
  });

function actionsOf(permissions: readonly { actions: readonly string[] }[]): string {
  const actions = permissions.flatMap((block) => block.actions).sort();
  return actions.length === 0 ? 'none' : actions.join(', ');
}
