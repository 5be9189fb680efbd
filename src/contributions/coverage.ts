/** How much of a year's work was signed off. */
export interface YearCoverage {
  readonly year: number;
  /** Commits that needed a sign-off. */
  readonly commits: number;
  readonly signedOff: number;
  /** Authors by their addresses, and those who signed off all of theirs. */
  readonly authors: number;
  readonly authorsSigningAll: number;
}

/** A commit that needed a sign-off. */
export interface CoverageEntry {
  readonly year: number;
  /** In canonical form. */
  readonly author: string;
  readonly isSigned: boolean;
}

/** Year by year, the oldest first. */
export function coverageByYear(entries: readonly CoverageEntry[]): YearCoverage[] {
  const years = Map.groupBy(entries, ({ year }) => year);
  return [...years]
    .sort(([a], [b]) => a - b)
    .map(([year, commits]) => {
      const authors = new Set(commits.map(({ author }) => author));
      const lacking = new Set(commits.filter(({ isSigned }) => !isSigned).map(({ author }) => author));
      return {
        year,
        commits: commits.length,
        signedOff: commits.filter(({ isSigned }) => isSigned).length,
        authors: authors.size,
        authorsSigningAll: authors.size - lacking.size,
      };
    });
}
