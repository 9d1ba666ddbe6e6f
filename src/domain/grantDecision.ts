import { chooseUsername } from './chosenUsername.ts';
import type { ChosenUsername, UsernameFormat } from './chosenUsername.ts';
import { isProblem } from './grantRequest.ts';
import type { GrantRequest } from './grantRequest.ts';
import { sendingProblem } from './inspectedService.ts';
import type { InspectedService } from './inspectedService.ts';
import type { InspectedRole } from './inspectedRole.ts';
import type { Problem } from './problems.ts';
import type { ResolvedApplication } from './resolvedApplication.ts';
import { assignmentScope, definitionScope } from './roleChoice.ts';

/** What was read before anything is decided. */
export type Inspection = { resolved: ResolvedApplication; inspected: InspectedService };

/** What the door has read before it let a request in: the role as well. */
export type DoorInspection = Inspection & { role: InspectedRole };

/** What a grant will consist of. */
export type GrantDecision = {
  /** Where the role is assigned. */
  assignmentScope: string;
  /** Where a custom role is defined. */
  definitionScope: string;
  username: ChosenUsername;
};

/** What the grant will be, or everything that stands in its way. The one place where a grant is judged. */
export function decideGrant(
  request: GrantRequest,
  { resolved, inspected }: Inspection,
  format: UsernameFormat,
): GrantDecision | Problem[] {
  const problems: Problem[] = [];
  const { application, servicePrincipal } = resolved;
  if (!servicePrincipal.enabled) {
    problems.push({
      code: 'service-principal-disabled',
      field: 'application',
      message: `Sign-in of the application '${application.displayName}' is disabled.`,
      fix: 'Enable the service principal (portal: Enterprise applications > Properties > Enabled for users to sign-in).',
    });
  }
  const sending = sendingProblem(inspected);
  if (sending !== undefined) problems.push(sending);
  const username = chooseUsername(request.username, application, { inspected, format });
  // Without a domain the username's domain is beside the point.
  if (isProblem(username) && sending?.code !== 'no-linked-domain') problems.push(username);
  if (problems.length > 0 || isProblem(username)) return problems;
  return {
    assignmentScope: assignmentScope(request.serviceId, request.scope),
    definitionScope: definitionScope(request.serviceId, request.scope),
    username,
  };
}
