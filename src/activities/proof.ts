import { done, refused } from '../domain/answer.ts';
import type { Answer } from '../domain/answer.ts';
import type { Credentials, Submission } from '../gateways/ports.ts';
import { attempt } from './attempt.ts';

/** What a sign-in at the SMTP endpoint showed. `no-credential`: there is no client secret to try it with. */
export type Proof = 'accepted' | 'refused' | 'no-credential';

/** Activities that prove a grant by using it. */
export function proofActivities({
  credentials,
  submission,
}: {
  credentials?: Credentials;
  submission: Submission;
}) {
  return {
    /** Signs in at the SMTP endpoint as the application would. The secret never leaves this activity. */
    async proveSmtp({
      appId,
      username,
    }: {
      appId: string;
      username: string;
    }): Promise<Answer<{ proof: Proof }>> {
      const secret = await attempt('read the client secret from the vault', async () =>
        credentials?.clientSecret(appId),
      );
      // A vault that can't be read is no reason to hold the grant up: there is a way to go without a proof.
      if (secret.kind !== 'done') return refused(secret.problem);
      const { value } = secret;
      if (value === undefined) return done({ proof: 'no-credential' });
      return attempt(`sign in at the SMTP endpoint as '${username}'`, async () => ({
        proof: await submission.signIn({ username, secret: value }),
      }));
    },
  };
}
