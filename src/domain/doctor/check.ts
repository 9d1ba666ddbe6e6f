/** Everything that the doctor looks at, in the order of its report. */
export const checkNames = [
  'identity',
  'clock',
  'permissions',
  'role-limits',
  'sender-role',
  'domains',
  'applications',
  'groups',
  'topic',
  'key-vault',
  'settings',
] as const;

export type CheckName = (typeof checkNames)[number];

/** `warn`: it works, but an operator should know. `unknown`: nobody could tell. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'unknown';

/** An action that Mailgrant's identity may not take where it has to. */
export type MissingPermission = { action: string; scope: string; for: string };

/** One thing that was looked at, and what was seen. */
export type DoctorCheck = {
  check: CheckName;
  verdict: Verdict;
  /** What it is about, where there may be several: an ARM id, or the name of a setting. */
  about?: string;
  why: string;
  missing?: MissingPermission[];
  /** What to do about it. */
  fix?: string;
  /** That, as commands for bash, in their order. What stands in angle brackets has to be filled in. */
  commands?: string[];
};

/** `ready`: every check passes. `broken`: one fails. `degraded`: none fails, but one warns or could not be made. */
export type DoctorState = 'ready' | 'degraded' | 'broken';

/** The worst of all checks. What is not known is never taken for well. */
export function stateOf(checks: readonly DoctorCheck[]): DoctorState {
  if (checks.some(({ verdict }) => verdict === 'fail')) return 'broken';
  return checks.every(({ verdict }) => verdict === 'pass') ? 'ready' : 'degraded';
}
