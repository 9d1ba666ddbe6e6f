import type { Application } from './application.ts';
import type { InspectedService } from './inspectedService.ts';
import { generatedUsername, smtpUsernameNameFor } from './naming.ts';
import type { Problem } from './problems.ts';
import { sameText } from './sameText.ts';
import { usernameDomainProblem } from './username.ts';

export type UsernameFormat = 'freeform' | 'email';

/** The login of a grant: there already, or to be made. `name` is the resource's name, `username` the login. */
export type ChosenUsername = { kind: 'exists' | 'create'; name: string; username: string };

/** Which login the application gets at the mail service, or why it can't have the one asked for. */
export function chooseUsername(
  asked: string | undefined,
  application: Application,
  { inspected, format }: { inspected: InspectedService; format: UsernameFormat },
): ChosenUsername | Problem {
  const own = inspected.usernames.filter(({ appId }) => sameText(appId, application.appId));
  const there = own.find(({ username }) => asked === undefined || sameText(username, asked));
  if (there !== undefined) return { kind: 'exists', name: there.name, username: there.username };
  if (own.length > 0) {
    const names = own.map(({ username }) => `'${username}'`).join(', ');
    return {
      code: 'username-exists',
      field: 'username',
      message: `The application '${application.displayName}' signs in as ${names} already.`,
      fix: 'Leave the username out to keep it, or revoke the grant before asking for another username.',
    };
  }
  const username = asked ?? generate(application, inspected, format);
  if (inspected.usernames.some((other) => sameText(other.username, username))) {
    return {
      code: 'username-taken',
      field: 'username',
      message: `The username '${username}' belongs to another application of the mail service.`,
      fix: 'Choose another username, or leave it out to have one generated.',
    };
  }
  const problem = usernameDomainProblem(username, inspected.domains);
  return problem ?? { kind: 'create', name: smtpUsernameNameFor(username, application.appId), username };
}

function generate(
  application: Application,
  { service, domains }: InspectedService,
  format: UsernameFormat,
): string {
  const name = generatedUsername(application, service.id);
  const domain = domains.find((candidate) => candidate.verified);
  return format === 'email' && domain !== undefined ? `${name}@${domain.senderDomain}` : name;
}
