import { describe, expect, it } from 'vitest';
import type { BatchOutcome } from '../../src/domain/operation.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import type { Problem } from '../../src/domain/problems.ts';
import { estateWithFleet, fleetNames } from '../chaos/fleet.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure, Started } from '../support/appOnLocalAzure.ts';
import { traces } from '../support/mailgrantTraces.ts';

type Posted<T> = { status: number; body: T };
type Refused = { code: string; detail: string; problems: Problem[] };

/** Rows that are wrong in one way each, with their problems; `#` makes them differ from each other. */
const kindsOfBadRows: [text: string, ...problems: [code: string, field?: string][]][] = [
  [',,,,,'],
  [''],
  ['"in several\nlines #",,,,,', ['invalid-application', 'application']],
  [',,payroll,,,', ['missing-field', 'application']],
  ['a-#,theirs,,,,', ['service-not-allowed', 'communicationService']],
  ['a-#,,say hello,,,', ['invalid-username', 'username']],
  ['a-#,,,Reader,,', ['invalid-role', 'role']],
  ['a-#,,,owner,,Reader', ['invalid-role', 'cloneOf']],
  ['a-#,,,,galaxy,', ['invalid-scope', 'scope']],
  ['a-#,,,,,,more', ['malformed-csv']],
  ['a-#,"x"y,,,,', ['malformed-csv']],
  ['a"-#,,,,,', ['malformed-csv']],
  ['"a-#,,,,,', ['malformed-csv']],
  [' GOOD-0 ,Contoso-Mail,,,,', ['duplicate-row', 'application']],
  [
    ',theirs,say hello,Reader,galaxy,',
    ['missing-field', 'application'],
    ['service-not-allowed', 'communicationService'],
    ['invalid-username', 'username'],
    ['invalid-role', 'role'],
    ['invalid-scope', 'scope'],
  ],
];

const unsupported = [415, 'unsupported-media-type'];
const latin1 = Uint8Array.from(Buffer.from('application\nM\xfcnchen', 'latin1'));
const tooMany = `application\n${'x\n'.repeat(10_001)}`;

/** Sends a batch as CSV, or as what `type` says. */
async function post<T = Started>(
  { host }: AppOnLocalAzure,
  body: string | Uint8Array<ArrayBuffer>,
  type = 'text/csv',
): Promise<Posted<T>> {
  const headers = { 'content-type': type };
  const response = await fetch(`${host.url}/api/grants/batch`, { method: 'POST', headers, body });
  return { status: response.status, body: (await response.json()) as T };
}

async function outcomeOf(app: AppOnLocalAzure, id: string): Promise<BatchOutcome> {
  const operation = await app.finish(id);
  expect(operation).toMatchObject({ kind: 'batch', state: 'succeeded', percent: 100 });
  return operation.outcome as BatchOutcome;
}

/** The most intervals that share a moment: what ends at a moment makes room for what begins at it. */
function mostAtOnce(intervals: { startedAt: string; updatedAt: string }[]): number {
  const changes = intervals.flatMap(({ startedAt, updatedAt }) => [
    { at: Date.parse(startedAt), by: 1 },
    { at: Date.parse(updatedAt), by: -1 },
  ]);
  changes.sort((one, other) => one.at - other.at || one.by - other.by);
  let running = 0;
  return Math.max(...changes.map(({ by }) => (running += by)));
}

