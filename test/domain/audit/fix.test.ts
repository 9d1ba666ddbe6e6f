import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoted } from '../../../src/domain/azRest.ts';
import { judgeSnapshot } from '../../../src/domain/audit/judge.ts';
import { accessCases } from '../../cases/findings/access.ts';
import { couldSendCases } from '../../cases/findings/couldSend.ts';
import { holdingCases } from '../../cases/findings/holding.ts';
import { leftoverCases } from '../../cases/findings/leftovers.ts';
import { serviceCases } from '../../cases/findings/servicesAndSecrets.ts';
import { wordsOf } from '../../support/azWords.ts';
import { sender, service, withoutRole } from './estate.ts';

describe('a fix', () => {
  it('quotes whatever a name holds', () => {
    const hostile = ["'; rm -rf ~; '", '$(id)', '`id`', '\\', '"', '\n# x', '!!', 'é🙂', '', '-x', "''"];
    for (const text of hostile) expect(wordsOf(`az ${quoted(text)}`)).toEqual([text]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const plain = text.replaceAll('\0', '');
        expect(wordsOf(`az ${quoted(plain)}`)).toEqual([plain.toWellFormed()]);
      }),
      { numRuns: 20 },
    );
  });

  it('narrows first, then takes the broad role away', () => {
    const [finding] = judgeSnapshot(withoutRole().assign('payroll', 'contributor').snapshot);
    const commands = finding?.fix.az.map(wordsOf) ?? [];
    expect(commands.map(([, , method]) => method)).toEqual(['put', 'delete']);
    expect(commands[0]?.[4]).toContain(`${service}/providers/Microsoft.Authorization/roleAssignments/`);
    expect(JSON.parse(commands[0]?.at(-1) ?? '')).toMatchObject({
      properties: {
        principalType: 'ServicePrincipal',
        roleDefinitionId: expect.stringContaining(sender.name) as string,
      },
    });
    expect(commands[1]?.[4]).toBe(`${finding?.assignment}?api-version=2022-04-01`);
  });

  it('makes the role where it is not there, and does not assign it twice', () => {
    const estate = withoutRole().assign('payroll', 'contributor');
    Reflect.deleteProperty(estate.snapshot.roles, sender.name);
    expect(judgeSnapshot(estate.snapshot)[0]?.fix.az.length).toBe(3);
    const narrow = withoutRole().assign('payroll', 'contributor').assign('payroll', 'sender');
    expect(judgeSnapshot(narrow.snapshot)[0]?.fix.az.length).toBe(1);
  });

  // Each of two wide assignments must not count on the other one, which has a fix of its own.
  it('keeps mail going when all fixes are carried out', () => {
    const estate = withoutRole().assign('payroll', 'sender', `${service.split('/providers')[0]}`);
    estate.assign('payroll', 'contributor');
    for (const { fix } of judgeSnapshot(estate.snapshot)) {
      expect(wordsOf(fix.az[0] ?? '')[2]).toBe('put');
      expect(wordsOf(fix.az.at(-1) ?? '')[2]).toBe('delete');
    }
  });

  const commands = [
    ...accessCases,
    ...couldSendCases,
    ...holdingCases,
    ...leftoverCases,
    ...serviceCases,
  ].flatMap(({ estate }) => judgeSnapshot(estate.snapshot).flatMap(({ fix }) => fix.az));
  it('is made of commands that bash reads as they are meant', () => {
    expect(commands.length).toBeGreaterThan(50);
    const words = wordsOf([...new Set(commands)].join('; '));
    expect(words.filter((word) => word === 'rest' || word === 'ad').length).toBe(new Set(commands).size);
  });

  it('always says what to do', () => {
    const notes = [...accessCases, ...leftoverCases, ...serviceCases].flatMap(({ estate }) =>
      judgeSnapshot(estate.snapshot).map(({ fix }) => fix.note),
    );
    expect(notes.every((note) => note.endsWith('.') || note.endsWith(').'))).toBe(true);
  });
});
