import { describe, expect, it } from 'vitest';
import { chooseUsername } from '../../src/domain/chosenUsername.ts';
import { narrowedTo } from '../../src/domain/inspectedService.ts';
import { generatedUsername } from '../../src/domain/naming.ts';
import {
  anApplication,
  appId,
  aUsername,
  inspectedService,
  otherAppId,
  serviceId,
} from '../support/records.ts';

const generated = generatedUsername(anApplication(), serviceId);
const others = Array.from({ length: 50 }, (_, n) => aUsername({ username: `other-${n}`, appId: otherAppId }));

describe('the logins of a mail service that matter to an application', () => {
  it.each<[string, string | undefined, { username: string; appId: string }[]]>([
    ['none', undefined, []],
    ['its own, in any case', undefined, [{ username: 'payroll', appId: appId.toUpperCase() }]],
    ['the generated one', undefined, [{ username: generated.toUpperCase(), appId: otherAppId }]],
    ['the generated one with a domain', undefined, [{ username: `${generated}@a.b`, appId: otherAppId }]],
    ['the one it asks for', 'Reports', [{ username: 'reports', appId: otherAppId }]],
  ])('are %s', (_name, username, mattering) => {
    const expected = mattering.map((each) => aUsername(each));
    const inspected = inspectedService({ usernames: [...others, ...expected] });
    const about = { appId, ...(username === undefined ? {} : { username }) };
    const narrowed = narrowedTo(about, inspected);
    expect(narrowed).toEqual({ ...inspected, usernames: expected });
    for (const format of ['freeform', 'email'] as const)
      expect(chooseUsername(username, anApplication(), { inspected: narrowed, format })).toEqual(
        chooseUsername(username, anApplication(), { inspected, format }),
      );
  });
});
