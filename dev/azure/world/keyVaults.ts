import type { KeyVaultSecret } from '../state.ts';
import { file } from './loading.ts';
import type { Loading } from './loading.ts';
import type { ParsedWorld } from './schema.ts';

type WorldVault = ParsedWorld['subscriptions'][number]['resourceGroups'][number]['keyVaults'][number];
type WorldSecret = WorldVault['secrets'][number];

export function loadKeyVault(
  loading: Loading,
  vault: WorldVault & { groupId: string; location: string },
): void {
  const { name, location, groupId } = vault;
  const id = `${groupId}/providers/Microsoft.KeyVault/vaults/${name}`;
  const secrets = new Map<string, KeyVaultSecret[]>();
  for (const each of vault.secrets) {
    const { name: secret, value } = 'name' in each ? each : clientSecret(loading, each, name);
    const version = loading.deriveId('secretVersion', `${id}:${secret}`).replaceAll('-', '');
    const kept = { name: secret, version, value, enabled: true, createdAt: loading.since };
    file(loading, secrets, { key: secret, value: [kept] });
  }
  file(loading, loading.state.keyVaults, { key: id, value: { id, name, location, secrets } });
}

function clientSecret(
  loading: Loading,
  { clientSecretOf }: Extract<WorldSecret, { clientSecretOf: string }>,
  vault: string,
): { name: string; value: string } {
  const wanted = clientSecretOf.toLowerCase();
  const found = [...loading.state.applications.values()].filter(
    ({ displayName, appId }) => displayName.toLowerCase() === wanted || appId === wanted,
  );
  const [application, other] = found;
  const secret = application?.secrets.at(-1);
  if (application === undefined || other !== undefined)
    loading.problems.push(
      `'${vault}' keeps a secret of '${clientSecretOf}', of which there are ${found.length}.`,
    );
  else if (secret === undefined)
    loading.problems.push(`'${vault}' keeps a secret of '${clientSecretOf}', which has none.`);
  return { name: `smtp-${application?.appId ?? ''}`, value: secret?.secretText ?? '' };
}
