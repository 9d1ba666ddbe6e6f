import { z } from 'zod';
import { seededRandom } from './random.ts';
import { faultRule } from './rule.ts';
import type { FaultEffect, FaultRule, ParsedFaultRule } from './rule.ts';
import { matches } from './target.ts';
import type { FaultTarget } from './target.ts';

/** A rule as it stands: how many requests it matched, and how many of those it struck. */
export type FaultStatus = { id: string; rule: ParsedFaultRule; matched: number; struck: number };

/** A fault that one request is to suffer, and the rule that says so. */
export type Fault = { rule: string; effect: FaultEffect };

type Entry = FaultStatus & { random: () => number };

/** What is to go wrong. Rules are asked in the order in which they were added; the first that strikes wins. */
export class Faults {
  readonly #names: { services: Set<string>; operations: Set<string> };
  readonly #entries: Entry[] = [];
  #count = 0;

  /** The names that a rule may use: a misspelt one would never strike, and look like a success. */
  constructor(names: { services: Iterable<string>; operations: Iterable<string> }) {
    this.#names = { services: lowerCased(names.services), operations: lowerCased(names.operations) };
  }

  /** Adds a rule and returns its id. Throws a sentence if the rule makes no sense. */
  add(rule: FaultRule): string {
    const parsed = faultRule.safeParse(rule);
    if (!parsed.success) throw new Error(`The fault rule is not valid:\n${z.prettifyError(parsed.error)}`);
    const problem = this.problemWith(parsed.data);
    if (problem !== undefined) throw new Error(problem);
    const id = `fault-${++this.#count}`;
    const random = seededRandom(parsed.data.seed);
    this.#entries.push({ id, rule: parsed.data, matched: 0, struck: 0, random });
    return id;
  }

  /** A sentence about a name in the rule that nothing here has. */
  problemWith({ service, operation }: FaultRule): string | undefined {
    const { services, operations } = this.#names;
    if (service !== undefined && !services.has(service.toLowerCase()))
      return `There is no service '${service}'.`;
    if (operation !== undefined && !operations.has(operation.toLowerCase()))
      return `There is no operation '${operation}'.`;
    return undefined;
  }

  list(): FaultStatus[] {
    return this.#entries.map(({ id, rule, matched, struck }) => ({ id, rule, matched, struck }));
  }

  /** False if there is no such rule. */
  remove(id: string): boolean {
    const index = this.#entries.findIndex((entry) => entry.id === id);
    if (index === -1) return false;
    this.#entries.splice(index, 1);
    return true;
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** What this request is to suffer, if anything. Counts it. */
  next(target: FaultTarget): Fault | undefined {
    for (const entry of this.#entries) {
      const { rule } = entry;
      if (!matches(rule, target)) continue;
      entry.matched += 1;
      if (entry.matched <= rule.skip || (rule.times !== undefined && entry.struck >= rule.times)) continue;
      if (entry.random() >= rule.rate) continue;
      entry.struck += 1;
      return { rule: entry.id, effect: rule.effect };
    }
    return undefined;
  }
}

function lowerCased(names: Iterable<string>): Set<string> {
  return new Set([...names].map((name) => name.toLowerCase()));
}
