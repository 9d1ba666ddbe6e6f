import type { LocalRequest } from '../http.ts';
import { refusal } from './refusal.ts';

const smtpUsernames = ['2024-09-01-preview', '2025-05-01-preview', '2025-09-01', '2026-03-18'];
const emailServices = [
  '2021-10-01-preview',
  '2022-07-01-preview',
  '2023-03-01-preview',
  '2023-03-31',
  '2023-04-01',
  '2023-04-01-preview',
  '2023-06-01-preview',
  '2025-05-01',
  ...smtpUsernames,
];
const communicationServices = ['2020-08-20', '2020-08-20-preview', ...emailServices];
const roleDefinitions = ['2015-07-01', '2018-01-01-preview', '2022-04-01', '2022-05-01-preview'];
const roleAssignments = [
  '2015-07-01',
  '2018-01-01-preview',
  '2018-09-01-preview',
  '2020-03-01-preview',
  '2020-04-01-preview',
  '2020-08-01-preview',
  '2020-10-01-preview',
  '2021-04-01-preview',
  '2022-04-01',
];

// The most specific first. Other providers' versions are not written down: any that looks like one will do.
const types: { path: RegExp; type: string; versions: readonly string[] }[] = [
  { path: /\/communicationServices\/[^/]+\/smtpUsernames/i, type: 'communicationServices/smtpUsernames' },
  { path: /\/Microsoft\.Communication\/communicationServices/i, type: 'communicationServices' },
  { path: /\/Microsoft\.Communication\/emailServices\/[^/]+\/domains/i, type: 'emailServices/domains' },
  { path: /\/Microsoft\.Communication\/emailServices/i, type: 'emailServices' },
].map((each) => ({ ...each, versions: versionsOf(each.type) }));
const authorizationTypes: Record<string, readonly string[]> = {
  roledefinitions: roleDefinitions,
  roleassignments: roleAssignments,
  permissions: roleDefinitions,
  provideroperations: roleDefinitions,
  denyassignments: ['2018-07-01-preview', '2022-04-01'],
  roleeligibilityscheduleinstances: ['2020-10-01-preview', '2020-10-01'],
};

function versionsOf(type: string): readonly string[] {
  if (type.endsWith('smtpUsernames')) return smtpUsernames;
  return type.startsWith('emailServices') ? emailServices : communicationServices;
}

/** Refuses a request without an api-version, or with one that the resource type does not have. */
export function demandApiVersion(request: LocalRequest): void {
  const version = request.url.searchParams.get('api-version');
  if (version === null || version === '')
    throw refusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  if (!/^\d{4}-\d{2}-\d{2}(-\w+)?$/.test(version))
    throw refusal(400, 'InvalidApiVersionParameter', `The api-version '${version}' is invalid.`);
  const known = typeOf(request.url.pathname);
  if (known !== undefined && !known.versions.includes(version))
    throw refusal(
      400,
      'NoRegisteredProviderFound',
      `No registered resource provider found for location 'global' and API version '${version}' for type '${known.type}'. The supported api-versions are '${known.versions.join(', ')}'. The supported locations are 'global'.`,
    );
}

/** By the last provider in the path: roles are assigned at resources of other providers. */
function typeOf(path: string): { type: string; versions: readonly string[] } | undefined {
  const [, type = ''] = /.*\/providers\/Microsoft\.Authorization\/([^/]+)/i.exec(path) ?? [];
  const versions = authorizationTypes[type.toLowerCase()];
  if (versions !== undefined) return { type, versions };
  return types.find((each) => each.path.test(path));
}
