import { scopeWidth } from '../audit/scopeWidth.ts';
import type { ScopeWidth } from '../audit/scopeWidth.ts';
import type { Excess, ExcessReason } from './excess.ts';
import type { RiskClass } from './riskClass.ts';

/** How much of a whole each class takes at the root. */
export const weightOf: Readonly<Record<RiskClass | 'onlyReads', number>> = {
  fullControl: 0.9,
  roleWrites: 0.9,
  keyAccess: 0.5,
  deletes: 0.4,
  data: 0.4,
  other: 0.2,
  onlyReads: 0.05,
};

/** How much of its weight a class keeps at a scope. */
export const shareOf: Readonly<Record<ScopeWidth, number>> = {
  resource: 0.3,
  resourceGroup: 0.5,
  subscription: 0.8,
  managementGroup: 0.9,
  root: 1,
};

/** What holds only under a condition is there, but bounded by something that nobody has judged here. */
export const shareUnderCondition = 0.5;

/**
 * From 0, nothing beyond the need, to 100: each class takes its weight, by the scope where it weighs most, of what
 * the classes before it left. So no access ever makes another one smaller.
 * With `width`, as if all of it were held at such a scope. The formula with examples is in docs/findings.md.
 */
export function excessScore({ classes }: Excess, width?: ScopeWidth): number {
  const left = classes.reduce((rest, found) => {
    const taken = found.because.map((reason) => weight(found.class, reason, width));
    return rest * (1 - taken.reduce((most, each) => Math.max(most, each), 0));
  }, 1);
  return Math.round(100 * (1 - left));
}

function weight(
  risk: RiskClass,
  { scope, conditional, onlyReads }: ExcessReason,
  width?: ScopeWidth,
): number {
  return (
    weightOf[onlyReads ? 'onlyReads' : risk] *
    shareOf[width ?? scopeWidth(scope)] *
    (conditional ? shareUnderCondition : 1)
  );
}
