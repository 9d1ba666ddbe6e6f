/** Something that the local Azure plays because Azure does it so. */
export type Fact = {
  /** One sentence, as a reader of `docs/local-azure.md` should see it. */
  says: string;
  /**
   * How sure it is: `recorded` real traffic, `documented` by Microsoft, read in the `sdk`, observed in the
   * `field` by third parties, or `assumed` where nothing was found and the likeliest behaviour is played.
   */
  sure: 'recorded' | 'documented' | 'sdk' | 'field' | 'assumed';
  /** Where it can be looked up: a public repository and file, or a documentation page. */
  source: string;
};
