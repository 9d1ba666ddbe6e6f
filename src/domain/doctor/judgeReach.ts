import type { DoctorCheck } from './check.ts';
import { grantGraphCommand, publishCommand, readSecretsCommand, setCommand } from './commands.ts';
import type { DoctorFacts } from './facts.ts';
import { unanswered } from './unanswered.ts';

/** May it read applications? */
export function judgeApplications(facts: DoctorFacts): DoctorCheck {
  const { applications, settings } = facts;
  if (applications.kind === 'done')
    return { check: 'applications', verdict: 'pass', why: 'Microsoft Graph lets it read applications.' };
  const asked = unanswered('applications', applications);
  if (asked.verdict !== 'fail') return asked;
  return {
    ...asked,
    fix: 'Have an administrator of the directory grant the identity Application.Read.All: npm run grant:graph, or this.',
    commands: [grantGraphCommand(settings.graph, 'Application.Read.All', objectIdOf(facts))],
  };
}

/** May it read who is in a group? It can go without. */
export function judgeGroups(facts: DoctorFacts): DoctorCheck {
  const { groupMembers, settings } = facts;
  if (groupMembers.kind !== 'done') return { ...unanswered('groups', groupMembers), verdict: 'unknown' };
  if (groupMembers.value === 'allowed')
    return { check: 'groups', verdict: 'pass', why: 'Microsoft Graph lets it read the members of groups.' };
  return {
    check: 'groups',
    verdict: 'warn',
    why: 'Microsoft Graph does not let it read the members of groups, so audits do not judge what applications hold through groups.',
    fix: 'Have an administrator of the directory grant the identity GroupMember.Read.All: npm run grant:graph with --groups, or this.',
    commands: [grantGraphCommand(settings.graph, 'GroupMember.Read.All', objectIdOf(facts))],
  };
}

/** May it publish events? */
export function judgeTopic(facts: DoctorFacts): DoctorCheck {
  const { topic, settings } = facts;
  const { topicEndpoint } = settings;
  if (topic === undefined || topicEndpoint === undefined) {
    return {
      check: 'topic',
      verdict: 'warn',
      why: 'MAILGRANT_EVENT_TOPIC_ENDPOINT is not set: nobody looks for tags, and nobody is told what becomes of grants.',
      fix: 'Create an Event Grid topic with the CloudEvents schema, subscribe the function onApplicationEvent to it, and set this.',
      commands: [setCommand('MAILGRANT_EVENT_TOPIC_ENDPOINT=<endpoint of the topic>')],
    };
  }
  if (topic.kind === 'done')
    return {
      check: 'topic',
      verdict: 'pass',
      about: topicEndpoint,
      why: 'The topic lets it publish: it took an empty list of events.',
    };
  const asked = unanswered('topic', topic, topicEndpoint);
  if (asked.verdict !== 'fail') return asked;
  return {
    ...asked,
    fix: 'Give the identity the role EventGrid Data Sender at the topic.',
    commands: [publishCommand(topicEndpoint, objectIdOf(facts))],
  };
}

/** May it read secrets from the vault? Nothing to say where there is none: grants are then not proven, but expected. */
export function judgeKeyVault(facts: DoctorFacts): DoctorCheck[] {
  const { keyVault, settings } = facts;
  const { keyVault: vault } = settings;
  if (keyVault === undefined || vault === undefined) return [];
  if (keyVault.kind === 'done')
    return [{ check: 'key-vault', verdict: 'pass', about: vault, why: 'The vault lets it read secrets.' }];
  const asked = unanswered('key-vault', keyVault, vault);
  if (asked.verdict !== 'fail') return [asked];
  return [
    {
      ...asked,
      fix: 'Give the identity the role Key Vault Secrets User at the vault. If it has that, look at the firewall of the vault.',
      commands: [readSecretsCommand(vault, objectIdOf(facts))],
    },
  ];
}

function objectIdOf({ identity }: DoctorFacts): string | undefined {
  return identity.kind === 'done' ? identity.value.objectId : undefined;
}
