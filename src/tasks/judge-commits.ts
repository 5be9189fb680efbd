import { readFile } from 'node:fs/promises';
import { collectCommits } from '../clone/collect-commits.ts';
import { type ContributionReport, checkCommits } from '../contributions/check-commits.ts';
import type { Contribution } from '../contributions/commit.ts';
import { coverageByYear, type YearCoverage } from '../contributions/coverage.ts';
import { canonicalEmail } from '../contributions/identity.ts';
import { judgeCommit } from '../contributions/judge-commit.ts';
import { aliasesIn } from '../contributions/mailmap.ts';
import type { ContributionPolicy } from '../contributions/policy.ts';
import { readCommits } from '../contributions/read-commits.ts';
import { OperatorError } from '../core/errors.ts';

/**
 * Judges the commits of a range of a clone.
 * @throws OperatorError when the clone or the range cannot be read
 */
export async function judgeRange(
  request: { readonly folder: string; readonly range: string },
  policy: ContributionPolicy,
  now: Date,
): Promise<ContributionReport> {
  const { commits, incomplete, mailmap } = await collectCommits({
    ...request,
    compareMerges: true,
    findReverts: policy.reverts === 'skip-exact',
  });
  const aliases = mailmap === null ? policy.aliases : aliasesIn(mailmap);
  const contribution: Contribution = { commits, incomplete, doubt: null, pullRequest: null };
  return checkCommits(contribution, { policy: { ...policy, aliases }, overrides: [], hasAccounts: false, now });
}

/**
 * Judges the commits that GitHub listed of a pull request.
 * @param count how many the pull request has; null: not known
 * @throws OperatorError `commits-not-found`, `commits-invalid`
 */
export async function judgeListedCommits(
  { path, count }: { readonly path: string; readonly count: number | null },
  policy: ContributionPolicy,
  now: Date,
): Promise<ContributionReport> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new OperatorError('commits-not-found', { path, code: cause.code ?? 'unknown' }, { cause });
  });
  const reading = readCommits(text, count);
  if (!reading.ok) throw new OperatorError('commits-invalid', { path, problem: reading.problem });
  const { commits, incomplete, doubt, hasAccounts } = reading;
  return checkCommits({ commits, incomplete, doubt, pullRequest: null }, { policy, overrides: [], hasAccounts, now });
}

/**
 * How much of a clone's history is signed off, year by year (UTC) of authorship. Merges do not count.
 * @throws OperatorError when the clone or the range cannot be read
 */
export async function measureCoverage(
  request: { readonly folder: string; readonly range: string },
  policy: ContributionPolicy,
): Promise<{ readonly years: readonly YearCoverage[]; readonly incomplete: string | null }> {
  const { commits, incomplete, mailmap } = await collectCommits({
    ...request,
    compareMerges: false,
    findReverts: policy.reverts === 'skip-exact',
  });
  const aliases = mailmap === null ? policy.aliases : aliasesIn(mailmap);
  const context = { policy: { ...policy, aliases }, pullRequest: null, hasAccounts: false, overrides: new Map() };
  const entries = commits.flatMap((commit) => {
    const { state } = judgeCommit(commit, context);
    if (state === 'excused') return [];
    const year = new Date(commit.authoredAt * 1000).getUTCFullYear();
    return [{ year, author: canonicalEmail(commit.author.email ?? ''), isSigned: state === 'signed' }];
  });
  return { years: coverageByYear(entries), incomplete };
}
