import { badRequest, lacking } from './refusals.ts';

type Entity = Record<string, unknown>;
type Predicate = (entity: Entity) => boolean;

const literal = "'((?:[^']|'')*)'";
const equal = new RegExp(`^(\\w+) eq ${literal}`, 'i');
const prefix = new RegExp(`^startswith\\((\\w+), ?${literal}\\)`, 'i');
const anyEqual = new RegExp(`^(\\w+)/any\\((\\w+): ?\\2 eq ${literal}\\)`, 'i');
const anyPrefix = new RegExp(`^(\\w+)/any\\((\\w+): ?startswith\\(\\2, ?${literal}\\)\\)`, 'i');

/**
 * The part of OData's `$filter` that directory objects are looked up by: `eq` and `startswith` on properties and
 * inside `any()`, joined by `and` and `or`. Anything else is answered 501: Graph may know it, we do not.
 */
export function parseFilter(text: string, filterable: readonly string[]): Predicate {
  const alternatives: Predicate[][] = [[]];
  for (let rest = text.trim(); ;) {
    const { predicate, length } = parseTerm(rest, filterable);
    alternatives.at(-1)?.push(predicate);
    rest = rest.slice(length);
    if (rest === '') return (entity) => alternatives.some((terms) => terms.every((term) => term(entity)));
    const joint = /^ +(and|or) +/i.exec(rest);
    if (joint === null) throw badRequest('Invalid filter clause');
    // `and` binds tighter than `or`.
    if (joint[1]?.toLowerCase() === 'or') alternatives.push([]);
    rest = rest.slice(joint[0].length);
  }
}

function parseTerm(text: string, filterable: readonly string[]): { predicate: Predicate; length: number } {
  const single = equal.exec(text) ?? prefix.exec(text);
  const each = anyEqual.exec(text) ?? anyPrefix.exec(text);
  const match = single ?? each;
  if (match === null) throw lacking(`the $filter '${text}'`);
  const property = filterable.find((name) => name.toLowerCase() === match[1]?.toLowerCase());
  if (property === undefined) throw lacking(`a $filter on '${match[1]}'`);
  const wanted = unquote(match.at(-1) ?? '');
  const startsWith = /startswith\(/i.test(match[0].slice(0, match[0].indexOf("'")));
  const fits = (value: unknown) => {
    const given = String(value).toLowerCase();
    return startsWith ? given.startsWith(wanted) : given === wanted;
  };
  return {
    length: match[0].length,
    predicate: (entity) => {
      const value = entity[property];
      return Array.isArray(value) ? each !== null && value.some(fits) : each === null && fits(value);
    },
  };
}

/** Directory strings compare without regard to case; a quote inside a literal is written twice. */
function unquote(text: string): string {
  return text.replaceAll("''", "'").toLowerCase();
}
