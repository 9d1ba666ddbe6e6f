/** Who asked for an operation, by which door, and why. */
export type Requester = {
  door: 'http' | 'event';
  /** A signed-in user's name, `holder of a function key`, or the event's source. */
  who: string;
  /** The object id of a signed-in user. Absent where nobody signs in: keys and events name nobody. */
  principalId?: string;
  why: string;
};

const signature = 'Mailgrant operation ';
const longestDescription = 1024;

/**
 * What an admin reads in Azure beside the role assignment: whose doing it is. Azure keeps at most 1,024 characters;
 * control characters from a requester's name stay out, and so does half a character where it is cut.
 */
export function provenance(operationId: string, requester: Requester): string {
  const text = `${signature}${operationId}: asked for by ${requester.who} (${requester.door}). ${requester.why}`;
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, longestDescription)
    .toWellFormed();
}

/** Whether a role assignment's description says that Mailgrant made it. */
export function isProvenance(description: string): boolean {
  return description.startsWith(signature);
}

/** Whether it says that this operation made it. */
export function isProvenanceOf(description: string, operationId: string): boolean {
  return description.startsWith(`${signature}${operationId}:`);
}
