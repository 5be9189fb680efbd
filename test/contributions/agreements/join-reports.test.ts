import { expect, test } from '@jest/globals';
import { joinEither, joinReports, withoutSignOffs } from '../../../src/contributions/agreements/join-reports.ts';
import { judgeAgreements } from '../../../src/contributions/agreements/judge-agreements.ts';
import type { Commit, PullRequestOrigin } from '../../../src/contributions/commit.ts';
import { ADA, ADA_SIGNS, aCommit, aPullRequest, BOB, body, check, MALLORY } from '../a-commit.ts';
import { aSignature, DEMAND, NOW, SIZE } from './an-agreement.ts';

const SIGNED_OFF = aCommit({ message: body(ADA_SIGNS) });
const UNSIGNED = aCommit();
const SIGNED = [aSignature()];

function judge(commits: readonly Commit[], signatures = SIGNED, pullRequest: PullRequestOrigin = aPullRequest()) {
  const subject = { pullRequest, size: SIZE };
  const judgeSome = (some: readonly Commit[]) =>
    judgeAgreements({ ...subject, commits: some }, DEMAND, signatures, NOW);
  const signOffs = check(commits, { pullRequest });
  const both = joinReports(signOffs, judgeSome(commits));
  const either = joinEither(commits, signOffs, 'city-cla', judgeSome);
  return { both, either, codes: either.findings.map(({ outcome, code }) => `${outcome} ${code}`) };
}

test.each<[string, readonly Commit[], typeof SIGNED, string, string]>([
  ['signed off and signed', [SIGNED_OFF], SIGNED, 'pass', 'pass'],
  ['signed off only', [SIGNED_OFF], [], 'fail', 'pass'],
  ['signed only', [UNSIGNED], SIGNED, 'fail', 'pass'],
  ['neither', [UNSIGNED], [], 'fail', 'fail'],
  ['one commit signed off, the other not, unsigned', [SIGNED_OFF, UNSIGNED], [], 'fail', 'fail'],
  ['one commit signed off, the other not, signed', [SIGNED_OFF, UNSIGNED], SIGNED, 'fail', 'pass'],
])('%s: both %s, either %s', (_, commits, signatures, both, either) => {
  const judged = judge(commits, signatures);

  expect([judged.both.verdict, judged.either.verdict]).toEqual([both, either]);
});

test('who signs off is not asked for a signature because another did not', () => {
  const ofBob = aCommit({
    author: 'Bob <bob@example.org>',
    authorAccount: BOB,
    committerAccount: BOB,
    verifiedBy: 'committer',
    message: body('Signed-off-by: Bob <bob@example.org>'),
  });

  expect(judge([ofBob, UNSIGNED]).codes).toEqual([
    'pass signed-off',
    'notice agreement-instead',
    'pass agreement-signed',
  ]);
});

test('a signature makes up for no more than the sign-off', () => {
  const mallory = aPullRequest({ opener: MALLORY, sender: MALLORY });
  const { either } = judge([SIGNED_OFF], [...SIGNED, aSignature({ accountId: MALLORY.id })], mallory);

  expect(either.verdict).toBe('fail');
  expect(either.findings.map(({ code }) => code)).toContain('impersonation-suspect');
});

test('of one commit it is told once that nothing proves whose it is', () => {
  const mallory = aPullRequest({ opener: MALLORY, sender: MALLORY });
  const { both } = judge([SIGNED_OFF], [...SIGNED, aSignature({ accountId: MALLORY.id })], mallory);

  expect(both.findings.filter(({ code }) => /suspect|unproved/.test(code))).toHaveLength(1);
  expect(both.agreements?.people).toEqual([MALLORY.id, ADA.id]);
});

test('S10: where not all commits are known, nobody passes by those that are', () => {
  const incomplete = check([SIGNED_OFF], { incomplete: 'GitHub counts 251 commits and listed 250.' });
  const judged = judgeAgreements(
    { commits: [SIGNED_OFF], pullRequest: aPullRequest(), size: SIZE },
    DEMAND,
    SIGNED,
    NOW,
  );
  expect(judged.verdict).toBe('pass');

  expect(joinReports(withoutSignOffs(incomplete), judged).verdict).toBe('unknown');
  expect(joinEither([SIGNED_OFF], incomplete, 'city-cla', () => judged).verdict).toBe('unknown');
});
