import type { Answer } from '../answer.ts';
import type { CheckName, DoctorCheck } from './check.ts';

/**
 * A check whose question got no answer: a refusal for want of permission is one in itself, anything else leaves it open.
 */
export function unanswered(
  check: CheckName,
  { kind, problem }: Exclude<Answer<never>, { kind: 'done' }>,
  about?: string,
): DoctorCheck {
  const denied = kind === 'refused' && problem.code === 'not-authorized';
  return {
    check,
    verdict: denied ? 'fail' : 'unknown',
    ...(about === undefined ? {} : { about }),
    why: problem.message,
    fix: problem.fix,
  };
}
