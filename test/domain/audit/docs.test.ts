import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseExemptions } from '../../../src/domain/audit/exemptions.ts';
import { ruleCodes } from '../../../src/domain/audit/finding.ts';
import { rules } from '../../../src/domain/audit/rules/index.ts';
import { severityOfAccess } from '../../../src/domain/audit/severity.ts';
import type { RiskClass } from '../../../src/domain/excess/riskClass.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/findings.md'), 'utf8');
const named = ruleCodes.map((code) => `${code} ${rules[code].name}`);

describe('docs/findings.md', () => {
  it('has a chapter for every rule, and for no other, with all that a reader wants to know', () => {
    const chapters = page.split(/^## /m).filter((chapter) => /^MG\d/.test(chapter));
    expect(chapters.map((chapter) => chapter.split('\n')[0])).toEqual(named);
    const parts = ['What', 'Why it matters', 'How to fix', 'When to exempt'];
    for (const chapter of chapters)
      expect([...chapter.matchAll(/^\*\*(.+)\.\*\*/gm)].map(([, part]) => part)).toEqual(parts);
  });

  it('lists every rule, with a link to its chapter', () => {
    const listed = [...page.matchAll(/^\| \[`(MG\d+)` (.+?)\]\(#(.+?)\)/gm)];
    expect(listed.map(([, code, name]) => `${code} ${name}`)).toEqual(named);
    const anchor = (heading: string) => heading.toLowerCase().replaceAll("'", '').replaceAll(' ', '-');
    expect(listed.map(([, , , link]) => link)).toEqual(named.map(anchor));
  });

  it('has the severities that are given', () => {
    const classes: [string, RiskClass | 'onlyReads' | undefined][] = [
      ['full control', 'fullControl'],
      ['hands out roles', 'roleWrites'],
      ['reads keys', 'keyAccess'],
      ['deletes', 'deletes'],
      ['reaches data', 'data'],
      ['other changes', 'other'],
      ['only reads', 'onlyReads'],
      ['nothing', undefined],
    ];
    const widths = ['resource', 'resourceGroup', 'subscription', 'managementGroup'] as const;
    const told = (words: string) =>
      new RegExp(`^\\| ${words} +\\|(.+)\\|$`, 'm')
        .exec(page)?.[1]
        ?.split('|')
        .map((cell) => cell.trim());
    for (const [words, name] of classes)
      expect(told(words), words).toEqual(widths.map((width) => severityOfAccess(excessOfClass(name), width)));
  });

  it('shows an exemptions file that is one', () => {
    const [, example = ''] = /```json\n(.+?)```/s.exec(page) ?? [];
    expect(parseExemptions(example)).toHaveProperty('exemptions');
  });
});

function excessOfClass(name: RiskClass | 'onlyReads' | undefined) {
  const because = { assignmentId: '', role: '', scope: '/', pattern: '*', conditional: false };
  const counts = { operations: 1, resourceTypes: 1, examples: [] };
  const risk = name === 'onlyReads' ? 'other' : name;
  return {
    sentence: '',
    conditional: false,
    classes:
      risk === undefined
        ? []
        : [{ class: risk, ...counts, because: [{ ...because, onlyReads: name === 'onlyReads' }] }],
  };
}
