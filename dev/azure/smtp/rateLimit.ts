import type { Clock } from '../../clock.ts';
import type { EmailDomain } from '../state.ts';
import { limits } from './limits.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Counts messages per subscription and kind of domain (fact smtp.rate). */
export class RateLimit {
  readonly #clock: Clock;
  readonly #sent = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** May one more message go out now? */
  allows(domain: EmailDomain): boolean {
    const { key, kind } = bucket(domain);
    const now = this.#clock.now();
    const recent = (this.#sent.get(key) ?? []).filter((at) => at > now - hour);
    this.#sent.set(key, recent);
    const lastMinute = recent.filter((at) => at > now - minute).length;
    return recent.length < limits.perHour[kind] && lastMinute < limits.perMinute[kind];
  }

  count(domain: EmailDomain): void {
    const { key } = bucket(domain);
    this.#sent.set(key, [...(this.#sent.get(key) ?? []), this.#clock.now()]);
  }
}

function bucket(domain: EmailDomain): { key: string; kind: keyof typeof limits.perHour } {
  const kind = domain.domainManagement === 'AzureManaged' ? 'AzureManaged' : 'CustomerManaged';
  const subscription = domain.id.split('/')[2]?.toLowerCase() ?? '';
  return { key: `${subscription} ${kind}`, kind };
}
