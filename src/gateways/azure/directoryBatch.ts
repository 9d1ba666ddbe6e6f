import * as z from 'zod';
import type { AuditedApplication, AuditedPrincipal } from '../../domain/audit/snapshot.ts';
import { isGuid } from '../../domain/resolvedApplication.ts';
import type { ApplicationWithCredentials, Directory } from '../ports.ts';
import { calling } from './calls.ts';
import { entity } from './entity.ts';
import { askTogether } from './graphBatch.ts';
import type { Question, Reply } from './graphBatch.ts';
import type { GraphClient } from './graphClient.ts';
import { groupMembers } from './groupMembers.ts';

type AuditedDirectory = Pick<
  Directory,
  'principalsByObjectId' | 'applicationsWithCredentials' | 'servicePrincipalMembers'
>;

/** What an audit asks of Microsoft Graph: a lot at once. Groups need GroupMember.Read.All. */
export function auditedDirectory(graph: GraphClient): AuditedDirectory {
  return {
    principalsByObjectId: (of) =>
      calling(async () => {
        const types = new Map(of.map(({ id, type }) => [id.toLowerCase(), type]));
        const ids = guids([...types.keys()]);
        const replies = await askTogether(
          graph,
          ids.map((id) => (types.get(id) === 'Group' ? groupBy(id) : principalBy(id))),
        );
        return new Map(
          replies.flatMap((reply, index) => {
            if (reply.kind === 'absent') return [];
            return [[ids[index] ?? '', reply.kind === 'denied' ? ('denied' as const) : reply.value]];
          }),
        );
      }),
    applicationsWithCredentials: (appIds) => calling(() => withCredentials(graph, guids(appIds))),
    servicePrincipalMembers: (groupIds) => calling(() => groupMembers(graph, guids(groupIds))),
  };
}

/** Each once. What is no GUID is nobody's id, and Graph would refuse the question. */
function guids(ids: readonly string[]): string[] {
  return [...new Set(ids.filter(isGuid).map((id) => id.toLowerCase()))];
}

async function withCredentials(
  graph: GraphClient,
  appIds: readonly string[],
): Promise<Map<string, ApplicationWithCredentials>> {
  const registered = await askTogether(graph, appIds.map(applicationBy));
  const principals = await askTogether(graph, appIds.map(servicePrincipalBy));
  const found = appIds.flatMap((appId, index) => {
    const application = demanded(registered[index]);
    const servicePrincipal = demanded(principals[index]);
    if (application === undefined && servicePrincipal === undefined) return [];
    const each = { ...(application && { application }), ...(servicePrincipal && { servicePrincipal }) };
    return [[appId, each] as const];
  });
  const uncertified = found.flatMap(([, { application }]) =>
    application === undefined || application.otherCredentials === true ? [] : [application],
  );
  const federated = await askTogether(
    graph,
    uncertified.map(({ objectId }) => federatedCredentialsOf(objectId)),
  );
  for (const [index, application] of uncertified.entries()) {
    const reply = federated[index];
    if (reply?.kind === 'read') application.otherCredentials = reply.value;
  }
  return new Map(found);
}

/** Undefined if it is not there. Applications are what Mailgrant is for: to be denied them is a failure. */
function demanded<T>(reply: Reply<T> | undefined): T | undefined {
  if (reply?.kind === 'denied') throw reply.error;
  return reply?.kind === 'read' ? reply.value : undefined;
}

const servicePrincipalFields = '$select=id,appId,displayName,accountEnabled';
const servicePrincipal = z
  .object({
    id: z.string(),
    appId: z.string(),
    displayName: z.string().nullish(),
    accountEnabled: z.boolean().nullish(),
  })
  .transform(({ id, appId, displayName, accountEnabled }) => {
    const enabled = accountEnabled ?? true;
    const principal: AuditedPrincipal = {
      kind: 'servicePrincipal',
      appId,
      displayName: displayName ?? appId,
      enabled,
    };
    return { objectId: id.toLowerCase(), principal };
  });

function servicePrincipalBy(appId: string): Question<z.output<typeof servicePrincipal>> {
  const path = `${entity('servicePrincipals', { appId })}?${servicePrincipalFields}`;
  return { path, schema: servicePrincipal };
}

function principalBy(id: string): Question<AuditedPrincipal> {
  const path = `${entity('servicePrincipals', { objectId: id })}?${servicePrincipalFields}`;
  return { path, schema: servicePrincipal.transform(({ principal }) => principal) };
}

const group = z
  .object({ id: z.string(), displayName: z.string().nullish() })
  .transform(({ id, displayName }): AuditedPrincipal => {
    return { kind: 'group', displayName: displayName ?? id };
  });

function groupBy(id: string): Question<AuditedPrincipal> {
  return { path: `${entity('groups', { objectId: id })}?$select=id,displayName`, schema: group };
}

const application = z
  .object({
    id: z.string(),
    displayName: z.string(),
    tags: z.array(z.string()),
    passwordCredentials: z.array(
      z.object({ keyId: z.string(), startDateTime: z.string().nullish(), endDateTime: z.string() }),
    ),
    keyCredentials: z.array(z.unknown()),
  })
  .transform((one): AuditedApplication => {
    const { id, displayName, tags, passwordCredentials, keyCredentials } = one;
    return {
      displayName,
      objectId: id,
      tags,
      secrets: passwordCredentials.map(({ keyId, startDateTime, endDateTime }) => {
        return { keyId, ...(startDateTime && { startDateTime }), endDateTime };
      }),
      ...(keyCredentials.length > 0 && { otherCredentials: true }),
    };
  });

// Without $select: whoever names keyCredentials in it gets the keys, too, and may ask 150 times a minute.
function applicationBy(appId: string): Question<AuditedApplication> {
  return { path: entity('applications', { appId }), schema: application };
}

function federatedCredentialsOf(objectId: string): Question<boolean> {
  return {
    path: `${entity('applications', { objectId })}/federatedIdentityCredentials`,
    schema: z.object({ value: z.array(z.unknown()) }).transform(({ value }) => value.length > 0),
  };
}
