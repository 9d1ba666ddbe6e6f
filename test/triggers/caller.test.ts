import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readPrincipal } from '../../src/triggers/http/caller.ts';
import { objectIdOf, principalHeader, signedIn } from '../support/signedIn.ts';

const headerOf = (headers: Record<string, string>) => headers['x-ms-client-principal'] ?? null;
const read = (principal: unknown) => readPrincipal(headerOf(principalHeader(principal)));
const ada = { typ: 'oid', val: objectIdOf('ada') };
const says = (...claims: { typ: string; val: string }[]) => ({
  auth_typ: 'aad',
  name_typ: 'name',
  role_typ: 'roles',
  claims,
});

describe('who has signed in', () => {
  it('has a name, an object id and app roles', () => {
    const header = headerOf(signedIn('ada', 'Mailgrant.Operator', 'Mailgrant.Approver'));
    expect(readPrincipal(header)).toEqual({
      who: 'ada@contoso.example',
      principalId: objectIdOf('ada'),
      roles: ['Mailgrant.Operator', 'Mailgrant.Approver'],
    });
  });

  it.each([
    [
      'the name of its sign-in',
      says({ typ: 'preferred_username', val: 'ada@contoso.example' }),
      'ada@contoso.example',
    ],
    [
      'the claim that is said to be its name',
      { ...says({ typ: 'unique', val: 'Ada' }), name_typ: 'unique' },
      'Ada',
    ],
    ['the client id of an application', says({ typ: 'azp', val: 'c-1' }), 'application c-1'],
    ['nothing', says(), 'somebody signed in'],
    ['a name on two lines', says({ typ: 'name', val: ' Ada\r\n[error] forged ' }), 'Ada [error] forged'],
    ['a name of nothing', says({ typ: 'name', val: '\u0000' }), 'somebody signed in'],
    ['an endless name', says({ typ: 'name', val: 'x'.repeat(5000) }), 'x'.repeat(256)],
    ['a name of other letters', says({ typ: 'name', val: 'Zoë 山田' }), 'Zoë 山田'],
  ])('is called by %s', (_what, principal, who) => {
    expect(read(principal)?.who).toBe(who);
  });

  it.each([
    ['in other letters', [{ ...ada, val: ada.val.toUpperCase() }], ada.val],
    ['twice the same', [ada, { typ: ada.typ, val: ada.val }], ada.val],
    ['twice, and not the same', [ada, { typ: 'oid', val: objectIdOf('grace') }], undefined],
    [
      'under both names, and not the same',
      [
        ada,
        { typ: 'http://schemas.microsoft.com/identity/claims/objectidentifier', val: objectIdOf('grace') },
      ],
      undefined,
    ],
    ['empty', [{ typ: 'oid', val: ' ' }], undefined],
    ['not at all', [], undefined],
  ])('has an object id that is said %s', (_how, claims, principalId) => {
    expect(read(says(...claims))?.principalId).toBe(principalId);
  });

  it.each([
    ['of the role claim', says({ typ: 'roles', val: 'Mailgrant.Reader' }), ['Mailgrant.Reader']],
    [
      'of the claim that is said to hold them',
      { ...says({ typ: 'r', val: 'Mailgrant.Reader' }), role_typ: 'r' },
      ['Mailgrant.Reader'],
    ],
    [
      'of no other claim',
      says({ typ: 'groups', val: 'Mailgrant.Reader' }, { typ: 'name', val: 'Mailgrant.Approver' }),
      [],
    ],
    ['in these letters only', says({ typ: 'roles', val: 'mailgrant.approver' }), []],
    ['that Mailgrant knows', says({ typ: 'roles', val: 'Mailgrant.Owner' }), []],
    ['one by one', says({ typ: 'roles', val: 'Mailgrant.Reader,Mailgrant.Approver' }), []],
  ])('has the roles %s', (_which, principal, roles) => {
    expect(read(principal)?.roles).toEqual(roles);
  });
});

describe('nobody has signed in', () => {
  it.each([
    ['no header', null],
    ['an empty header', ''],
    ['no base64', '{"auth_typ":"aad"}'],
    ['base64 of no JSON', btoa('aad')],
    ['base64 of no UTF-8', btoa('{"auth_typ":"aad","claims":[],"x":"\u00ff"}')],
  ])('by %s', (_what, header) => {
    expect(readPrincipal(header)).toBeUndefined();
  });

  const good = says(ada, { typ: 'roles', val: 'Mailgrant.Approver' });
  it.each([
    ['null', null],
    ['a list', [good]],
    ['a text', 'ada'],
    ['no claims', { auth_typ: 'aad' }],
    ['claims of another kind', { ...good, claims: { roles: ['Mailgrant.Approver'] } }],
    ['a claim without a value', { ...good, claims: [...good.claims, { typ: 'oid' }] }],
    [
      'a claim that is no text',
      { ...good, claims: [...good.claims, { typ: 'roles', val: ['Mailgrant.Approver'] }] },
    ],
    ['another identity provider', { ...good, auth_typ: 'github' }],
    ['no identity provider', { ...good, auth_typ: undefined }],
  ])('as %s', (_what, principal) => {
    expect(read(good)?.roles).toEqual(['Mailgrant.Approver']);
    expect(read(principal)).toBeUndefined();
  });

  test('by anything else', () => {
    const isNobody = (header: string) => {
      expect(readPrincipal(header)).toBeUndefined();
    };
    fc.assert(fc.property(fc.string(), isNobody));
    fc.assert(fc.property(fc.json(), (text) => isNobody(Buffer.from(text).toString('base64'))));
  });
});
