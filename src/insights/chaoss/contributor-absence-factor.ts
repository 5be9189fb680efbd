/**
 * Contributor Absence Factor: the smallest number of people who made half of the commits. Formerly called bus factor.
 * Says on how few a project rests, and nothing of anybody.
 * @param commits how many each person made, in any order
 * @returns null where there are none
 * @see https://chaoss.community/kb/metric-contributor-absence-factor/
 */
export function contributorAbsenceFactor(commits: readonly number[]): number | null {
  const total = commits.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let made = 0;
  let people = 0;
  for (const count of commits.toSorted((a, b) => b - a)) {
    made += count;
    people += 1;
    if (made * 2 >= total) break;
  }
  return people;
}
