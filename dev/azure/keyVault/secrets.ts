import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { LocalRequest, LocalResponse, Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { KeyVaultSecret } from '../state.ts';
import { demandDataAction } from './demand.ts';
import { vaultRefusal } from './refusal.ts';
import { secretShape } from './shape.ts';
import { vaultOf } from './vault.ts';

const mostBytes = 25 * 1024;
const wanted = z.object({
  value: z.string(),
  contentType: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  attributes: z.object({ enabled: z.boolean(), nbf: z.int(), exp: z.int() }).partial().optional(),
});

function getSecret(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const name = nameOf(request);
  const vault = vaultOf(request, azure);
  const dataAction = 'Microsoft.KeyVault/vaults/secrets/getSecret/action';
  demandDataAction(azure, request, { vault, secret: name, dataAction });
  const { version } = request.params;
  const versions = vault.secrets.get(name.toLowerCase()) ?? [];
  const found = version ? versions.find((each) => each.version === version) : versions.at(-1);
  if (found === undefined)
    throw vaultRefusal(404, {
      code: 'SecretNotFound',
      message: `A secret with (name/id) ${version ? `${name}/${version}` : name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
    });
  if (!found.enabled)
    throw vaultRefusal(403, {
      code: 'Forbidden',
      message: 'Operation get is not allowed on a disabled secret.',
      inner: 'SecretDisabled',
    });
  return { status: 200, body: secretShape(request.url.origin, found) };
}

function setSecret(request: LocalRequest, azure: LocalAzure): LocalResponse {
  const name = nameOf(request);
  const vault = vaultOf(request, azure);
  const dataAction = 'Microsoft.KeyVault/vaults/secrets/setSecret/action';
  demandDataAction(azure, request, { vault, secret: name, dataAction });
  const { value, contentType, tags, attributes = {} } = bodyOf(request);
  const secret: KeyVaultSecret = {
    name,
    version: randomUUID().replaceAll('-', ''),
    value,
    enabled: attributes.enabled ?? true,
    createdAt: azure.clock.now(),
    ...(attributes.nbf === undefined ? {} : { notBefore: attributes.nbf }),
    ...(attributes.exp === undefined ? {} : { expires: attributes.exp }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(tags === undefined ? {} : { tags }),
  };
  const key = name.toLowerCase();
  vault.secrets.set(key, [...(vault.secrets.get(key) ?? []), secret]);
  return { status: 200, body: secretShape(request.url.origin, secret) };
}

function nameOf({ params: { name = '' } }: LocalRequest): string {
  if (/^[0-9a-zA-Z-]{1,127}$/.test(name)) return name;
  throw badParameter(`The request URI contains an invalid name: ${name}`);
}

function bodyOf({ text }: LocalRequest): z.output<typeof wanted> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw badParameter('The request body is not valid JSON.');
  }
  const parsed = wanted.safeParse(json);
  if (!parsed.success) throw badParameter(`The request body is invalid:\n${z.prettifyError(parsed.error)}`);
  if (Buffer.byteLength(parsed.data.value) > mostBytes)
    throw badParameter(`The value of a secret has ${mostBytes} bytes at most.`);
  return parsed.data;
}

function badParameter(message: string) {
  return vaultRefusal(400, { code: 'BadParameter', message });
}

const access = ['keyVault.forbidden.403', 'keyVault.dataActions', 'keyVault.propagation'];

export const secretRoutes: readonly Route[] = [
  {
    operation: 'GetSecret',
    method: 'GET',
    path: /^\/secrets\/(?<name>[^/]+)(\/(?<version>[^/]*))?\/?$/i,
    facts: [
      'keyVault.secret.200',
      'keyVault.secret.slash',
      'keyVault.secret.version',
      'keyVault.secret.404',
      'keyVault.secret.disabled',
      'keyVault.secret.name.400',
      ...access,
      'keyVault.forbidden.reason',
      'keyVault.secretScope',
    ],
    handle: getSecret,
  },
  {
    operation: 'SetSecret',
    method: 'PUT',
    path: /^\/secrets\/(?<name>[^/]+)\/?$/i,
    facts: [
      'keyVault.secret.200',
      'keyVault.secret.version',
      'keyVault.secret.name.400',
      'keyVault.secret.value.400',
      ...access,
    ],
    handle: setSecret,
  },
];
