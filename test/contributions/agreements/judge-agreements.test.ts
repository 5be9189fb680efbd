import { expect, test } from '@jest/globals';
import type { Commit } from '../../../src/contributions/commit.ts';
import { ADA, aCommit, aPullRequest, BOB, body, DEPENDABOT, WEB_FLOW } from '../a-commit.ts';
import { type AgreementCase, anAgreement, aSignature, judge, revision } from './an-agreement.ts';

const B = (parts = {}) => revision('b', { since: '2026-11-01T00:00:00.000Z', ...parts });
const under = (...revisions: readonly ReturnType<typeof revision>[]): AgreementCase => ({
  demand: { agreements: [anAgreement({ revisions })] },
});
const CLAUDE = { id: 209825114, login: 'claude', type: 'User' } as const;
const ofBob = (parts = {}) =>
  aCommit({ author: 'Bob <bob@example.org>', authorAccount: BOB, committerAccount: BOB, ...parts });

type Case = readonly [
  name: string,
  commits: Commit | readonly Commit[],
  codes: readonly string[],
  options?: AgreementCase,
];

const CASES: readonly Case[] = [
  ['a signer', aCommit(), ['pass agreement-signed']],
  ['nobody signed', aCommit(), ['fail agreement-missing'], { signatures: [] }],
  [
    'another agreement was signed',
    aCommit(),
    ['fail agreement-missing'],
    { signatures: [aSignature({ agreementId: 'other' })] },
  ],
  [
    'the signature is dated in the future',
    aCommit(),
    ['fail agreement-missing'],
    { signatures: [aSignature({ signedAt: '2026-11-25T12:00:01Z' })] },
  ],
  [
    'a compatible revision came',
    aCommit(),
    ['pass agreement-signed'],
    under(revision('a'), B({ compatible: ['a'.repeat(64)] })),
  ],
  ['an incompatible revision came', aCommit(), ['fail agreement-outdated'], under(revision('a'), B())],
  [
    'likewise, within the days of grace',
    aCommit(),
    ['pass agreement-signed', 'notice agreement-grace'],
    under(revision('a'), B({ graceDays: 25 })),
  ],
  [
    'likewise, on the first day after them',
    aCommit(),
    ['fail agreement-outdated'],
    under(revision('a'), B({ graceDays: 24 })),
  ],
  [
    'grace is not renewed by the next revision',
    aCommit(),
    ['fail agreement-outdated'],
    under(revision('a'), B({ graceDays: 5 }), revision('c', { since: '2026-11-24T00:00:00.000Z', graceDays: 60 })),
  ],
  [
    'the next revision takes the first signature back in',
    aCommit(),
    ['pass agreement-signed'],
    under(
      revision('a'),
      B(),
      revision('c', { since: '2026-11-24T00:00:00.000Z', compatible: ['a'.repeat(64), 'b'.repeat(64)] }),
    ),
  ],
  [
    'the revision in force was signed',
    aCommit(),
    ['pass agreement-signed'],
    {
      ...under(revision('a'), B()),
      signatures: [aSignature(), aSignature({ revision: 'b'.repeat(64), signedAt: '2026-11-02T00:00:00Z' })],
    },
  ],
  [
    'a revision that is named compatible and was never in force here',
    aCommit(),
    ['pass agreement-signed'],
    {
      ...under(revision('a', { compatible: ['9'.repeat(64)] })),
      signatures: [aSignature({ revision: '9'.repeat(64) })],
    },
  ],
  [
    'a revision that nobody knows',
    aCommit(),
    ['fail agreement-outdated'],
    { signatures: [aSignature({ revision: '9'.repeat(64) })] },
  ],
  [
    'the signature was withdrawn',
    aCommit(),
    ['fail agreement-ended'],
    { signatures: [aSignature({ end: { how: 'withdrawn', at: '2026-11-20T00:00:00Z' } })] },
  ],
  [
    'it will be revoked tomorrow',
    aCommit(),
    ['pass agreement-signed'],
    { signatures: [aSignature({ end: { how: 'revoked', at: '2026-11-26T00:00:00Z' } })] },
  ],
  [
    'signed again after a withdrawal',
    aCommit(),
    ['pass agreement-signed'],
    {
      signatures: [
        aSignature({ end: { how: 'withdrawn', at: '2026-11-20T00:00:00Z' } }),
        aSignature({ signedAt: '2026-11-21T00:00:00Z' }),
      ],
    },
  ],
  [
    'covered by a company',
    aCommit(),
    ['pass agreement-company'],
    { signatures: [aSignature({ company: 'Ferry plc' })] },
  ],
  [
    'taken off the company’s list',
    aCommit(),
    ['fail agreement-ended'],
    { signatures: [aSignature({ company: 'Ferry plc', end: { how: 'removed', at: '2026-11-20T00:00:00Z' } })] },
  ],
  [
    'imported and unproved',
    aCommit(),
    ['notice agreement-imported'],
    { signatures: [aSignature({ isUnproved: true })] },
  ],
  [
    'either of two agreements',
    aCommit(),
    ['pass agreement-signed'],
    { demand: { agreements: [anAgreement({ id: 'city-ccla', kind: 'corporate' }), anAgreement()] } },
  ],
  [
    'a small change',
    aCommit(),
    ['not-applicable agreement-below-threshold'],
    {
      signatures: [],
      size: { lines: 9, files: 1 },
      demand: { minimum: { lines: 10, files: null } },
    },
  ],
  [
    'few lines, and a picture, of which none are counted',
    aCommit(),
    ['fail agreement-missing'],
    {
      signatures: [],
      size: { lines: 1, files: 2, areLinesCounted: false },
      demand: { minimum: { lines: 10, files: null } },
    },
  ],
  [
    'a picture where only files are counted',
    aCommit(),
    ['not-applicable agreement-below-threshold'],
    {
      signatures: [],
      size: { lines: 0, files: 1, areLinesCounted: false },
      demand: { minimum: { lines: null, files: 2 } },
    },
  ],
  [
    'a change of as many lines as are named',
    aCommit(),
    ['fail agreement-missing'],
    {
      signatures: [],
      size: { lines: 10, files: 1 },
      demand: { minimum: { lines: 10, files: null } },
    },
  ],
  [
    'few lines, many files',
    aCommit(),
    ['fail agreement-missing'],
    {
      signatures: [],
      size: { lines: 2, files: 2 },
      demand: { minimum: { lines: 10, files: 2 } },
    },
  ],
  [
    'an agreement that cannot be read',
    aCommit(),
    ['unknown agreement-not-found'],
    { demand: { agreements: [], notFound: ['city-cla'] } },
  ],
  [
    'an opener whose account is gone',
    aCommit(),
    ['fail unidentified-opener'],
    { pullRequest: aPullRequest({ opener: null }) },
  ],
  [
    'made in the browser',
    aCommit({ committer: 'GitHub <noreply@github.com>', committerAccount: WEB_FLOW, verifiedBy: 'github' }),
    ['pass agreement-signed'],
  ],
  [
    'a maintainer’s update of the branch',
    [
      aCommit(),
      aCommit({
        parents: ['1', '2'],
        authorAccount: BOB,
        committerAccount: WEB_FLOW,
        committer: 'GitHub <noreply@github.com>',
        verifiedBy: 'github',
      }),
    ],
    ['pass agreement-signed'],
  ],
  [
    'two authors, one of whom signed',
    [aCommit(), ofBob({ verifiedBy: 'committer' })],
    ['pass agreement-signed', 'fail agreement-missing'],
  ],
  [
    'two signers, one branch of the repository itself',
    [aCommit(), ofBob()],
    ['pass agreement-signed', 'pass agreement-signed', 'notice agreement-handed-on'],
    { pullRequest: aPullRequest({ isFromFork: false }), signatures: [aSignature(), aSignature({ accountId: BOB.id })] },
  ],
  [
    'a signer hands on what another signer made',
    ofBob({ committer: 'Ada <ada@example.org>', committerAccount: ADA }),
    ['pass agreement-signed', 'pass agreement-signed', 'notice agreement-handed-on'],
    { signatures: [aSignature(), aSignature({ accountId: BOB.id })] },
  ],
  [
    'a co-author who has not signed is mentioned',
    aCommit({ message: body('Co-authored-by: Bob <1002+bob@users.noreply.github.com>') }),
    ['pass agreement-signed', 'notice agreement-missing'],
  ],
  [
    'a co-author by an unknown address',
    aCommit({ message: body('Co-authored-by: Bob <bob@example.org>') }),
    ['pass agreement-signed', 'fail unidentified-person'],
    { demand: { coAuthors: 'require' } },
  ],
  [
    'a co-author of another commit here',
    [aCommit({ message: body('Co-authored-by: Bob <bob@example.org>') }), ofBob({ verifiedBy: 'committer' })],
    ['pass agreement-signed', 'pass agreement-signed'],
    { demand: { coAuthors: 'require' }, signatures: [aSignature(), aSignature({ accountId: BOB.id })] },
  ],
  [
    'a bot as co-author',
    aCommit({ message: body('Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>') }),
    ['pass agreement-signed', 'not-applicable agreement-bot'],
    { demand: { coAuthors: 'require' } },
  ],
  [
    'a program as author, opened by a signer',
    aCommit({ author: 'Claude <noreply@anthropic.com>', authorAccount: CLAUDE }),
    ['pass agreement-signed', 'not-applicable agreement-agent'],
  ],
  [
    'a program alone',
    aCommit({ author: 'Claude <noreply@anthropic.com>', authorAccount: CLAUDE, committerAccount: CLAUDE }),
    ['not-applicable agreement-agent', 'fail agreement-no-person'],
    { pullRequest: aPullRequest({ opener: CLAUDE, sender: CLAUDE }) },
  ],
  [
    'a bot alone',
    aCommit({ authorAccount: DEPENDABOT, committerAccount: DEPENDABOT }),
    ['not-applicable agreement-bot'],
    { pullRequest: aPullRequest({ opener: DEPENDABOT, sender: DEPENDABOT }) },
  ],
  [
    'an account that an import made up',
    aCommit({ authorAccount: { id: 5, login: 'old', type: 'Mannequin' } }),
    ['pass agreement-signed', 'fail unidentified-person'],
  ],
];

