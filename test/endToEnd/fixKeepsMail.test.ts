import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enforcedAssignments } from '../../dev/azure/arm/enforced.ts';
import { loadCertificates } from '../../dev/azure/certificates.ts';
import type { Certificates } from '../../dev/azure/certificates.ts';
import { realDelays } from '../../dev/azure/delays.ts';
import { listenSmtp } from '../../dev/azure/listen.ts';
import { authenticate } from '../../dev/azure/smtp/authenticate.ts';
import type { World } from '../../dev/azure/world.ts';
import contoso from '../../dev/worlds/contoso.json' with { type: 'json' };
import type { FixInput } from '../../src/domain/audit/fixOperation.ts';
import type { OperationView } from '../../src/domain/operationView.ts';
import { senderRole } from '../../src/domain/senderRole.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import type { AppOnLocalAzure } from '../support/appOnLocalAzure.ts';
import { groupScope, serviceId, someSettings } from '../support/records.ts';
import { applicationOf } from '../support/tagging.ts';

const minutes = 60_000;
const login = { user: 'contoso-newsletter', pass: 'newsletter-local-secret' };
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';

let folder: string;
let certificates: Certificates;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailgrant-fix-'));
  certificates = await loadCertificates(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** The sample estate, but Newsletter sends because it is Contributor of the whole resource group. */
function withContributor(): World {
  const world = structuredClone(contoso) as World;
  for (const each of world.assignments ?? [])
    if (each.principal === 'Newsletter') Object.assign(each, { role: 'Contributor', scope: groupScope });
  return world;
}

/** The finding about it, as an audit would have it. */
function finding({ azure }: AppOnLocalAzure): FixInput['finding'] {
  const { appId, displayName } = applicationOf(azure, 'Newsletter');
  const principal = [...azure.state.servicePrincipals.values()].find((each) => each.appId === appId);
  const assignment = [...azure.state.roleAssignments.values()].find(
    (each) => each.principalId === principal?.objectId,
  );
  if (principal === undefined || assignment?.roleDefinition !== contributor)
    throw new Error('Newsletter is no Contributor in this estate.');
  const { objectId: principalId } = principal;
  const role = senderRole(groupScope);
  const id = `${groupScope}/providers/Microsoft.Authorization/roleAssignments/${assignment.name}`;
  return {
    id: 'MG101-00000000-0000-4000-8000-000000000001',
    rule: 'MG101',
    title: `'${displayName}' sends mail with the broad role 'Contributor' at ${groupScope}`,
    principal: { id: principalId, kind: 'servicePrincipal', displayName, appId },
    service: serviceId,
    steps: [
      { do: 'putRole', role },
      { do: 'assignSenderRole', serviceId, principalId, role: role.name },
      { do: 'deleteAssignment', id, principalId, role: contributor },
    ],
  };
}

/** What Newsletter holds now: the names of its roles and where, oldest first. */
function held({ azure: { state } }: AppOnLocalAzure, principalId = ''): string[] {
  return [...state.roleAssignments.values()]
    .filter((each) => each.principalId === principalId && each.deletedAt === undefined)
    .map(({ roleDefinition, scope }) => `${state.roleDefinitions.get(roleDefinition)?.roleName} at ${scope}`);
}

// Azure says "up to 10 minutes" for either: an assignment may take them all, and a removal none.
it.each([
  ['at once', 0],
  ['as late as can be', 10 * minutes],
])(
  'mail goes through at every second while a broad role makes room for the narrow one and goes %s',
  { timeout: 120_000 },
  (_when, roleRemoval) => {
    const delays = { ...realDelays, rolePropagation: 10 * minutes, roleRemoval };
    return withApp({ world: withContributor(), delays }, async (app) => {
      const input: FixInput = {
        audit: 'audit-1',
        finding: finding(app),
        requester: { door: 'http', who: 'ada@contoso.example', why: 'POST /api/audits/…/fix' },
        settings: someSettings({ approval: { mode: 'never', timeout: 1 } }),
      };
      const principalId = input.finding.principal?.id ?? '';
      expect(held(app, principalId)).toEqual([`Contributor at ${groupScope}`]);
      app.host.engine.start({ name: 'fixFinding', input, instanceId: 'fix-1' });

      const { refused, seconds } = await signInAtEverySecond(app);

      expect(refused).toEqual([]);
      const { body } = await app.call<OperationView>('GET /operations/fix-1');
      expect(body).toMatchObject({ kind: 'fix', state: 'succeeded', outcome: { outcome: 'fixed' } });
      expect(held(app, principalId)).toEqual([`${senderRole(groupScope).roleName} at ${serviceId}`]);
      // It is not only gone from the lists: nothing of it is enforced any more.
      expect(enforcedAssignments(app.azure, principalId).map(({ scope }) => scope)).toEqual([serviceId]);
      expect(seconds).toBeGreaterThan(28 * 60);
    });
  },
);

/**
 * Asks the endpoint's own decision at every second, and signs in over a real connection at every thirtieth, from the
 * start of the fix until its removal has had its time to come into effect, and some minutes more.
 */
async function signInAtEverySecond(app: AppOnLocalAzure): Promise<{ refused: string[]; seconds: number }> {
  const smtp = await listenSmtp(app.azure, 0, certificates);
  const ca = await readFile(certificates.caFile);
  const mail = { host: 'localhost', port: smtp.port, requireTLS: true, tls: { ca }, auth: login };
  const refused: string[] = [];
  let seconds = 0;
  try {
    let endsAt = Infinity;
    while (app.clock.now() < endsAt) {
      await app.pass(1_000);
      seconds += 1;
      const decision = authenticate(app.azure, { username: login.user, password: login.pass });
      if ('because' in decision) refused.push(`${seconds} s: ${decision.because}`);
      if (seconds % 30 === 0) {
        const transport = createTransport(mail as Parameters<typeof createTransport>[0]);
        await transport.verify().catch((error: Error) => refused.push(`${seconds} s: ${error.message}`));
        transport.close();
      }
      if (endsAt === Infinity && app.host.engine.get('fix-1')?.runtimeStatus === 'Completed')
        endsAt = app.clock.now() + 13 * minutes;
      if (seconds > 3_600) throw new Error('The fix does not end.');
    }
    return { refused, seconds };
  } finally {
    await smtp.close();
  }
}
