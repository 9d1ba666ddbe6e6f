import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findService, parseApplicationReference, parseGrantRequest } from '../../src/domain/grantRequest.ts';
import { otherServiceId, serviceId } from '../support/records.ts';

const services = [serviceId, otherServiceId] as const;

describe('parseGrantRequest', () => {
  it('fills in the defaults', () => {
    expect(parseGrantRequest({ application: ' Payroll Reports ' }, services)).toEqual({
      application: 'Payroll Reports',
      serviceId,
      role: { kind: 'least-privilege' },
      scope: 'resource',
    });
  });

  it.each([
    ['the name of a service', { communicationService: 'CONTOSO-LAB' }, { serviceId: otherServiceId }],
    [
      'its ARM id in any case',
      { communicationService: otherServiceId.toUpperCase() },
      { serviceId: otherServiceId },
    ],
    ['least privilege', { role: 'least-privilege' }, { role: { kind: 'least-privilege' } }],
    ['the owner role', { role: 'owner' }, { role: { kind: 'owner' } }],
    ['a clone', { role: { cloneOf: ' Reader ' } }, { role: { kind: 'clone', of: 'Reader' } }],
    ['a scope', { scope: 'resourceGroup' }, { scope: 'resourceGroup' }],
    ['the widest scope', { scope: 'subscription' }, { scope: 'subscription' }],
    ['a username', { username: 'payroll.reports_1' }, { username: 'payroll.reports_1' }],
    ['an address', { username: 'a+b@mail.contoso.example' }, { username: 'a+b@mail.contoso.example' }],
  ])('takes %s', (_what, asked, expected) => {
    expect(parseGrantRequest({ application: 'a', ...asked }, services)).toMatchObject(expected);
  });

  it('tells every problem at once', () => {
    const body = { application: '', communicationService: 'x', username: 'a b', role: 'x', scope: 'x' };
    const problems = parseGrantRequest(body, services);
    expect(problems).toHaveLength(5);
    const shape = { application: 1, username: 2, one: 1, two: 2 };
    expect(
      (parseGrantRequest(shape, services) as { field: string }[]).map(({ field }) => field).sort(),
    ).toEqual(['application', 'one', 'two', 'username']);
  });

  it('never throws, and gives a request or problems that each have a fix', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.record({ application: fc.string({ unit: 'binary' }) })),
        (body) => {
          const parsed = parseGrantRequest(body, services);
          if (!Array.isArray(parsed)) expect(encodeURIComponent(parsed.application)).not.toBe('');
          else for (const { message, fix } of parsed) expect(message && fix).toMatch(/\.$/);
        },
      ),
    );
  });
});

it('takes an application of 256 characters, but no more', () => {
  expect(parseApplicationReference('x'.repeat(256))).toBe('x'.repeat(256));
  expect(parseApplicationReference('x'.repeat(257))).toMatchObject({ code: 'invalid-application' });
});

it('takes a role name of 512 characters, but no more', () => {
  const clone = (length: number) => ({ application: 'a', role: { cloneOf: 'x'.repeat(length) } });
  expect(parseGrantRequest(clone(512), services)).toMatchObject({ role: { of: 'x'.repeat(512) } });
  expect(parseGrantRequest(clone(513), services)).toMatchObject([{ code: 'invalid-role' }]);
});

it('finds no service by a part of its name', () => {
  expect(findService('contoso', services)).toMatchObject({ code: 'service-not-allowed' });
});
