import { join } from 'node:path';
import { azureCli } from './az.ts';
import { deploymentOf, parts } from './deployedParts.ts';

// npm run deploy:access, npm run deploy:events: azure.yaml has azd run them.
const part = parts.find((each) => each === process.argv[2]);
try {
  if (part === undefined) throw new Error(`Say which part to deploy: ${parts.join(' or ')}.`);
  const args = deploymentOf(part, process.env, join(import.meta.dirname, '..'));
  console.log(`Deploying infra/${part}/main.bicep with the Azure CLI. This takes some minutes.`);
  await azureCli()(args);
  console.log('Done.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
