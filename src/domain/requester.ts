/** By which doors grants are asked for. */
export type GrantDoor = 'http' | 'event';

/** Who asked for an operation, by which door, and why. */
export type Requester = {
  door: GrantDoor | 'timer';
  /** A signed-in user's name, `holder of a function key`, or the tags of the application. */
  who: string;
  /** The object id of a signed-in user. Absent where nobody signs in: keys and events name nobody. */
  principalId?: string;
  why: string;
};

/** Who approved an operation, and why. */
export type Approval = { who: string; reason: string };

const signature = 'Mailgrant operation ';
const longestDescription = 1024;
/** Of a requester's name, where an approver's stands behind it. */
const longestAsker = 256;

/**
 * What an admin reads in Azure beside the role assignment: whose doing it is. Azure keeps at most 1,024 characters;
 * control characters from a requester's name stay out, and so does half a character where it is cut. The door stands
 * before everything that a stranger wrote: it decides who may take the assignment away again. Who approved it is never
 * what a long name or a long reason pushes out.
 */
export function provenance(operationId: string, { door, who, why }: Requester, approval?: Approval): string {
  const approved =
    approval === undefined ? '' : ` Approved by ${approval.who}: ${approval.reason.replace(/\.$/, '')}.`;
  const asker = approval === undefined ? who : who.slice(0, longestAsker);
  return `${signature}${operationId} (${door}): asked for by ${asker}.${approved} ${why}`
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, longestDescription)
    .toWellFormed();
}

/** Whether a role assignment's description says that Mailgrant made it. */
export function isProvenance(description: string): boolean {
  return description.startsWith(signature);
}

/** Which operation made a role assignment, asked by which door; undefined if its description does not say. */
export function madeBy(description: string): { operation: string; door: GrantDoor } | undefined {
  const [, operation, door] = /^Mailgrant operation ([\w-]+) \((http|event)\): /.exec(description) ?? [];
  if (operation === undefined || (door !== 'http' && door !== 'event')) return undefined;
  return { operation, door };
}

/** Whether it says that this operation made it. */
export function isProvenanceOf(description: string, operationId: string): boolean {
  return description.startsWith(`${signature}${operationId} `);
}
