import type { TokenCredential } from '@azure/core-auth';
import * as z from 'zod';
import { AzureError } from '../../domain/azureError.ts';
import type { Permission } from '../../domain/roleDefinition.ts';
import type { Identity } from '../ports.ts';
import { armPath } from './armPath.ts';
import { calling } from './calls.ts';
import type { ClientOptions } from './clientOptions.ts';
import { unreadableAnswer } from './errors.ts';
import { createJsonClient, createSender } from './jsonClient.ts';

/** Our own identity: its tokens, and what Azure Resource Manager says it may do. */
export function azureIdentity(
  credential: TokenCredential,
  { arm, graph }: { arm: ClientOptions; graph: ClientOptions },
): Identity {
  const ask = createJsonClient(credential, arm);
  const send = createSender(credential, arm);
  return {
    self: async () => readClaims(await tokenFor(credential, arm.credentialScopes)),
    async graphToken() {
      await tokenFor(credential, graph.credentialScopes);
    },
    permissionsAt: (scope) =>
      // Not by the SDK: it drops the conditions, and has no call for a scope.
      calling(async () => {
        const all: Permission[] = [];
        let url: string | null | undefined =
          `${arm.endpoint}/${armPath(scope)}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`;
        while (url) {
          const { value, nextLink }: z.output<typeof page> = await ask(url, page);
          all.push(...value);
          url = nextLink;
        }
        return all;
      }),
    time: () =>
      calling(async () => {
        const answer = await send(`${arm.endpoint}/subscriptions?api-version=2022-12-01`);
        // Any answer will do, a refusal too: they all have the time.
        const time = Date.parse(answer.headers.get('date') ?? '');
        if (Number.isNaN(time)) throw unreadableAnswer(answer);
        return new Date(time).toISOString();
      }),
  };
}

const actions = z
  .array(z.string())
  .nullish()
  .transform((given) => given ?? []);
const page = z.object({
  value: z.array(
    z
      .object({
        actions,
        notActions: actions,
        dataActions: actions,
        notDataActions: actions,
        condition: z.string().nullish(),
      })
      .transform(({ condition, ...block }): Permission => (condition ? { ...block, condition } : block)),
  ),
  nextLink: z.string().nullish(),
});

async function tokenFor(credential: TokenCredential, scope: string): Promise<string> {
  const issued = await calling(() => credential.getToken(scope));
  if (issued !== null) return issued.token;
  throw new AzureError(`No token could be had for ${scope}.`, { status: 0, code: 'NoToken' });
}

/** The token is our own, and only read to learn who we are: its signature is for Azure to check. */
const claims = z
  .object({ oid: z.string(), tid: z.string(), appid: z.string().optional(), azp: z.string().optional() })
  .transform(({ oid, tid, appid, azp }) => {
    const clientId = appid ?? azp;
    return { objectId: oid, tenantId: tid, ...(clientId === undefined ? {} : { clientId }) };
  });

function readClaims(token: string): z.output<typeof claims> {
  const [, payload = ''] = token.split('.');
  const read = claims.safeParse(fromJson(Buffer.from(payload, 'base64url').toString('utf8')));
  if (read.success) return read.data;
  // Without the cause: it would hold a part of the token.
  throw new AzureError('The token for Azure Resource Manager does not say whose it is.', {
    status: 0,
    code: 'UnreadableAnswer',
  });
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON means no claims, and readClaims says so.
    return undefined;
  }
}
