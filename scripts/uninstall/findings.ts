/** Something of this installation that can be taken away: what it is, and where Azure Resource Manager deletes it. */
export type Removal = { what: string; url: string };

/** Something that stays, and why. */
export type Left = { what: string; why: string };

/** `removals` in the order in which they are safe. */
export type Found = { removals: Removal[]; left: Left[] };

export function together(...all: readonly Found[]): Found {
  return { removals: all.flatMap(({ removals }) => removals), left: all.flatMap(({ left }) => left) };
}
