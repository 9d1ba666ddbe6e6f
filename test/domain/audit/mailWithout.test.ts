import { describe, expect, it } from 'vitest';
import { mailGoesOnFrom } from '../../../src/domain/audit/mailWithout.ts';
import type { HeldAtService } from '../../../src/domain/audit/mailWithout.ts';
import { neededActions } from '../../../src/domain/senderRole.ts';
import { group, guid, service } from './estate.ts';

const minutes = 60_000;
const now = Date.parse('2026-06-01T12:00:00Z');
const ago = (time: number) => new Date(now - time).toISOString();
const long = ago(1_000 * minutes);
const principalId = guid('s-payroll');
type Held = HeldAtService['assignments'][number];

function held(id: string, actions: readonly string[], more: Partial<Held> = {}): Held {
  const permissions = [{ actions, notActions: [], dataActions: [], notDataActions: [] }];
  return { id, principalId, scope: group, role: { id, name: id, permissions }, changedOn: long, ...more };
}
const broad = held('broad', ['*']);
const narrow = (more: Partial<Held> = {}) => held('narrow', neededActions, more);
const [read, ...writes] = neededActions;

const cases: [string, Held[], number | 'never', { mustSend?: boolean; ids?: string[] }?][] = [
  ['the narrow role is old', [broad, narrow()], now],
  [
    'the narrow role is five minutes old',
    [broad, narrow({ changedOn: ago(5 * minutes) })],
    now + 10 * minutes,
  ],
  ['the narrow role is of this moment', [broad, narrow({ changedOn: ago(0) })], now + 15 * minutes],
  ['Azure’s clock is ahead', [broad, narrow({ changedOn: ago(-3 * minutes) })], now + 15 * minutes],
  [
    'a young role stands beside an old one',
    [broad, narrow(), held('young', ['*'], { changedOn: ago(0) })],
    now,
  ],
  [
    'two roles give it together, and the second is young',
    [broad, held('one', [read]), held('two', writes, { changedOn: ago(minutes) })],
    now + 14 * minutes,
  ],
  ['nothing else is there', [broad], 'never'],
  ['what else is there gives a part', [broad, held('one', [read])], 'never'],
  ['what else is there holds under a condition', [broad, narrow({ condition: 'x' })], 'never'],
  ['what else is there is another’s', [broad, narrow({ principalId: 'other' })], 'never'],
  ['it holds under a condition itself', [{ ...broad, condition: 'x' }], 'never'],
  ['it never let anybody send', [held('broad', [read])], now],
  ['it never let anybody send, but it has to', [held('broad', [read])], 'never', { mustSend: true }],
  ['it is not to be seen, and nothing else is there', [], 'never'],
  ['it is not to be seen, and the narrow role is there', [narrow()], now],
  ['its id is spelt otherwise', [broad], 'never', { ids: ['BROAD'] }],
];

describe('mail without a broad role', () => {
  it.each(cases)('when %s', (...[, assignments, expected, more = {}]) => {
    const { mustSend = false, ids = ['broad'] } = more;
    const removed = { ids, mustSend, now, takesEffectWithin: 15 * minutes };
    expect(mailGoesOnFrom({ serviceId: service, principalId, assignments }, removed)).toBe(expected);
  });
});
