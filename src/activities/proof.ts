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
      return attempt(`sign in at the SMTP endpoint as '${username}'`, async () => {
        const secret = await credentials?.clientSecret(appId);
        if (secret === undefined) return { proof: 'no-credential' };
        return { proof: await submission.signIn({ username, secret }) };
      });
    },
  };
}
