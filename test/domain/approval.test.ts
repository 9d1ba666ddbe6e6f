import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { decisionProblem, parseDecisionRequest, readDecision } from '../../src/domain/approval.ts';
import { madeBy, provenance } from '../../src/domain/requester.ts';
import { requester } from '../support/records.ts';

const good = { approve: true, reason: 'Agreed with the mail team.' };

describe('the body of a decision', () => {
  it.each([
    ['approves', good, good],
    ['rejects', { ...good, approve: false }, { ...good, approve: false }],
    ['says which approval it means', { ...good, approval: 'a-1' }, { ...good, approval: 'a-1' }],
    ['has blanks around its reason', { ...good, reason: '  Yes. ' }, { ...good, reason: 'Yes.' }],
    ['has the longest reason', { ...good, reason: 'x'.repeat(1000) }, { ...good, reason: 'x'.repeat(1000) }],
  ])('%s', (_what, body, read) => {
    expect(parseDecisionRequest(body)).toEqual(read);
  });

  it.each([
    ['no object', 'yes', ['not-an-object']],
    ['nothing', undefined, ['not-an-object']],
    ['a list', [good], ['not-an-object']],
    ['an empty object', {}, ['missing-field approve', 'missing-field reason']],
    ['a text for a yes', { ...good, approve: 'true' }, ['wrong-type approve']],
    ['a number for a yes', { ...good, approve: 1 }, ['wrong-type approve']],
    ['no reason', { approve: true }, ['missing-field reason']],
    ['a reason of nothing', { ...good, reason: null }, ['wrong-type reason']],
    ['an empty reason', { ...good, reason: ' ' }, ['invalid-reason reason']],
    ['a long reason', { ...good, reason: 'x'.repeat(1001) }, ['invalid-reason reason']],
    ['two lines', { ...good, reason: 'a\nb' }, ['invalid-reason reason']],
    ['a line separator', { ...good, reason: 'a\u2028b' }, ['invalid-reason reason']],
    ['half a character', { ...good, reason: 'a \ud83d b' }, ['invalid-reason reason']],
    ['a name of its own', { ...good, by: { who: 'the boss' } }, ['unknown-field by']],
    [
      'everything at once',
      { approve: 'no', reason: '\u0000', approval: 1, also: 2, more: 3 },
      [
        'wrong-type approve',
        'invalid-reason reason',
        'wrong-type approval',
        'unknown-field also',
        'unknown-field more',
      ],
    ],
  ])('is refused: %s', (_what, body, problems) => {
    const read = parseDecisionRequest(body);
    if (!Array.isArray(read)) throw new Error('It was taken.');
    expect(read.map(({ code, field }) => [code, field].join(' ').trim())).toEqual(problems);
    for (const { message, fix } of read) expect(Math.min(message.length, fix.length)).toBeGreaterThan(10);
  });
});

describe('what is raised as a decision', () => {
  const raised = { ...good, approval: 'a-1', by: { who: 'grace@contoso.example', principalId: 'p-1' } };
  const { approval: _approval, ...read } = raised;

  it('is one if it answers this waiting', () => {
    expect(readDecision(raised, 'a-1')).toEqual(read);
    expect(readDecision({ ...raised, by: { who: 'grace' } }, 'a-1')).toEqual({
      ...read,
      by: { who: 'grace' },
    });
  });

  it('takes a request back, whichever waiting it is', () => {
    const back = { approve: false, reason: 'The tag is gone.', by: 'withdrawn' } as const;
    expect(readDecision(back, 'a-1')).toEqual(back);
  });

  it.each([
    ['a long reason', 'x'.repeat(5000), 'x'.repeat(1000)],
    ['a reason on two lines', 'a\nb', 'a b'],
    ['no reason', undefined, ''],
  ])('takes a request back with %s', (_what, reason, kept) => {
    expect(readDecision({ by: 'withdrawn', reason }, 'a-1')).toEqual({
      approve: false,
      by: 'withdrawn',
      reason: kept,
    });
  });

  it('approves nothing in the name of nobody', () => {
    const decision = readDecision({ ...raised, by: 'withdrawn' }, 'a-1');
    expect(decision?.approve).toBe(false);
    expect(decisionProblem(decision!)).toMatchObject({ code: 'request-withdrawn' });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'approve'],
    ['an empty object', {}],
    ['a decision of nobody', { ...good, approval: 'a-1' }],
    ['a decision on another waiting', { ...raised, approval: 'a-0' }],
    ['a decision on none', { ...good, by: raised.by }],
    ['no reason', { ...raised, reason: '' }],
    ['a reason on two lines', { ...raised, reason: 'a\nb' }],
    ['a nameless approver', { ...raised, by: { who: '' } }],
    ['a forged line in the name', { ...raised, by: { who: 'a\r\nb' } }],
    ['a text for a yes', { ...raised, approve: 'true' }],
    ['more than there is', { ...raised, role: 'owner' }],
    ['an endless name', { ...raised, by: { who: 'x'.repeat(257) } }],
  ])('is none: %s', (_what, payload) => {
    expect(readDecision(payload, 'a-1')).toBeUndefined();
  });

  test('never makes anything throw', () => {
    fc.assert(
      fc.property(fc.anything(), (payload) => {
        expect(readDecision(payload, 'a-1')).toBeUndefined();
        expect(Array.isArray(parseDecisionRequest(payload))).toBe(true);
      }),
    );
  });
});

describe('the provenance of what was approved', () => {
  it('names the approver and the reason', () => {
    expect(provenance('grant-1', requester, { who: 'grace@contoso.example', reason: 'Agreed.' })).toBe(
      'Mailgrant operation grant-1 (http): asked for by ada@contoso.example. ' +
        'Approved by grace@contoso.example: Agreed. POST /api/grants',
    );
  });

  it('names the approver also where a requester has the longest of names', () => {
    const asked = { door: 'event' as const, who: 'x'.repeat(5000), why: 'y'.repeat(5000) };
    const description = provenance('grant-1', asked, { who: 'grace', reason: 'z'.repeat(600) });
    expect(description).toContain(`Approved by grace: ${'z'.repeat(600)}.`);
    expect(description).toHaveLength(1024);
  });

  test('is what Azure takes, and names the approver, whatever the requester is called', () => {
    const text = fc.string({ unit: 'binary', maxLength: 2000 });
    fc.assert(
      fc.property(text, text, text, (who, why, reason) => {
        const approval = { who: 'grace@contoso.example', reason };
        const description = provenance('grant-1', { door: 'event', who, why }, approval);
        expect(description.length).toBeLessThanOrEqual(1024);
        expect(description).not.toMatch(/\p{Cc}/u);
        expect(description.isWellFormed()).toBe(true);
        expect(description).toContain('Approved by grace@contoso.example: ');
        expect(madeBy(description)).toEqual({ operation: 'grant-1', door: 'event' });
      }),
    );
  });
});
