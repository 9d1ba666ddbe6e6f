/** The same but for case: GUIDs come in either, and whether Azure tells logins apart by it is not known. */
export function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
