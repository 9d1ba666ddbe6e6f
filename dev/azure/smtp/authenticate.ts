import { authorize } from '../arm/authorize.ts';
import { visibleApplications, visibleServicePrincipals } from '../graph/replication.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { Application, CommunicationService } from '../state.ts';
import { isLinked } from './domains.ts';
import { findLogin } from './login.ts';

export type Credentials = { username: string; password: string } | { username: string; accessToken: string };

/** Who signed in, and where mail goes out. */
export type Sender = { username: string; application: Application; service: CommunicationService };

/** The client only ever sees 535; `because` is for the operator. */
export type SignIn = { sender: Sender } | { because: string };

/** What sending takes (fact smtp.actions). All three are control-plane actions. */
const neededActions = [
  'Microsoft.Communication/CommunicationServices/Read',
  'Microsoft.Communication/CommunicationServices/Write',
  'Microsoft.Communication/EmailServices/write',
];
const audience = 'https://communication.azure.com';

/** Decides one SMTP AUTH, in the order in which an operator would look for the cause. */
export function authenticate(azure: LocalAzure, credentials: Credentials): SignIn {
  const { username } = credentials;
  const login = findLogin(azure, username);
  if (login === undefined) return { because: `No SMTP username resource has the username '${username}'.` };
  const { service, appId, createdAt = -Infinity } = login;
  const readyAt = createdAt + azure.delays.smtpUsernameReady;
  if (azure.clock.now() < readyAt)
    return { because: `The SMTP username is not known here before ${new Date(readyAt).toISOString()}.` };
  if (username.includes('@') && !isLinked(azure, service, username))
    return { because: `The domain of '${username}' is not linked to '${service.name}'.` };
  const application = visibleApplications(azure).find((each) => each.appId === appId);
  if (application === undefined || login.tenantId !== azure.state.tenantId)
    return { because: `The SMTP username names application ${appId}, which does not exist here.` };
  const refusal =
    'password' in credentials
      ? checkSecret(azure, application, credentials.password)
      : checkToken(azure, appId, credentials.accessToken);
  const because = refusal ?? checkPermission(azure, appId, service);
  return because === undefined ? { sender: { username, application, service } } : { because };
}

function checkSecret(azure: LocalAzure, application: Application, password: string): string | undefined {
  const secret = application.secrets.find((each) => each.secretText === password);
  if (secret === undefined) return `The password is no client secret of '${application.displayName}'.`;
  const now = azure.clock.now();
  if (now < secret.createdAt + azure.delays.secretReplication) return 'The client secret has not replicated.';
  if (now < Date.parse(secret.startDateTime)) return 'The client secret is not valid yet.';
  if (now >= Date.parse(secret.endDateTime)) return `The client secret expired on ${secret.endDateTime}.`;
  return undefined;
}

function checkToken(azure: LocalAzure, appId: string, accessToken: string): string | undefined {
  const caller = azure.tokens.check(accessToken, [audience]);
  if (typeof caller === 'string') return caller;
  if (caller.appId !== appId) return `The token belongs to '${caller.name}', not to application ${appId}.`;
  return undefined;
}

function checkPermission(
  azure: LocalAzure,
  appId: string,
  service: CommunicationService,
): string | undefined {
  const principal = visibleServicePrincipals(azure).find((each) => each.appId === appId);
  if (principal === undefined) return `Application ${appId} has no service principal.`;
  if (!principal.accountEnabled) return `The service principal '${principal.displayName}' is disabled.`;
  const missing = neededActions.filter((action) => {
    const asked = { principalId: principal.objectId, action, scope: service.id };
    return authorize(azure, asked).verdict !== 'allowed';
  });
  if (missing.length === 0) return undefined;
  return `'${principal.displayName}' may not do ${missing.join(', ')} at '${service.name}' (yet).`;
}
