import { putRoleCommand } from '../azRest.ts';
import { deployedRoleProblem } from '../inspectedRole.ts';
import { sendingProblem } from '../inspectedService.ts';
import type { DoctorCheck } from './check.ts';
import { linkDomainCommand, verifyDomainCommand } from './commands.ts';
import type { DoctorFacts, GroupFacts, ServiceFacts } from './facts.ts';
import { unanswered } from './unanswered.ts';

/** Is the SMTP sender role there and as it should be, in each resource group? */
export function judgeSenderRoles({ groups, settings }: DoctorFacts): DoctorCheck[] {
  return groups.map((group) => judgeSenderRole(group, settings.createRole));
}

function judgeSenderRole({ scope, role }: GroupFacts, createRole: boolean): DoctorCheck {
  const check = 'sender-role';
  if (role.kind !== 'done') return unanswered(check, role, scope);
  const { state, roleName, wanted } = role.value;
  const problem = deployedRoleProblem(role.value);
  if (problem === undefined) {
    const why = `The role '${roleName}' is there, and gives what sending takes and nothing else.`;
    return { check, verdict: 'pass', about: scope, why };
  }
  const commands = wanted === undefined ? {} : { commands: [putRoleCommand(wanted)] };
  if (createRole) {
    return state === 'absent'
      ? {
          check,
          verdict: 'pass',
          about: scope,
          why: `The role '${roleName}' is not there: the first grant makes it.`,
        }
      : {
          check,
          verdict: 'warn',
          about: scope,
          why: `The role '${roleName}' is not what it should be: somebody has changed it.`,
          fix: 'The next grant repairs it, or this does.',
          ...commands,
        };
  }
  return {
    check,
    verdict: 'fail',
    about: scope,
    why: problem.message,
    fix: 'Deploy the infrastructure again: it makes the role. Or write it so.',
    ...commands,
  };
}

/** Can each mail service send at all: is it there, with a domain whose ownership is verified? */
export function judgeDomains({ services }: DoctorFacts): DoctorCheck[] {
  return services.map(judgeService);
}

function judgeService({ scope, service, domains: linked }: ServiceFacts): DoctorCheck {
  const check = 'domains';
  if (service.kind !== 'done') return unanswered(check, service, scope);
  if (service.value === null) {
    return {
      check,
      verdict: 'fail',
      about: scope,
      why: 'There is no such mail service.',
      fix: 'Correct MAILGRANT_COMMUNICATION_SERVICES, or create the resource. These are there:',
      commands: ['az communication list --query "[].id" --output tsv'],
    };
  }
  if (linked.kind !== 'done') return unanswered(check, linked, scope);
  const domains = linked.value;
  const problem = sendingProblem({ service: service.value, domains, usernames: [] });
  if (problem !== undefined) {
    return {
      check,
      verdict: 'fail',
      about: scope,
      why: problem.message,
      fix: problem.fix,
      commands:
        domains.length === 0 ? [linkDomainCommand(scope)] : domains.map(({ id }) => verifyDomainCommand(id)),
    };
  }
  const names = (verified: boolean) =>
    domains.filter((domain) => domain.verified === verified).map(({ senderDomain }) => senderDomain);
  const open = names(false);
  return {
    check,
    verdict: 'pass',
    about: scope,
    why:
      `It may send from ${names(true).join(', ')}.` +
      (open.length > 0 ? ` Not verified, and so of no use: ${open.join(', ')}.` : ''),
  };
}
