import type { Answer } from '../domain/answer.ts';
import type { ApplicationChange } from '../domain/applicationChanges.ts';
import { ownTags } from '../domain/tags.ts';
import type { Gateways } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

/** A page of changes; null if the link has expired, and everything is to be read again. */
export type ReadChanges = { rows: ApplicationChange[]; link: string; isLast: boolean } | null;

/** Activities that watch the directory. */
export function watchingActivities({
  directory,
  mailServices,
}: Pick<Gateways, 'directory' | 'mailServices'>) {
  return {
    /**
     * Reads a page of what has changed among the applications. It goes into the history of an orchestration, so of
     * their tags there are only Mailgrant's, and an application without any is its object id alone.
     */
    async readApplicationChanges(input: { link?: string; tag: string }): Promise<Answer<ReadChanges>> {
      return attempt('list the changes of applications', async () => {
        const page = await directory.applicationChanges(input.link);
        return page === 'expired' ? null : { ...page, rows: page.rows.map((row) => shorten(row, input.tag)) };
      });
    },

    /** The client ids of all applications that hold an SMTP username at one of the mail services. */
    async listUsernameHolders({ serviceIds }: { serviceIds: string[] }): Promise<Answer<string[]>> {
      return attempt('list the SMTP usernames', async () => {
        const perService = await Promise.all(
          serviceIds.map(async (serviceId) => {
            const service = await mailServices.service(serviceId);
            return service === undefined ? [] : mailServices.usernames(serviceId);
          }),
        );
        return [...new Set(perService.flat().map(({ appId }) => appId))].sort();
      });
    },
  };
}

function shorten({ objectId, appId, tags, removed }: ApplicationChange, tag: string): ApplicationChange {
  const own = tags === undefined ? undefined : ownTags(tags, tag);
  return {
    objectId,
    ...(appId !== undefined && own?.length !== 0 && { appId }),
    ...(own !== undefined && { tags: own }),
    ...(removed !== undefined && { removed }),
  };
}
