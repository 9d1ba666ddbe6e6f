import { done, refused } from '../domain/answer.ts';
import type { Answer } from '../domain/answer.ts';
import { narrowedTo } from '../domain/inspectedService.ts';
import type { Concerned, InspectedService } from '../domain/inspectedService.ts';
import type { SmtpUsername } from '../domain/mailService.ts';
import { nameOf } from '../domain/resourceId.ts';
import type { MailServices, NewSmtpUsername, SmtpUsernameKey } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

/** Activities that ask Azure Communication Services. */
export function mailServiceActivities(mailServices: MailServices) {
  return {
    /**
     * Reads a mail service, its linked domains and its SMTP usernames: all of them, or those alone that matter to the
     * application that it is about.
     */
    async inspectMailService(input: {
      serviceId: string;
      about?: Concerned;
    }): Promise<Answer<InspectedService>> {
      const { serviceId, about } = input;
      const found = await find(mailServices, serviceId);
      const inspected = valueOrNotFound(serviceId, found);
      return inspected.kind !== 'done' || about === undefined
        ? inspected
        : done(narrowedTo(about, inspected.value));
    },

    /** The same of a mail service that need not be there: null if it is not. */
    async findMailService({ serviceId }: { serviceId: string }): Promise<Answer<InspectedService | null>> {
      const found = await find(mailServices, serviceId);
      return found.kind === 'done' ? done(found.value ?? null) : found;
    },

    /** Creates the SMTP username, or writes it again with the same properties. */
    async putSmtpUsername(input: SmtpUsernameKey & NewSmtpUsername): Promise<Answer<SmtpUsername>> {
      const { serviceId, name, ...username } = input;
      const answer = await attempt(`create the SMTP username '${username.username}'`, () =>
        mailServices.putUsername({ serviceId, name }, username),
      );
      // A login is all that the one global SMTP host gets to know a sender by: it can be taken anywhere in Azure.
      if (answer.kind === 'refused' && answer.problem.code === 'azure-conflict') {
        return refused({
          ...answer.problem,
          code: 'username-taken',
          fix: 'Choose another username, or leave it out to have one generated.',
        });
      }
      // In the field Azure refuses a username until the application's role is in effect, with a 400 or 404 that
      // nothing tells from a lasting one: only time does.
      if (answer.kind === 'refused' && answer.problem.code === 'azure-refused') {
        return {
          kind: 'later',
          problem: { ...answer.problem, code: 'username-refused' },
          mayHaveHappened: false,
        };
      }
      return answer;
    },

    /** The SMTP username of this resource name; null if there is none. */
    async findSmtpUsername(key: SmtpUsernameKey): Promise<Answer<SmtpUsername | null>> {
      return attempt(
        `read the SMTP username '${key.name}'`,
        async () => (await mailServices.username(key)) ?? null,
      );
    },

    /** Deletes the SMTP username; succeeds if there is none. */
    async deleteSmtpUsername(key: SmtpUsernameKey): Promise<Answer<null>> {
      return attempt(`delete the SMTP username '${key.name}'`, async () => {
        await mailServices.deleteUsername(key);
        return null;
      });
    },
  };
}

function find(mailServices: MailServices, serviceId: string): Promise<Answer<InspectedService | undefined>> {
  return attempt(`read the mail service ${serviceId}`, async () => {
    const service = await mailServices.service(serviceId);
    if (service === undefined) return undefined;
    const [usernames, domains] = await Promise.all([
      mailServices.usernames(serviceId),
      mailServices.domains(service.linkedDomains),
    ]);
    return { service, usernames, domains };
  });
}

function valueOrNotFound(
  serviceId: string,
  answer: Answer<InspectedService | undefined>,
): Answer<InspectedService> {
  if (answer.kind !== 'done') return answer;
  if (answer.value !== undefined) return done(answer.value);
  return refused({
    code: 'service-not-found',
    field: 'communicationService',
    message: `The Communication Services resource '${nameOf(serviceId)}' (${serviceId}) does not exist.`,
    fix: 'Correct MAILGRANT_COMMUNICATION_SERVICES, or create the resource.',
  });
}