describe('a batch', () => {
  it('grants its rows, and says what came of each', () =>
    withApp({}, async (app) => {
      const csv =
        'application;username\nInvoice Service;invoices\nHR Portal;\nNobody;\nReporting;\nNewsletter;\n';
      const { status, body } = await post(app, csv);
      expect(status).toBe(202);
      expect(body.id).toMatch(/^batch-[\w-]+$/);
      expect(new URL(body.statusUrl).pathname).toBe(`/api/operations/${body.id}`);

      await app.rest();
      const running = (await app.call<OperationView>(`GET /operations/${body.id}`)).body;
      expect(running).toMatchObject({
        kind: 'batch',
        state: 'running',
        percent: 60,
        counts: { running: 2, failed: 3 },
      });

      const { rows, counts } = await outcomeOf(app, body.id);
      expect(counts).toMatchObject({ total: 5, granted: 2, failed: 3 });
      expect(rows).toMatchObject([
        {
          row: 2,
          application: 'Invoice Service',
          outcome: 'granted',
          username: 'invoices',
          readiness: 'expected',
        },
        { row: 3, outcome: 'failed', problems: [{ code: 'no-service-principal' }] },
        { row: 4, outcome: 'failed', problems: [{ code: 'application-not-found' }] },
        { row: 5, outcome: 'failed', problems: [{ code: 'application-ambiguous' }] },
        { row: 6, outcome: 'granted', username: 'contoso-newsletter' },
      ]);

      const grant = (await app.call<OperationView>(`GET /operations/${rows[0]?.operation}`)).body;
      expect(grant.about?.requester).toEqual({
        door: 'http',
        who: 'holder of a function key',
        why: `row 2 of ${body.id}`,
      });
      const { operations } = (await app.call<{ operations: object[] }>('GET /operations')).body;
      expect(operations).toContainEqual(expect.objectContaining({ id: body.id, kind: 'batch', counts }));
      expect(JSON.stringify(operations)).not.toContain('outcome');
    }));

  it('as JSON, with a row for an application that another row names otherwise', () =>
    withApp({}, async (app) => {
      const appId = [...app.azure.state.applications.values()].find(
        ({ displayName }) => displayName === 'Invoice Service',
      )!.appId;
      const items = [
        { application: 'Invoice Service' },
        { application: appId },
        { application: appId, communicationService: 'contoso-empty', role: 'owner' },
      ];
      const { body } = await app.call('POST /grants/batch', { items });
      const { rows } = await outcomeOf(app, body.id);
      expect(rows).toMatchObject([
        { row: 1, outcome: 'granted' },
        { row: 2, outcome: 'granted' },
        { row: 3, outcome: 'failed', problems: [{ code: 'no-linked-domain' }] },
      ]);
      expect(rows[1]?.operation).toBe(rows[0]?.operation);
    }));

  it('leaves nothing behind when none of its rows can be granted', () =>
    withApp({}, async (app) => {
      const before = traces(app.azure);
      const { body } = await post(app, 'application\nNobody\nHR Portal\n');
      expect((await outcomeOf(app, body.id)).counts).toMatchObject({ failed: 2 });
      expect(traces(app.azure)).toEqual(before);
    }));

  it('of 5,000 rows with every kind of bad row is answered with all problems, and starts nothing', () =>
    withApp({}, async (app) => {
      const sheet = Array.from({ length: 5000 }, (_, index) => `good-${index},contoso-mail,,owner,resource,`);
      const expected: unknown[] = [];
      // Each element is a row of the sheet, also where it is several lines of the text. The header is row 1.
      for (let round = 0; round < 3; round++) {
        kindsOfBadRows.forEach(([text, ...problems], kind) => {
          const place = round * 1600 + kind * 97 + 10;
          sheet[place] = text.replaceAll('#', `${round}-${kind}`);
          expected.push(...problems.map(([code, field]) => [place + 2, code, field]));
        });
      }
      const text = ['application,communicationService,username,role,scope,cloneOf', ...sheet].join('\r\n');
      const { status, body } = await post<Refused>(app, text);
      expect(status).toBe(400);
      expect(body.problems.map(({ row, code, field }) => [row, code, field])).toEqual(expected);
      expect(body.detail).toMatch(/^Row 206: .* And \d+ more\.$/);
      expect(body.detail.length).toBeLessThan(2000);
      expect((await app.call<{ operations: object[] }>('GET /operations')).body.operations).toEqual([]);
    }));

  it.each([
    {
      what: 'a form',
      text: 'application=x',
      type: 'application/x-www-form-urlencoded',
      refused: unsupported,
    },
    {
      what: 'another encoding',
      text: 'application\nM',
      type: 'text/csv; charset=latin1',
      refused: unsupported,
    },
    { what: 'broken JSON', text: '{', type: 'application/json', refused: [400, 'malformed-json'] },
    { what: 'bytes that are no UTF-8', text: latin1, type: 'text/csv', refused: [400, 'malformed-csv'] },
    { what: 'too many rows', text: tooMany, type: 'text/csv', refused: [413, 'too-many-rows'] },
  ])('with $what is refused', ({ text, type, refused }) =>
    withApp({}, async (app) => {
      const { status, body } = await post<Refused>(app, text, type);
      expect([status, body.code]).toEqual(refused);
    }),
  );
});

describe('a batch of 1,000 rows', () => {
  it(
    'ends with 1,000 outcomes: 20 at a time, the role looked after once, in bounded memory',
    {
      timeout: 180_000,
    },
    () =>
      withApp({ world: estateWithFleet(1000) }, async (app) => {
        const { body } = await post(app, ['application', ...fleetNames(1000)].join('\r\n'));
        const { rows, counts } = await outcomeOf(app, body.id);
        expect(counts).toMatchObject({ total: 1000, granted: 1000 });
        expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 1000 }, (_, index) => index + 2));
        expect(new Set(rows.map(({ operation }) => operation)).size).toBe(1000);

        const { operations } = (await app.call<{ operations: OperationView[] }>('GET /operations')).body;
        const grants = operations.filter(({ kind }) => kind === 'grant');
        expect(grants).toHaveLength(1000);
        expect(mostAtOnce(grants)).toBe(20);

        expect(app.azure.requests.counts()).toMatchObject({
          'RoleDefinitions_Get 404': 1,
          'RoleDefinitions_CreateOrUpdate 201': 1,
          'RoleAssignments_Create 201': 1000,
          'SmtpUsernames_CreateOrUpdate 200': 1000,
        });
        expect(app.azure.requests.counts()['RoleDefinitions_Get 200']).toBeUndefined();

        // What Durable Functions has to keep and to replay: the batch itself, and the longest of its grants.
        const history = app.host.engine.history(body.id);
        expect(history.length).toBeLessThan(500);
        expect(largest(history)).toBeLessThan(250_000);
        const ofGrants = grants.map(({ id }) => largest(app.host.engine.history(id)));
        expect(Math.max(...ofGrants)).toBeLessThan(10_000);
      }),
  );
});

/** The size of the largest row of a history, in characters. */
function largest(history: object[]): number {
  return Math.max(...history.map((event) => JSON.stringify(event).length));
}