test.each(CASES)('%s', (...[, commits, codes, options]) => {
  const report = judge(commits, options);

  expect(report.codes).toEqual(codes);
  const expected = codes.some((code) => code.startsWith('fail'))
    ? 'fail'
    : codes[0]?.startsWith('unknown')
      ? 'unknown'
      : 'pass';
  expect(report.verdict).toBe(expected);
});

test('whoever can mend it by signing is asked, once, and no one else', () => {
  const commits = [
    aCommit(),
    aCommit(),
    aCommit({ author: 'X <x@y.example>', authorAccount: null, committerAccount: null }),
  ];

  expect(judge(commits, { signatures: [] }).asked).toEqual(['ada']);
  expect(judge(commits).asked).toEqual([]);
});

test('in the days of grace the signer is asked already, and told until when', () => {
  const { asked } = { ...judge(aCommit(), under(revision('a'), B({ graceDays: 30 }))) };
  const { findings } = judge(aCommit(), under(revision('a'), B({ graceDays: 30 })));

  expect(asked).toEqual(['ada']);
  expect(findings.at(-1)?.message).toBe(
    'ada signed city-cla on 2026-03-01; the revision bbbbbbbbbbbb changes it. The old signature counts until 2026-12-01, then the new text has to be signed.',
  );
});

test('an unknown address is told its remedy word for word, and shown only in part', () => {
  const commit = aCommit({ author: 'Ada <ada.private@example.org>', authorAccount: null, committerAccount: null });
  const found = judge([aCommit(), commit]).findings.find(({ code }) => code === 'unidentified-person');

  expect(found?.message).toContain('Ada <ad…@example.org>');
  expect(found?.remedy?.map(({ says }) => says).join()).toContain('https://github.com/settings/emails');
  expect(found?.remedy?.flatMap(({ lines }) => lines)).toEqual([
    'git switch feature',
    'git commit --amend --reset-author --no-edit',
    'git push --force-with-lease',
  ]);
});
