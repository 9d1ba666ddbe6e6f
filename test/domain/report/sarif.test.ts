import { createRequire } from 'node:module';
import draft4 from 'ajv-draft-04';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { reportToSarif } from '../../../src/domain/report/sarif.ts';
import { cases, named, reportOf } from './reports.ts';

// Published by Microsoft beside its SARIF tools; we take the schema from it, not the matchers.
const schema = createRequire(import.meta.url)(
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
) as object;
// One of the schema's patterns is none of Unicode's.
const ajv = new draft4.default({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(schema);
const docs = 'https://example.com/findings.md';

describe('SARIF by the schema that others hold it to', () => {
  it.each(cases)('$name', ({ estate }) => {
    validate(JSON.parse(JSON.stringify(reportToSarif(reportOf(estate.snapshot), docs))));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(['{0} [a](b)', '</script>', '\u0000\u202e', '', '=1+1'])('with names such as %j', (name) => {
    const log = reportToSarif(named(name === '' ? 'x' : name), docs);
    validate(JSON.parse(JSON.stringify(log)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('without an address of the docs', () => {
    validate(JSON.parse(JSON.stringify(reportToSarif(named('x')))));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('refuses what is none', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
  });
});
