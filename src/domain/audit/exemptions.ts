import * as z from 'zod';
import { ruleCodes } from './finding.ts';
import { groupBy } from './groupBy.ts';
import type { ExemptionNote, Finding, RuleCode } from './finding.ts';

/** A finding that somebody answers for, until a day: by its id, or all that a rule says about a principal. */
export type Exemption = ExemptionNote & ({ finding: string } | { rule: RuleCode; principal: string });

/** One thing that is wrong with an exemptions file, and where: such as `2.until`. */
export type ExemptionProblem = { at: string; message: string };

const text = z.string().trim().min(1, 'is empty');
const note = {
  reason: text,
  owner: text,
  /** The last day in UTC, or a moment; ISO 8601. */
  until: z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'is not a date such as 2027-03-31',
  }),
};
const byFinding = z.strictObject({
  finding: text.regex(/^MG\d{3}-[0-9a-f-]{36}$/i, 'is not the id of a finding'),
  ...note,
});
const byRule = z.strictObject({
  rule: z.enum(ruleCodes, { error: 'is not the code of a rule' }),
  principal: text,
  ...note,
});

/** Reads an exemptions file, the text of a JSON array. Gives the exemptions, or every problem that they have. */
export function parseExemptions(
  json: string,
): { exemptions: Exemption[] } | { problems: ExemptionProblem[] } {
  const read = parseJson(json);
  if (!Array.isArray(read)) {
    return { problems: [{ at: '', message: 'The exemptions are not a JSON array.' }] };
  }
  const results = read.map((entry: unknown, index) => parseEntry(entry, String(index)));
  const problems = results.flatMap((result) => ('problems' in result ? result.problems : []));
  if (problems.length > 0) return { problems };
  return { exemptions: results.flatMap((result) => ('exemption' in result ? [result.exemption] : [])) };
}

function parseEntry(entry: unknown, at: string): { exemption: Exemption } | { problems: ExemptionProblem[] } {
  const keys = typeof entry === 'object' && entry !== null ? Object.keys(entry) : [];
  if (keys.includes('finding') === (keys.includes('rule') || keys.includes('principal'))) {
    const message = 'names neither a finding nor a rule with a principal, or both: give one of them.';
    const others = keys.length === 0 ? [] : otherProblems(entry, at);
    return { problems: [{ at, message }, ...others] };
  }
  const parsed = (keys.includes('finding') ? byFinding : byRule).safeParse(entry, { reportInput: true });
  return parsed.success
    ? { exemption: parsed.data }
    : { problems: parsed.error.issues.flatMap((issue) => toProblems(issue, at)) };
}

/** What is wrong besides: the person who mends one thing should not have to come back for the next. */
function otherProblems(entry: unknown, at: string): ExemptionProblem[] {
  const parsed = z.object(note).safeParse(entry, { reportInput: true });
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => toProblems(issue, at));
}

function toProblems(issue: z.core.$ZodIssue, at: string): ExemptionProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ at: `${at}.${key}`, message: 'is not a field of an exemption.' }));
  const missing = issue.input === undefined;
  const wrongType = issue.code === 'invalid_type';
  const message = missing ? 'is missing' : wrongType ? 'is not a text' : issue.message;
  return [{ at: [at, ...issue.path].join('.'), message: `${message}.` }];
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

export type Exempted = {
  findings: Finding[];
  /** Those that fit no finding: mistyped, or no longer needed. */
  unused: Exemption[];
};

/** Marks what is exempt at `now` (ISO 8601). What was exempt until earlier is back, and says so. */
export function applyExemptions(
  findings: readonly Finding[],
  exemptions: readonly Exemption[],
  now: string,
): Exempted {
  const byKey = groupBy(exemptions, keyOf);
  const used = new Set<Exemption>();
  const marked = findings.map((finding): Finding => {
    const { exemption: _old, endedExemption: _ended, ...rest } = finding;
    const status = finding.status === 'exempt' ? 'open' : finding.status;
    const fitting = keysOf(finding).flatMap((key) => byKey.get(key) ?? []);
    for (const each of fitting) used.add(each);
    const last = fitting.reduce<Exemption | undefined>(later, undefined);
    if (last === undefined || status === 'resolved') return { ...rest, status };
    const { reason, owner, until } = last;
    return endOf(until) > Date.parse(now)
      ? { ...rest, status: 'exempt', exemption: { reason, owner, until } }
      : { ...rest, status, endedExemption: { reason, owner, until } };
  });
  return { findings: marked, unused: exemptions.filter((each) => !used.has(each)) };
}

function keyOf(exemption: Exemption): string {
  return 'finding' in exemption
    ? exemption.finding.toLowerCase()
    : `${exemption.rule} ${exemption.principal}`.toLowerCase();
}

/** A principal goes by its object id or its client id. */
function keysOf({ id, rule, principal }: Finding): string[] {
  const names = new Set([principal?.id, principal?.appId].map((name) => name?.toLowerCase()));
  return [
    id.toLowerCase(),
    ...[...names].flatMap((name) => (name === undefined ? [] : [`${rule} ${name}`.toLowerCase()])),
  ];
}

function later(one: Exemption | undefined, other: Exemption): Exemption {
  return one === undefined || endOf(other.until) > endOf(one.until) ? other : one;
}

/** A day counts to its end. */
function endOf(until: string): number {
  const dayOnly = !until.includes('T');
  return Date.parse(until) + (dayOnly ? 24 * 3_600_000 : 0);
}
