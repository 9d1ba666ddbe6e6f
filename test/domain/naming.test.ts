import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deterministicGuid } from '../../src/domain/deterministicGuid.ts';
import { generatedUsername, operationId, roleAssignmentName, slug } from '../../src/domain/naming.ts';
import { smtpUsernameName, smtpUsernameNameFor } from '../../src/domain/naming.ts';
import { usernameProblem } from '../../src/domain/username.ts';
import { appId, groupScope, otherAppId, principalId, serviceId } from '../support/records.ts';

const text = fc.string({ unit: 'binary', maxLength: 300 });

/** RFC 4122, version 5, written out. */
function guidV5(namespace: string, name: string): string {
  const bytes = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  const hash = createHash('sha1').update(bytes).update(name, 'utf8').digest().subarray(0, 16);
  hash[6] = (hash.readUInt8(6) & 0x0f) | 0x50;
  hash[8] = (hash.readUInt8(8) & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

describe('deterministicGuid', () => {
  const armNamespace = '11fb06fb-712d-4ddd-98c7-e71bbd588830';

  it('is what ARM’s guid() gives: version 5 of the parts, joined by dashes', () => {
    expect(deterministicGuid('a', 'b')).toBe(guidV5(armNamespace, 'a-b'));
    // The vector of the RFC's own DNS namespace shows that the reference above is right.
    expect(guidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });

  it('does not mind the case of ARM ids', () => {
    expect(deterministicGuid(serviceId, 'x')).toBe(deterministicGuid(serviceId.toUpperCase(), 'X'));
  });
});

describe('slug', () => {
  it.each([
    ['Payroll Reports', 'payroll-reports'],
    ['  --Åäö & Søn--  ', 'aao-s-n'],
    ['Ｆｕｌｌ', 'full'],
    ['日本語', 'app'],
    ['', 'app'],
    ['../../etc/passwd', 'etc-passwd'],
    ['a\u202Eb\u0000c', 'a-b-c'],
    ['İstanbul', 'istanbul'],
    ['x'.repeat(39) + ' y', 'x'.repeat(39)],
  ])('of %j is %j', (given, expected) => expect(slug(given)).toBe(expected));

  it('is letters, digits and single dashes, of 1 to 40 characters', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(slug(given)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slug(given).length).toBeLessThanOrEqual(40);
      }),
    );
  });
});

describe('generatedUsername', () => {
  it('is a login that Azure takes, readable and different for every application and service', () => {
    fc.assert(
      fc.property(text, (displayName) => {
        const one = generatedUsername({ displayName, appId }, serviceId);
        expect(usernameProblem(one)).toBeUndefined();
        expect(one).not.toBe(generatedUsername({ displayName, appId: otherAppId }, serviceId));
        expect(one).not.toBe(generatedUsername({ displayName, appId }, `${serviceId}2`));
        expect(one).toMatch(new RegExp(`^${slug(displayName)}-[0-9a-f]{8}$`));
      }),
    );
  });

  it('differs for different apps of one name', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 20 }), (ids) => {
        const names = ids.map((id) => generatedUsername({ displayName: 'Reports', appId: id }, serviceId));
        expect(new Set(names).size).toBe(ids.length);
      }),
    );
  });
});

describe('smtpUsernameNameFor', () => {
  it('is a name that Azure takes, and never the login itself', () => {
    fc.assert(
      fc.property(text, (username) => {
        const name = smtpUsernameNameFor(username, appId);
        expect(name).toMatch(smtpUsernameName.pattern);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(smtpUsernameName.longest);
        expect(name.toLowerCase()).not.toBe(username.toLowerCase());
        expect(smtpUsernameNameFor(name, appId).toLowerCase()).not.toBe(name.toLowerCase());
      }),
    );
  });

  it('is another one for every application, so that none can overwrite the login of another', () => {
    expect(smtpUsernameNameFor('payroll', appId)).not.toBe(smtpUsernameNameFor('payroll', otherAppId));
  });

  it('is the same for logins that differ in case alone', () => {
    expect(smtpUsernameNameFor('Payroll', appId)).toBe(smtpUsernameNameFor('payroll', appId));
  });
});

it('names assignments and operations by what they are about', () => {
  const name = roleAssignmentName(groupScope, principalId, 'role');
  expect(name).toBe(roleAssignmentName(groupScope.toUpperCase(), principalId.toUpperCase(), 'ROLE'));
  expect(name).not.toBe(roleAssignmentName(groupScope, principalId, 'other'));
  expect(operationId('grant', appId, serviceId)).toMatch(/^grant-[0-9a-f-]{36}$/);
  expect(operationId('revoke', appId, serviceId).slice(7)).toBe(
    operationId('grant', appId, serviceId).slice(6),
  );
});
