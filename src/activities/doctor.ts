import type { Answer } from '../domain/answer.ts';
import { AzureError } from '../domain/azureError.ts';
import type { MailDomain, MailService } from '../domain/mailService.ts';
import type { OwnIdentity } from '../domain/ownIdentity.ts';
import type { DenyAssignment } from '../domain/permissions/evaluate.ts';
import type { Permission } from '../domain/roleDefinition.ts';
import type { Gateways } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

/** No application has it, no group, and no secret is named for it. */
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * What the doctor asks, one thing each. No orchestration asks this, so these are not registered: Azure would show each
 * as a function of its own. None of them changes anything.
 */
export function doctorLookUps(gateways: Gateways) {
  const { identity, authorization, mailServices, directory, credentials, events } = gateways;
  return {
    /** Who Mailgrant is to Azure Resource Manager. */
    readIdentity: (): Promise<Answer<OwnIdentity>> =>
      attempt('give a token for Azure Resource Manager', () => identity.self()),

    /** Whether there is a token for Microsoft Graph, too. */
    requestGraphToken: (): Promise<Answer<null>> =>
      attempt('give a token for Microsoft Graph', async () => {
        await identity.graphToken();
        return null;
      }),

    /** The time by Azure's clock. */
    readTime: (): Promise<Answer<string>> => attempt('tell the time', () => identity.time()),

    /** What the identity may do at the scope. */
    readPermissions: (scope: string): Promise<Answer<Permission[]>> =>
      attempt(`say what the identity may do at ${scope}`, () => identity.permissionsAt(scope)),

    /** What is forbidden around the scope, to whomever. */
    readDenials: (scope: string): Promise<Answer<DenyAssignment[]>> =>
      attempt(`list the deny assignments around ${scope}`, () => authorization.denyAssignmentsAround(scope)),

    /** The mail service; null if it is not there. */
    readMailService: (serviceId: string): Promise<Answer<MailService | null>> =>
      attempt(
        `read the mail service ${serviceId}`,
        async () => (await mailServices.service(serviceId)) ?? null,
      ),

    /** The linked domains of a mail service. */
    readDomains: ({ id, linkedDomains }: MailService): Promise<Answer<MailDomain[]>> =>
      attempt(`read the domains that are linked to ${id}`, () => mailServices.domains(linkedDomains)),

    /** Whether applications can be read. None needs to be found. */
    readApplications: (): Promise<Answer<null>> =>
      attempt('list applications', async () => {
        await directory.applicationsNamed('Mailgrant');
        return null;
      }),

    /** Whether the members of groups can be read. */
    readGroupMembers: (): Promise<Answer<'allowed' | 'denied'>> =>
      attempt('list the members of a group', async () => {
        const members = await directory.servicePrincipalMembers([nobody]);
        return members.get(nobody) === 'denied' ? 'denied' : 'allowed';
      }),

    /** Whether the vault would give a secret: it is asked for one that is not there. */
    readSecret: (): Promise<Answer<null>> =>
      attempt('read a secret from the vault', async () => {
        await credentials?.clientSecret(nobody);
        return null;
      }),

    /** Whether the topic would take an event: it gets none. */
    publishNothing: (): Promise<Answer<null>> =>
      attempt('publish to the topic', async () => {
        try {
          await events?.publishNothing();
        } catch (error) {
          // A topic that finds fault with what it is sent has let us in.
          if (!(error instanceof AzureError) || error.status !== 400) throw error;
        }
        return null;
      }),
  };
}

export type DoctorLookUps = ReturnType<typeof doctorLookUps>;
