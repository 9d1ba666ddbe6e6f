import { tokenize } from './tokenize.ts';

/** The part of Azure's condition language that the documented constraints on role assignments use. */
export type Condition =
  | { kind: 'or'; parts: Condition[] }
  | { kind: 'and'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'actionMatches'; pattern: string }
  | {
      kind: 'compare';
      source: 'Request' | 'Resource';
      attribute: string;
      /** Without one, the operator compares with a single value. */
      quantifier?: Quantifier;
      operator: Operator;
      values: string[];
    };
export type Operator = (typeof operators)[number];
type Quantifier = (typeof quantifiers)[number];

const operators = [
  'GuidEquals',
  'GuidNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
] as const;
const quantifiers = ['ForAnyOfAnyValues', 'ForAnyOfAllValues'] as const;

/** Throws an Error that says what it does not understand. */
export function parseCondition(text: string): Condition {
  const tokens = tokenize(text);
  let at = 0;
  const peek = () => tokens[at] ?? '';
  const take = (): string => {
    const token = tokens[at];
    if (token === undefined) throw new Error('The condition ends too early.');
    at += 1;
    return token;
  };
  const expect = (wanted: string) => {
    const token = take();
    if (token !== wanted) throw new Error(`The condition has '${token}' where '${wanted}' is expected.`);
  };

  const list = (kind: 'or' | 'and', next: () => Condition) => (): Condition => {
    const parts = [next()];
    while (spells(kind, peek())) {
      take();
      parts.push(next());
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind, parts };
  };
  const unary = (): Condition => {
    const token = take();
    if (token === '!') return { kind: 'not', part: unary() };
    if (token === 'ActionMatches') {
      const [pattern, ...more] = values();
      if (pattern === undefined || more.length > 0) throw new Error('ActionMatches takes one action.');
      return { kind: 'actionMatches', pattern };
    }
    if (token !== '(') return comparison(token);
    const inner = or();
    expect(')');
    return inner;
  };
  const and = list('and', unary);
  const or = list('or', and);

  const comparison = (token: string): Condition => {
    const [, source, attribute] = /^@(Request|Resource)\[(.+)\]$/.exec(token) ?? [];
    if ((source !== 'Request' && source !== 'Resource') || attribute === undefined)
      throw new Error(`The condition has '${token}', which is not understood.`);
    const compared = { kind: 'compare', source, attribute } as const;
    const name = take();
    const [last, first] = name.split(':').reverse();
    const operator = operators.find((each) => each === last);
    const quantifier = quantifiers.find((each) => each === first);
    if (operator === undefined || quantifier !== first)
      throw new Error(`The condition has the operator '${name}', which is not understood.`);
    return quantifier === undefined
      ? { ...compared, operator, values: [value()] }
      : { ...compared, quantifier, operator, values: values() };
  };
  const values = (): string[] => {
    expect('{');
    const found = [value()];
    while (peek() === ',') {
      take();
      found.push(value());
    }
    expect('}');
    return found;
  };
  const value = (): string => {
    const token = take();
    const [, quoted] = /^'(.*)'$/s.exec(token) ?? [];
    if (quoted !== undefined) return quoted;
    if (!/^[0-9a-f-]{36}$/i.test(token)) throw new Error(`The condition has '${token}' as a value.`);
    return token;
  };

  const parsed = or();
  if (at < tokens.length) throw new Error(`The condition goes on with '${peek()}'.`);
  return parsed;
}

function spells(kind: 'or' | 'and', token: string): boolean {
  return (kind === 'or' ? ['OR', '||'] : ['AND', '&&']).includes(token.toUpperCase());
}
