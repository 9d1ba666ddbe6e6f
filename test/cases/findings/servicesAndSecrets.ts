import { Estate, guid, leastPrivilege } from '../../domain/audit/estate.ts';
import type { FindingCase } from './findingCase.ts';

const verified = { name: 'contoso.com', verified: true };
const unverified = { name: 'new.contoso.com', verified: false };
type Domains = { name: string; verified: boolean }[];
const payrollAt = (domains: Domains, login = 'payroll') =>
  new Estate()
    .service(undefined, domains)
    .application('payroll')
    .username('payroll', { login })
    .assign('payroll', 'sender');
const gone = '2026-05-31T23:59:00Z';
const soon = '2026-06-20T00:00:00Z';
const later = '2027-06-01T00:00:00Z';
const recent = '2026-01-01T00:00:00Z';
const old = '2024-01-01T00:00:00Z';

/** The rules about mail services and credentials. */
export const serviceCases: FindingCase[] = [
  // MG301
  { name: 'no linked domain', estate: payrollAt([]), finds: ['MG301 medium'] },
  {
    name: 'no linked domain, and a login in email format',
    estate: payrollAt([], 'a@contoso.com'),
    finds: ['MG301 medium'],
  },
  {
    name: 'no linked domain at a service without logins',
    estate: new Estate().service(undefined, []),
    finds: [],
  },

  // MG302
  {
    name: 'a linked domain is not verified',
    estate: payrollAt([verified, unverified]),
    finds: ['MG302 medium'],
  },
  {
    name: 'the domain of a login is not verified',
    estate: payrollAt([unverified], 'a@new.contoso.com'),
    finds: ['MG302'],
  },
  {
    name: 'two linked domains are not verified',
    estate: payrollAt([unverified, { name: 'x.com', verified: false }]),
    finds: ['MG302', 'MG302'],
  },
  {
    name: 'a domain not verified at a service without logins',
    estate: new Estate().service(undefined, [unverified]),
    finds: [],
  },

  // MG303
  {
    name: 'the domain of a login is not linked',
    estate: payrollAt([verified], 'a@other.com'),
    finds: ['MG303 medium'],
  },
  {
    name: 'the domain of a login only ends the same',
    estate: payrollAt([verified], 'a@notcontoso.com'),
    finds: ['MG303'],
  },
  {
    name: 'the domain of a login is a subdomain',
    estate: payrollAt([verified], 'a@mail.contoso.com'),
    finds: ['MG303'],
  },
  {
    name: 'the domain of a login is linked, in other letter case',
    estate: payrollAt([verified], 'a@Contoso.COM'),
    finds: [],
  },
  { name: 'a free-form login', estate: payrollAt([verified], 'contoso.org'), finds: [] },
  {
    name: 'a login of a deleted application at another domain',
    estate: leastPrivilege().username('gone', { login: 'a@other.com' }),
    finds: ['MG203'],
  },

  // MG304
  {
    name: 'the last secret expired',
    estate: leastPrivilege().secrets('payroll', { to: gone }),
    finds: ['MG304 medium'],
  },
  {
    name: 'all secrets expired',
    estate: leastPrivilege().secrets('payroll', { to: gone }, { keyId: 'k2', to: old }),
    finds: ['MG304'],
  },
  {
    name: 'an expired secret beside a valid one',
    estate: leastPrivilege().secrets('payroll', { to: gone }, { keyId: 'k2', from: recent, to: later }),
    finds: [],
  },
  { name: 'no secret at all', estate: leastPrivilege().secrets('payroll'), finds: [] },
  {
    name: 'an expired secret beside a certificate',
    estate: (() => {
      const estate = leastPrivilege().secrets('payroll', { to: gone });
      const application = estate.snapshot.applications[guid('a-payroll')];
      if (application !== undefined) application.otherCredentials = true;
      return estate;
    })(),
    finds: [],
  },
  {
    name: 'an expired secret of an application that does not send',
    estate: leastPrivilege().application('other').secrets('other', { to: gone }),
    finds: [],
  },
  {
    name: 'an expired secret of a disabled application',
    estate: new Estate()
      .service()
      .application('off', { enabled: false })
      .username('off')
      .secrets('off', { to: gone }),
    finds: [],
  },

  // MG305
  {
    name: 'the last secret expires in 19 days',
    estate: leastPrivilege().secrets('payroll', { to: soon }),
    finds: ['MG305 low'],
  },
  {
    name: 'the last secret expires in exactly 30 days',
    estate: leastPrivilege().secrets('payroll', { to: '2026-07-01T00:00:00Z' }),
    finds: ['MG305'],
  },
  {
    name: 'the last secret expires in 31 days',
    estate: leastPrivilege().secrets('payroll', { to: '2026-07-02T00:00:00Z' }),
    finds: [],
  },
  {
    name: 'an expiring secret beside a newer one',
    estate: leastPrivilege().secrets('payroll', { to: soon }, { keyId: 'k2', from: recent, to: later }),
    finds: [],
  },

  // MG306
  {
    name: 'a secret over two years old',
    estate: leastPrivilege().secrets('payroll', { from: old, to: later }),
    finds: ['MG306 medium'],
  },
  {
    name: 'an old secret beside a newer one',
    estate: leastPrivilege().secrets(
      'payroll',
      { from: old, to: later },
      { keyId: 'k2', from: recent, to: later },
    ),
    finds: ['MG306'],
  },
  {
    name: 'two old secrets are one finding',
    estate: leastPrivilege().secrets(
      'payroll',
      { from: old, to: later },
      { keyId: 'k2', from: old, to: later },
    ),
    finds: ['MG306'],
  },
  {
    name: 'an old secret that expires soon',
    estate: leastPrivilege().secrets('payroll', { from: old, to: soon }),
    finds: ['MG305', 'MG306'],
  },
  {
    name: 'an old secret that expired',
    estate: leastPrivilege().secrets('payroll', { from: old, to: gone }),
    finds: ['MG304'],
  },
  {
    name: 'a secret two years old today',
    estate: leastPrivilege().secrets('payroll', { from: '2024-06-01T00:00:00Z', to: later }),
    finds: [],
  },
  { name: 'a secret of unknown age', estate: leastPrivilege().secrets('payroll', { to: later }), finds: [] },
];
