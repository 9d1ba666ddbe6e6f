import type { TokenCredential } from '@azure/core-auth';
import * as z from 'zod';
import type { Credentials } from '../ports.ts';
import { reading } from './calls.ts';
import type { ClientOptions } from './clientOptions.ts';
import { createJsonClient } from './jsonClient.ts';
import { smtpSecretName } from '../../domain/naming.ts';

const apiVersion = '7.4';
const secret = z.object({ value: z.string() });

/** Client secrets in an Azure Key Vault. Reading one needs the role "Key Vault Secrets User" on that vault. */
export function keyVaultCredentials(credential: TokenCredential, options: ClientOptions): Credentials {
  const ask = createJsonClient(credential, options);
  return {
    async clientSecret(appId) {
      const url = `${options.endpoint}/secrets/${smtpSecretName(appId)}?api-version=${apiVersion}`;
      return (await reading(() => ask(url, secret)))?.value;
    },
  };
}
