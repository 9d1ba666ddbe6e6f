import { expect, it } from 'vitest';
import { azureCli } from '../../scripts/az.ts';

/** A program that plays the Azure CLI. `--` ends Node's own arguments. */
const playedBy = (script: string) => azureCli([process.execPath, '-e', script, '--']);

it('gives what az prints as JSON, and asks az for JSON', async () => {
  const az = playedBy('console.log(JSON.stringify(process.argv.slice(1)))');
  expect(await az(['account', 'show'])).toEqual(['account', 'show', '--output', 'json']);
});

it('gives undefined if az prints nothing', async () => {
  expect(await playedBy('')(['role', 'assignment', 'delete'])).toBeUndefined();
});

it('says what az said, and how to sign in', async () => {
  const az = playedBy(`console.error("ERROR: Please run 'az login' to setup account."); process.exit(1)`);
  await expect(az(['account', 'show'])).rejects.toMatchObject({
    name: 'AzError',
    message: "az account show\nERROR: Please run 'az login' to setup account.\nFix: az login",
  });
});

it('does not send people to sign in for something else', async () => {
  const az = playedBy('console.error("ERROR: (AuthorizationFailed) no"); process.exit(1)');
  await expect(az(['rest'])).rejects.toThrow(/^az rest\nERROR: \(AuthorizationFailed\) no$/);
});

it('refuses what is not JSON', async () => {
  await expect(playedBy('console.log("Hello")')(['rest'])).rejects.toThrow(
    'printed something that is not JSON',
  );
});

it('says how to get az where there is none', async () => {
  await expect(azureCli(['/nowhere/az'])(['rest'])).rejects.toThrow(/az, was not found\.\nFix: Install it/);
});
