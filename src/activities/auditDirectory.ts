import type { Answer } from '../domain/answer.ts';
import type { DirectorySlice } from '../domain/audit/slices.ts';
import type { AuditedApplication, AuditedPrincipal } from '../domain/audit/snapshot.ts';
import type { Directory, PrincipalKey } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

/** Activities that ask Microsoft Graph for an audit who those are that hold or use something. At most 200 each. */
export function auditDirectoryActivities(directory: Directory) {
  return {
    /** Who these service principals and groups are. One that Graph does not show is not judged, or only by its id. */
    async lookUpPrincipals({
      principals: asked,
    }: {
      principals: PrincipalKey[];
    }): Promise<Answer<Pick<DirectorySlice, 'principals' | 'unread'>>> {
      return attempt(`look up ${asked.length} service principals and groups`, async () => {
        const found = await directory.principalsByObjectId(asked);
        const groups = new Set(asked.flatMap(({ id, type }) => (type === 'Group' ? [id.toLowerCase()] : [])));
        const denied = [...found].flatMap(([id, who]) => (who === 'denied' ? [id] : []));
        const deniedGroups = denied.filter((id) => groups.has(id)).length;
        const principals: Record<string, AuditedPrincipal> = {};
        for (const [id, who] of found)
          principals[id] =
            who !== 'denied'
              ? who
              : groups.has(id)
                ? { kind: 'group', displayName: id }
                : { kind: 'unknown' };
        return {
          principals,
          unread: [
            ...unread(deniedGroups, 'could not be looked up', groupPermission),
            ...unread(denied.length - deniedGroups, 'could not be looked up', principalPermission),
          ],
        };
      });
    },

    /** What these appIds stand for: the service principals by object id, and the applications that are registered here. */
    async lookUpApplications({
      appIds,
    }: {
      appIds: string[];
    }): Promise<Answer<Pick<DirectorySlice, 'principals' | 'applications'>>> {
      return attempt(`look up ${appIds.length} applications`, async () => {
        const principals: Record<string, AuditedPrincipal> = {};
        const applications: Record<string, AuditedApplication> = {};
        for (const [appId, found] of await directory.applicationsWithCredentials(appIds)) {
          const { application, servicePrincipal } = found;
          if (application !== undefined) applications[appId] = application;
          if (servicePrincipal !== undefined)
            principals[servicePrincipal.objectId] = servicePrincipal.principal;
        }
        return { principals, applications };
      });
    },

    /** The service principals in each of these groups, directly or through groups. */
    async listGroupMembers({
      groupIds,
    }: {
      groupIds: string[];
    }): Promise<Answer<Pick<DirectorySlice, 'groupMembers' | 'unread'>>> {
      return attempt(`list the members of ${groupIds.length} groups`, async () => {
        const groupMembers: Record<string, string[]> = {};
        let denied = 0;
        for (const [id, members] of await directory.servicePrincipalMembers(groupIds))
          if (members === 'denied') denied += 1;
          else groupMembers[id] = members;
        return { groupMembers, unread: unread(denied, 'could not be searched for members', groupPermission) };
      });
    },
  };
}

const groupPermission = { one: 'group', many: 'groups', permission: 'GroupMember.Read.All' };
const principalPermission = {
  one: 'service principal',
  many: 'service principals',
  permission: 'Application.Read.All',
};

/** A sentence with its fix, if there is anything to be said. */
function unread(
  count: number,
  what: string,
  { one, many, permission }: { one: string; many: string; permission: string },
): string[] {
  if (count === 0) return [];
  return [
    `${count} ${count === 1 ? one : many} ${what}: grant Mailgrant's identity the Microsoft Graph permission ${permission} to have ${count === 1 ? 'it' : 'them'} judged.`,
  ];
}
