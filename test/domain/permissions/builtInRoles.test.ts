import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { coverage } from '../../../src/domain/permissions/coverage.ts';
import type { PermissionBlock } from '../../../src/domain/permissions/coverage.ts';

// All built-in roles, as `az role definition list` prints them. Not part of this repository: too large, and not ours.
const file = resolve(import.meta.dirname, '../../../../shared/data/azure-built-in-roles.json');

const smtpSender = [
  'Microsoft.Communication/CommunicationServices/Read',
  'Microsoft.Communication/CommunicationServices/Write',
  'Microsoft.Communication/EmailServices/write',
];

test.skipIf(!existsSync(file))('of all built-in roles exactly three may send over SMTP', () => {
  const roles = JSON.parse(readFileSync(file, 'utf8')) as {
    name: string;
    roleName: string;
    permissions: PermissionBlock[];
  }[];
  const able = roles.filter(({ name, roleName, permissions }) =>
    smtpSender.every(
      (action) => coverage({ id: name, name: roleName, permissions }, action).kind === 'covered',
    ),
  );
  expect(able.map(({ roleName }) => roleName).sort()).toEqual([
    'Communication and Email Service Owner',
    'Contributor',
    'Owner',
  ]);
});
