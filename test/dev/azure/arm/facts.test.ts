import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { armService } from '../../../../dev/azure/arm/service.ts';
import { entraService, managedIdentityService } from '../../../../dev/azure/entra/service.ts';
import { armFacts } from '../../../../dev/azure/facts/arm.ts';
import { armEventFacts } from '../../../../dev/azure/facts/armEvents.ts';
import { besideRolesFacts } from '../../../../dev/azure/facts/besideRoles.ts';
import { communicationFacts } from '../../../../dev/azure/facts/communication.ts';
import { entraFacts } from '../../../../dev/azure/facts/entra.ts';
import { roleFacts } from '../../../../dev/azure/facts/roles.ts';

const facts = Object.keys({
  ...armFacts,
  ...armEventFacts,
  ...communicationFacts,
  ...entraFacts,
  ...roleFacts,
  ...communicationFacts,
  ...entraFacts,
  ...roleFacts,
  ...besideRolesFacts,
}).sort();
const services = [armService, entraService, managedIdentityService];
const named = services.flatMap(({ facts: own = [], routes }) => [
  ...own,
  ...routes.flatMap((route) => route.facts ?? []),
]);

test('every fact of Resource Manager and Entra is named by an operation, and every name is a fact', () => {
  expect([...new Set(named)].sort()).toEqual(facts);
});

test('every fact has a test that names it in its title', () => {
  const folder = resolve(import.meta.dirname, '..');
  const titles = globSync(['arm/*.test.ts', 'entra/*.test.ts', 'eventGrid/armEvents*.test.ts'], {
    cwd: folder,
  })
    .map((file) => readFileSync(resolve(folder, file), 'utf8'))
    .join('\n');
  expect(facts.filter((fact) => !titles.includes(`[${fact}]`))).toEqual([]);
});
