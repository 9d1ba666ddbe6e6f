import { covers } from '../../../../src/domain/permissions/pattern.ts';
import { parseCondition } from './parse.ts';
import type { Condition, Operator } from './parse.ts';

/** Attribute values by their full name, such as `Microsoft.Authorization/roleAssignments:PrincipalType`. */
export type ConditionAttributes = {
  /** Of what is asked for. */
  request?: Readonly<Record<string, string>>;
  /** Of what is there already. */
  resource?: Readonly<Record<string, string>>;
};

/** Does the condition let this action through? What is not understood lets nothing through. */
export function conditionHolds(text: string, action: string, attributes: ConditionAttributes): boolean {
  let condition: Condition;
  try {
    condition = parseCondition(text);
  } catch {
    // Azure knows more operators than we do: the honest answer to one of those is no.
    return false;
  }
  return holds(condition, action, attributes);
}

function holds(condition: Condition, action: string, attributes: ConditionAttributes): boolean {
  switch (condition.kind) {
    case 'or':
      return condition.parts.some((part) => holds(part, action, attributes));
    case 'and':
      return condition.parts.every((part) => holds(part, action, attributes));
    case 'not':
      return !holds(condition.part, action, attributes);
    case 'actionMatches':
      return covers(condition.pattern, action);
    case 'compare': {
      const given = (condition.source === 'Request' ? attributes.request : attributes.resource) ?? {};
      const value = given[condition.attribute];
      if (value === undefined) return false;
      const agrees = (wanted: string) => compare[condition.operator](value, wanted);
      return condition.quantifier === 'ForAnyOfAllValues'
        ? condition.values.every(agrees)
        : condition.values.some(agrees);
    }
  }
}

const same = (value: string, wanted: string) => value.toLowerCase() === wanted.toLowerCase();
const differs = (value: string, wanted: string) => !same(value, wanted);
const compare: Record<Operator, typeof same> = {
  GuidEquals: same,
  GuidNotEquals: differs,
  StringEqualsIgnoreCase: same,
  StringNotEqualsIgnoreCase: differs,
};
