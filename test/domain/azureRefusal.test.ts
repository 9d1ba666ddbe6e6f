import { describe, expect, it } from 'vitest';
import { AzureError } from '../../src/domain/azureError.ts';
import { explainRefusal } from '../../src/domain/azureRefusal.ts';
import cases from '../cases/azureErrors.json' with { type: 'json' };

describe('explainRefusal', () => {
  it.each(cases)('$status $code is $problem', ({ status, code, kind, problem, fix, mayHaveHappened }) => {
    const error = new AzureError('This is why.', { status, code });
    const answer = explainRefusal(error, 'assign the role at /x');
    expect(answer.kind).toBe(kind);
    expect(answer.problem.code).toBe(problem);
    expect(answer.problem.message).toContain('assign the role at /x');
    expect(answer.problem.message).toContain(`${code}: This is why.`);
    expect(answer.problem.fix).toContain(fix ?? '');
    expect(answer.problem.fix).toMatch(/\.$/);
    if (answer.kind === 'later') expect(answer.mayHaveHappened).toBe(mayHaveHappened ?? false);
  });

  it('says whether Azure refused or did not answer', () => {
    const say = (status: number) =>
      explainRefusal(new AzureError('Why.', { status, code: 'X' }), 'look').problem.message;
    expect(say(403)).toBe('Azure refused to look: X: Why.');
    expect(say(0)).toBe('Azure did not answer when asked to look: X: Why.');
  });

  it.each([0, 10])('passes Azure’s Retry-After of %i on', (retryAfter) => {
    const error = new AzureError('Slow down.', { status: 429, code: 'X', retryAfter });
    expect(explainRefusal(error, 'look')).toMatchObject({ afterSeconds: retryAfter });
  });

  it('leaves the pause out where Azure names none', () => {
    expect(explainRefusal(new AzureError('', { status: 503, code: 'X' }), 'look')).not.toHaveProperty(
      'afterSeconds',
    );
  });
});
