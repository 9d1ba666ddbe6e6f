import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/domain/problems.ts';
import { withApp } from '../support/appOnLocalAzure.ts';

type Case = { name: string; body: unknown; status: number; codes: string[]; query?: string };

const guid = '00000000-0000-4000-8000-000000000000';

/** Everything that must never start an operation. */
const cases: Case[] = [
  { name: 'malformed JSON', body: '{"application": ', status: 400, codes: ['malformed-json'] },
  { name: 'no body', body: '', status: 400, codes: ['malformed-json'] },
  { name: 'no object', body: [], status: 400, codes: ['not-an-object'] },
  { name: 'null', body: 'null', status: 400, codes: ['not-an-object'] },
  { name: 'no application', body: {}, status: 400, codes: ['missing-field'] },
  { name: 'a number as application', body: { application: 7 }, status: 400, codes: ['wrong-type'] },
  { name: 'an empty application', body: { application: '  ' }, status: 400, codes: ['invalid-application'] },
  {
    name: 'a control character',
    body: { application: 'Invoice\nService' },
    status: 400,
    codes: ['invalid-application'],
  },
  {
    name: 'an unknown field',
    body: { application: 'x', colour: 'red' },
    status: 400,
    codes: ['unknown-field'],
  },
  {
    name: 'an unknown field of the role',
    body: { application: 'x', role: { cloneOf: 'Reader', also: 1 } },
    status: 400,
    codes: ['unknown-field'],
  },
  {
    name: 'an unknown role',
    body: { application: 'x', role: 'admin' },
    status: 400,
    codes: ['invalid-role'],
  },
  {
    name: 'an unknown scope',
    body: { application: 'x', scope: 'tenant' },
    status: 400,
    codes: ['invalid-scope'],
  },
  {
    name: 'a username with a blank',
    body: { application: 'x', username: 'a b' },
    status: 400,
    codes: ['invalid-username'],
  },
  {
    name: 'half an email address',
    body: { application: 'x', username: 'a@' },
    status: 400,
    codes: ['invalid-username'],
  },
  {
    name: 'several problems at once',
    body: { application: '', role: 'x', scope: 'y', username: 'a b', communicationService: 'elsewhere' },
    status: 400,
    codes: [
      'invalid-application',
      'service-not-allowed',
      'invalid-username',
      'invalid-role',
      'invalid-scope',
    ],
  },
  {
    name: 'an unknown field beside wrong values and a wrong type',
    body: { application: 7, scope: 'y', colour: 'red' },
    status: 400,
    codes: ['wrong-type', 'invalid-scope', 'unknown-field'],
  },
  {
    name: 'a bad plan parameter',
    body: { application: 'x' },
    query: '?plan=maybe',
    status: 400,
    codes: ['invalid-parameter'],
  },
  {
    name: 'a service outside the allow-list',
    body: { application: 'Invoice Service', communicationService: 'elsewhere' },
    status: 403,
    codes: ['service-not-allowed'],
  },
  {
    name: 'an unknown display name',
    body: { application: 'Nobody' },
    status: 404,
    codes: ['application-not-found'],
  },
  { name: 'an unknown id', body: { application: guid }, status: 404, codes: ['application-not-found'] },
  {
    name: 'a display name with OData in it',
    body: { application: "x' or displayName eq 'Newsletter" },
    status: 404,
    codes: ['application-not-found'],
  },
  {
    name: 'an ambiguous display name',
    body: { application: 'Reporting' },
    status: 409,
    codes: ['application-ambiguous'],
  },
  {
    name: 'no service principal',
    body: { application: 'HR Portal' },
    status: 409,
    codes: ['no-service-principal'],
  },
  {
    name: 'a disabled service principal',
    body: { application: 'Old Intranet' },
    status: 409,
    codes: ['service-principal-disabled'],
  },
  {
    name: 'no verified domain',
    body: { application: 'Invoice Service', communicationService: 'contoso-lab' },
    status: 409,
    codes: ['no-verified-domain'],
  },
  {
    name: 'no linked domain',
    body: { application: 'Invoice Service', communicationService: 'contoso-empty' },
    status: 409,
    codes: ['no-linked-domain'],
  },
  {
    name: 'a username at a domain that is not linked',
    body: { application: 'Invoice Service', username: 'a@shop.contoso.example' },
    status: 409,
    codes: ['username-domain-not-linked'],
  },
  {
    name: 'a username at a domain that is not verified',
    body: {
      application: 'Invoice Service',
      communicationService: 'contoso-lab',
      username: 'a@lab.contoso.example',
    },
    status: 409,
    codes: ['no-verified-domain', 'username-domain-not-verified'],
  },
  {
    name: "another application's username",
    body: { application: 'Invoice Service', username: 'Contoso-Newsletter' },
    status: 409,
    codes: ['username-taken'],
  },
  {
    name: 'a role that is not there',
    body: { application: 'Invoice Service', role: { cloneOf: 'Nope' } },
    status: 404,
    codes: ['role-not-found'],
  },
  {
    name: 'a role that can hand out roles',
    body: { application: 'Invoice Service', role: { cloneOf: 'Owner' } },
    status: 403,
    codes: ['role-hands-out-roles'],
  },
  {
    name: 'a scope that Mailgrant may not touch',
    body: { application: 'Invoice Service', scope: 'subscription' },
    status: 502,
    codes: ['not-authorized'],
  },
  {
    name: 'a second username',
    body: { application: 'Newsletter', username: 'other' },
    status: 409,
    codes: ['username-exists'],
  },
];

describe('POST /grants never starts an operation for', () => {
  it.each(cases)('$name', ({ body, status, codes, query = '' }) =>
    withApp({}, async (app) => {
      const answer = await app.call<{ code: string; problems: Problem[] }>(`POST /grants${query}`, body);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.body.problems.map(({ code }) => code)).toEqual(codes);
      expect(answer.status).toBe(status);
      for (const { message, fix } of answer.body.problems) {
        expect(message).toMatch(/\.$/);
        expect(fix.length).toBeGreaterThan(10);
      }
      const { body: list } = await app.call<{ operations: unknown[] }>('GET /operations');
      expect(list.operations).toEqual([]);
      expect(app.askedOfAzure().filter((asked) => !asked.startsWith('GET '))).toEqual([]);
    }),
  );
});

describe('the other doors refuse', () => {
  it.each([
    { route: 'GET /operations/unknown', status: 404, code: 'operation-not-found' },
    { route: 'GET /operations/a%2Fb', status: 404, code: 'operation-not-found' },
    { route: 'GET /grants/Nobody', status: 404, code: 'application-not-found' },
    { route: 'DELETE /grants/Nobody', status: 404, code: 'application-not-found' },
    { route: `DELETE /grants/${guid}`, status: 404, code: 'grant-not-found' },
    { route: 'DELETE /grants/Invoice%20Service', status: 404, code: 'grant-not-found' },
  ])('$route with $code', ({ route, status, code }) =>
    withApp({}, async (app) => {
      const answer = await app.call<{ code: string }>(route);
      expect(answer.body.code).toBe(code);
      expect(answer.status).toBe(status);
    }),
  );
});
