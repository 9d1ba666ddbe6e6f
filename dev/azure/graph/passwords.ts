import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Route } from '../http.ts';
import type { Secret } from '../state.ts';
import { passwordBody } from './bodies.ts';
import { readProperties } from './input.ts';
import { findApplication } from './lookup.ts';
import { entityPath } from './paths.ts';
import { callerOf, mayManage } from './permissions.ts';
import { badRequest } from './refusals.ts';

const instant = z.iso.datetime({ offset: true }).nullish();
const wanted = z.object({
  passwordCredential: z
    .strictObject({
      displayName: z.string().max(90).nullish(),
      startDateTime: instant,
      endDateTime: instant,
    })
    .nullish(),
});
const removal = z.object({ keyId: z.guid() });
const defaultLifeYears = 2;

export const passwordRoutes: readonly Route[] = [
  {
    operation: 'applications.application.addPassword',
    method: 'POST',
    path: entityPath('applications', 'addPassword'),
    facts: [
      'application.addPassword',
      'application.addPassword.life',
      'graph.secretHidden',
      'graph.ownedBy',
      'secret.replication',
    ],
    handle(request, azure) {
      const application = findApplication(request, azure);
      mayManage(azure, callerOf(request), application);
      const { passwordCredential } = readProperties(request, wanted, ['passwordCredential']);
      const secret = makeSecret(azure.clock.now(), passwordCredential ?? {});
      application.secrets.push(secret);
      return {
        status: 200,
        body: {
          '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.passwordCredential',
          ...passwordBody(secret, secret),
        },
      };
    },
  },
  {
    operation: 'applications.application.removePassword',
    method: 'POST',
    path: entityPath('applications', 'removePassword'),
    facts: ['application.removePassword', 'graph.ownedBy'],
    handle(request, azure) {
      const application = findApplication(request, azure);
      mayManage(azure, callerOf(request), application);
      const { keyId } = readProperties(request, removal, ['keyId']);
      const index = application.secrets.findIndex((secret) => secret.keyId === keyId.toLowerCase());
      if (index < 0) throw badRequest(`No password credential found with keyId ${keyId}.`);
      application.secrets.splice(index, 1);
      return { status: 204 };
    },
  },
];

type Wanted = NonNullable<z.output<typeof wanted>['passwordCredential']>;

function makeSecret(now: number, { displayName, startDateTime, endDateTime }: Wanted): Secret {
  const start = startDateTime ?? new Date(now).toISOString();
  const end = new Date(start);
  end.setUTCFullYear(end.getUTCFullYear() + defaultLifeYears);
  const endsAt = endDateTime ?? end.toISOString();
  if (Date.parse(endsAt) <= Date.parse(start))
    throw badRequest('The end date of the password credential must be later than its start date.');
  return {
    keyId: randomUUID(),
    displayName: displayName ?? null,
    // Entra's own look: three characters that the hint repeats, a version mark, and the secret proper.
    secretText: `${randomBytes(9).toString('base64url').slice(0, 3)}8Q~${randomBytes(24).toString('base64url')}`,
    startDateTime: start,
    endDateTime: endsAt,
    createdAt: now,
  };
}
