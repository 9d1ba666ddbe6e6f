import type { Caller } from '../tokens.ts';
import type { ParsedFaultRule } from './rule.ts';

/** A request as fault rules see it. */
export type FaultTarget = {
  service: string;
  operation: string;
  method: string;
  /** Path and query. */
  target: string;
  caller?: Pick<Caller, 'name' | 'objectId' | 'appId'> | undefined;
};

export function matches(rule: ParsedFaultRule, target: FaultTarget): boolean {
  const { caller } = target;
  return (
    same(rule.service, [target.service]) &&
    same(rule.operation, [target.operation]) &&
    same(rule.method, [target.method]) &&
    same(rule.caller, [caller?.name, caller?.objectId, caller?.appId]) &&
    (rule.path === undefined || new RegExp(rule.path, 'i').test(target.target))
  );
}

function same(wanted: string | undefined, found: (string | undefined)[]): boolean {
  return (
    wanted === undefined ||
    found.some((one) => one !== undefined && one.toLowerCase() === wanted.toLowerCase())
  );
}
