import type { Application } from './application.ts';
import { isProblem, parseGrantRequest } from './grantRequest.ts';
import type { GrantRequest } from './grantRequest.ts';
import type { Problem } from './problems.ts';

export type TagRules = {
  /** The tag that asks for a grant. */
  tag: string;
  /** The ARM ids of the mail services that may be granted for, the default first. */
  services: readonly [string, ...string[]];
};

/** The tags among an application's that are Mailgrant's: `mailgrant` itself, and those that begin with `mailgrant:`. */
export function ownTags(tags: readonly string[], tag: string): string[] {
  const own = tag.toLowerCase();
  return tags.filter((each) => {
    const text = each.trim().toLowerCase();
    return text === own || text.startsWith(`${own}:`);
  });
}

/**
 * What an application asks for by its tags: a grant, nothing, or something that can't be understood. Anyone who may
 * register an application writes its tags, so they can ask for a mail service and a username and nothing else; no
 * tag leads to another role or a wider scope.
 */
export function wishOf(
  { appId, tags }: Pick<Application, 'appId' | 'tags'>,
  { tag, services }: TagRules,
): GrantRequest | Problem[] | undefined {
  const own = ownTags(tags, tag);
  if (own.length === 0) return undefined;
  const wish = new Map<string, string>();
  const problems: Problem[] = [];
  for (const text of own) {
    const read = readTag(text.trim(), tag);
    if (read === undefined) continue;
    if (isProblem(read)) problems.push(read);
    else if ((wish.get(read.field) ?? read.value) !== read.value) problems.push(contradiction(text, tag));
    else wish.set(read.field, read.value);
  }
  const request = parseGrantRequest({ application: appId, ...Object.fromEntries(wish) }, services);
  if (Array.isArray(request)) problems.push(...request);
  return problems.length > 0 || Array.isArray(request) ? problems : request;
}

const fields = new Map([
  ['service', 'communicationService'],
  ['username', 'username'],
]);

/** The field that a tag sets; undefined for the bare tag, which sets none. */
function readTag(text: string, tag: string): { field: string; value: string } | Problem | undefined {
  if (text.length === tag.length) return undefined;
  const [, key = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(text.slice(tag.length + 1)) ?? [];
  const field = fields.get(key.trim().toLowerCase());
  if (field !== undefined && value.trim() !== '') return { field, value: value.trim() };
  return {
    code: 'invalid-tag',
    field: 'tags',
    message: `The tag '${text}' of the application says nothing that Mailgrant understands.`,
    fix: `Use ${tag}, ${tag}:service=<name> or ${tag}:username=<name>.`,
  };
}

function contradiction(text: string, tag: string): Problem {
  return {
    code: 'conflicting-tags',
    field: 'tags',
    message: `The tag '${text}' contradicts another one of the application.`,
    fix: `Keep one tag for each of ${tag}:service and ${tag}:username.`,
  };
}
