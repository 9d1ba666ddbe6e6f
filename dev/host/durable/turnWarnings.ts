import type { Plan } from './plan/plan.ts';

/** What happens at the end of a generation that the author may not expect. */
export function warningsAtTheEnd(plan: Plan, isDone: boolean): string[] {
  const warnings: string[] = [];
  if (plan.continueAsNew !== undefined) {
    const names = plan.unreadEvents.map((event) => event.Name).join(', ');
    if (names !== '') warnings.push(`continueAsNew drops events that nothing has read: ${names}.`);
    if (typeof plan.continueAsNew.input === 'string') {
      warnings.push('continueAsNew with text as input: it comes back with quotes around it. Pass an object.');
    }
  } else if (isDone && plan.pendingTimers > 0) {
    warnings.push(
      `The orchestrator ended with ${plan.pendingTimers} timer(s) that have neither fired nor been cancelled: ` +
        'the real host may keep the instance running until they have.',
    );
  }
  return warnings;
}

// The real host refuses more, counted as UTF-16.
const customStatusLimit = 16 * 1024;

export function customStatusWarnings(customStatus: string | undefined): string[] {
  const bytes = (customStatus ?? '').length * 2;
  return bytes > customStatusLimit
    ? [`The custom status has ${bytes} bytes: the real host refuses more than ${customStatusLimit}.`]
    : [];
}
