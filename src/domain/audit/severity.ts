import type { Excess } from '../excess/excess.ts';
import type { RiskClass } from '../excess/riskClass.ts';
import { severities } from './finding.ts';
import type { RuleCode, Severity } from './finding.ts';
import type { ScopeWidth } from './scopeWidth.ts';

// The worst that somebody may do beyond sending, and how much of Azure it reaches.
const table: Record<RiskClass | 'onlyReads' | 'nothing', Record<ScopeWidth, Severity>> = {
  fullControl: row('high', 'high', 'critical', 'critical'),
  roleWrites: row('high', 'high', 'critical', 'critical'),
  keyAccess: row('medium', 'high', 'high', 'critical'),
  deletes: row('medium', 'medium', 'high', 'high'),
  data: row('medium', 'medium', 'high', 'high'),
  other: row('low', 'medium', 'medium', 'medium'),
  onlyReads: row('low', 'low', 'low', 'medium'),
  // Sending and nothing else, at more mail services than one.
  nothing: row('low', 'low', 'medium', 'high'),
};

// What does not depend on how much somebody may do.
const fixed = {
  MG106: 'low',
  MG107: 'low',
  MG201: 'low',
  MG202: 'low',
  MG203: 'low',
  MG204: 'medium',
  MG301: 'medium',
  MG302: 'medium',
  MG303: 'medium',
  MG304: 'medium',
  MG305: 'low',
  MG306: 'medium',
} as const satisfies Partial<Record<RuleCode, Severity>>;

/** The severity of access: the worst class of what exceeds the need, and the width of its scope. */
export function severityOfAccess(excess: Excess, width: ScopeWidth): Severity {
  const [worst] = excess.classes;
  if (worst === undefined) return table.nothing[width];
  return table[worst.because.every(({ onlyReads }) => onlyReads) ? 'onlyReads' : worst.class][width];
}

export function severityOf(rule: keyof typeof fixed): Severity {
  return fixed[rule];
}

/** One step less: the access is there, but something stands between it and its use. */
export function lessened(severity: Severity): Severity {
  return severities[severities.indexOf(severity) + 1] ?? 'low';
}

function row(
  ...[resource, resourceGroup, subscription, managementGroup]: [Severity, Severity, Severity, Severity]
): Record<ScopeWidth, Severity> {
  return { resource, resourceGroup, subscription, managementGroup, root: managementGroup };
}
