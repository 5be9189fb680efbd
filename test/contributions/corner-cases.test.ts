import { describe, expect, test } from '@jest/globals';
import type { Commit } from '../../src/contributions/commit.ts';
import { renderContributionMarkdown } from '../../src/report/contribution.ts';
import {
  ADA,
  ADA_SIGNS,
  aCommit,
  aPullRequest,
  BOB,
  BOB_SIGNS,
  body,
  type CaseOptions,
  check,
  DEPENDABOT,
  MALLORY,
  WEB_FLOW,
} from './a-commit.ts';

/** Each of Ada's commits, but for what the case says. */
type Case = readonly [
  number: number,
  what: string,
  commits: Commit | readonly Commit[],
  codes: readonly string[],
  options?: CaseOptions,
];

const STRICT: CaseOptions = { policy: { placement: 'strict' } };
const REQUIRED: CaseOptions = { policy: { name: 'require' } };
const SIGNED = 'pass signed-off';
const OUTSIDE = 'notice sign-off-outside-trailers';
const MISPLACED = 'fail sign-off-not-at-the-end';

const unsigned = aCommit();
const laterFor = (commit: Commit, sha = commit.sha, parts = {}) =>
  aCommit({
    message: body(
      `I, Ada Lovelace <ada@example.org>, hereby add my Signed-off-by to this commit: ${sha}`,
      '',
      ADA_SIGNS,
    ),
    ...parts,
  });
const byClaude = aCommit({
  author: 'Claude <noreply@anthropic.com>',
  authorAccount: null,
  committer: 'Nobody <nobody@example.net>',
});
const sha256 = 'ab'.repeat(32);

const CASES: readonly Case[] = [
  [1, 'in the last paragraph', aCommit({ message: body('Prose.', '', ADA_SIGNS) }), [SIGNED]],
  [1, 'likewise, strict', aCommit({ message: body('Prose.', '', ADA_SIGNS) }), [SIGNED], STRICT],
  [2, 'right below the subject', aCommit({ message: `Subject\n${ADA_SIGNS}\n` }), [SIGNED, OUTSIDE]],
  [2, 'likewise, strict', aCommit({ message: `Subject\n${ADA_SIGNS}\n` }), [MISPLACED], STRICT],
  [2, 'the only line', aCommit({ message: ADA_SIGNS }), [SIGNED, OUTSIDE]],
  [2, 'the only line, strict', aCommit({ message: ADA_SIGNS }), [MISPLACED], STRICT],
  [3, 'mid-body, prose after it', aCommit({ message: body(ADA_SIGNS, '', 'Prose.') }), [SIGNED, OUTSIDE]],
  [3, 'likewise, strict', aCommit({ message: body(ADA_SIGNS, '', 'Prose.') }), [MISPLACED], STRICT],
  [
    4,
    'an empty line between it and the co-author',
    aCommit({ message: body(ADA_SIGNS, '', `Co-authored-by: Bob <bob@example.org>\n${BOB_SIGNS}`) }),
    [SIGNED, OUTSIDE],
  ],
  [5, 'a key in small letters', aCommit({ message: body(ADA_SIGNS.toLowerCase()) }), [SIGNED]],
  [
    5,
    'a key in capitals, strict',
    aCommit({ message: body('SIGNED-OFF-BY: Ada Lovelace <ada@example.org>') }),
    [SIGNED],
    STRICT,
  ],
  [
    6,
    'no blank after the colon',
    aCommit({ message: body('Signed-off-by:Ada Lovelace <ada@example.org>') }),
    [SIGNED],
    STRICT,
  ],
  [
    6,
    'a blank before the colon',
    aCommit({ message: body('Signed-off-by : Ada Lovelace <ada@example.org>') }),
    [SIGNED],
    STRICT,
  ],
  [7, 'folded', aCommit({ message: body('Signed-off-by: Ada Lovelace', ' <ada@example.org>') }), [SIGNED], STRICT],
  [8, 'CR LF', aCommit({ message: body('Prose.', '', ADA_SIGNS).replaceAll('\n', '\r\n') }), [SIGNED], STRICT],
  [
    9,
    'blanks around the name',
    aCommit({ message: body('Signed-off-by:   Ada Lovelace   <ada@example.org>  ') }),
    [SIGNED],
  ],
  [
    9,
    'blanks between the angle brackets',
    aCommit({ message: body('Signed-off-by: Ada Lovelace < ada@example.org >') }),
    [SIGNED, 'notice spaces-in-address'],
  ],
  [10, 'quoted', aCommit({ message: body(`> ${ADA_SIGNS}`) }), ['fail no-sign-off']],
  [10, 'indented', aCommit({ message: body(`    ${ADA_SIGNS}`) }), ['fail no-sign-off']],
  [
    11,
    'after a line of hyphens',
    aCommit({ message: body('updated-dependencies:', '- x', '...', '---', '', ADA_SIGNS) }),
    [SIGNED],
    STRICT,
  ],
  [
    12,
    'the address of a bot',
    aCommit({
      author: 'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>',
      authorAccount: DEPENDABOT,
      message: body('Signed-off-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>'),
    }),
    [SIGNED],
  ],
  [
    13,
    'the author’s name with the committer’s address',
    aCommit({ committer: 'Bob <bob@example.org>', message: body('Signed-off-by: Ada Lovelace <bob@example.org>') }),
    ['fail sign-off-of-another'],
  ],
  [
    13,
    'likewise, where the committer may sign and names have to be equal',
    aCommit({ committer: 'Bob <bob@example.org>', message: body('Signed-off-by: Ada Lovelace <bob@example.org>') }),
    ['fail name-differs'],
    { policy: { subject: 'author-or-committer', name: 'require' } },
  ],
  [
    14,
    'the committer alone signs',
    aCommit({ committer: 'Bob <bob@example.org>', message: body(BOB_SIGNS) }),
    ['fail sign-off-of-another'],
  ],
  [
    14,
    'likewise, where that may be',
    aCommit({ committer: 'Bob <bob@example.org>', message: body(BOB_SIGNS) }),
    [SIGNED],
    { policy: { subject: 'author-or-committer' } },
  ],
  [15, 'two sign-offs, one of them right', aCommit({ message: body(BOB_SIGNS, ADA_SIGNS) }), [SIGNED]],
  [
    16,
    'composed and decomposed letters',
    aCommit({
      author: 'Jose\u0301 <jos\u00e9@example.org>',
      message: body('Signed-off-by: Jos\u00e9 <jose\u0301@example.org>'),
    }),
    [SIGNED, 'notice odd-address'],
    REQUIRED,
  ],
  [
    16,
    'a dotted capital İ and i',
    aCommit({ author: 'İlker IŞIK <i@example.org>', message: body('Signed-off-by: ilker işik <i@example.org>') }),
    [SIGNED],
    REQUIRED,
  ],
  [
    16,
    'a host in letters and as its ASCII name',
    aCommit({ author: 'Ada <ada@bücher.example>', message: body('Signed-off-by: Ada <ada@XN--BCHER-KVA.example>') }),
    [SIGNED],
  ],
  [
    17,
    'Jr. and Jr',
    aCommit({ author: 'Sam Smith Jr <s@example.org>', message: body('Signed-off-by: Sam Smith Jr. <s@example.org>') }),
    [SIGNED],
    REQUIRED,
  ],
  [
    17,
    'quotation marks around the name',
    aCommit({ author: 'Smith, Sam <s@example.org>', message: body('Signed-off-by: "Smith, Sam" <s@example.org>') }),
    [SIGNED],
    REQUIRED,
  ],
  [
    18,
    'capitals in the address',
    aCommit({ message: body('Signed-off-by: Ada Lovelace <ADA@Example.ORG>') }),
    [SIGNED],
    REQUIRED,
  ],
  [
    19,
    'another plus-tag',
    aCommit({ message: body('Signed-off-by: Ada Lovelace <ada+git@example.org>') }),
    ['fail sign-off-of-another'],
  ],
  [
    19,
    'likewise, listed as hers',
    aCommit({ message: body('Signed-off-by: Ada Lovelace <ada+git@example.org>') }),
    [SIGNED],
    { policy: { aliases: new Map([['ada+git@example.org', 'ada@example.org']]) } },
  ],
  [
    20,
    'a host without a dot',
    aCommit({ author: 'Ada <ada@localhost>', message: body('Signed-off-by: Ada <ada@localhost>') }),
    [SIGNED, 'notice odd-address'],
  ],
  [
    21,
    'an edit in the browser, signed with the real address',
    aCommit({
      author: 'Ada Lovelace <1001+ada@users.noreply.github.com>',
      verifiedBy: 'github',
      message: body(ADA_SIGNS),
    }),
    ['fail sign-off-of-another', 'notice web-commit-unsigned'],
  ],
  [
    21,
    'likewise, where that is listed as hers',
    aCommit({
      author: 'Ada Lovelace <1001+ada@users.noreply.github.com>',
      verifiedBy: 'github',
      message: body(ADA_SIGNS),
    }),
    [SIGNED],
    { policy: { aliases: new Map([['1001+ada@users.noreply.github.com', 'ada@example.org']]) } },
  ],
  [
    21,
    'the real address as author, signed with the one that GitHub makes up for that account',
    aCommit({ message: body('Signed-off-by: Ada Lovelace <1001+ada@users.noreply.github.com>') }),
    [SIGNED],
  ],
  [
    22,
    'a suggestion taken in in the browser',
    aCommit({ committer: 'GitHub <noreply@github.com>', committerAccount: WEB_FLOW, verifiedBy: 'github' }),
    ['fail no-sign-off', 'notice web-commit-unsigned'],
  ],
  [
    23,
    'a clean merge',
    aCommit({ parents: ['1'.repeat(40), '2'.repeat(40)], merge: 'clean' }),
    ['not-applicable merge'],
  ],
  [
    23,
    'a merge with conflicts',
    aCommit({ parents: ['1'.repeat(40), '2'.repeat(40)], merge: 'conflicted' }),
    ['not-applicable merge', 'notice merge-with-conflicts'],
  ],
  [
    23,
    'a merge that nobody could compare',
    aCommit({ parents: ['1'.repeat(40), '2'.repeat(40)] }),
    ['not-applicable merge', 'notice merge-not-compared'],
  ],
  [
    23,
    'likewise, where those with conflicts need a sign-off',
    aCommit({ parents: ['1'.repeat(40), '2'.repeat(40)] }),
    ['fail no-sign-off'],
    { policy: { merges: 'require-if-conflicted' } },
  ],
  [
    23,
    'a merge that GitHub made, where those with conflicts need a sign-off',
    aCommit({ parents: ['1'.repeat(40), '2'.repeat(40)], verifiedBy: 'github' }),
    ['not-applicable merge'],
    { policy: { merges: 'require-if-conflicted' } },
  ],
  [
    24,
    'an address without an account',
    aCommit({ authorAccount: null, message: body(ADA_SIGNS) }),
    [SIGNED, 'notice unlinked-email'],
  ],
  [
    25,
    'no name',
    { ...aCommit({ message: body(ADA_SIGNS) }), author: { name: null, email: 'ada@example.org' } },
    ['fail incomplete-author'],
  ],
  [
    25,
    'no address',
    { ...aCommit({ message: body(ADA_SIGNS) }), author: { name: 'Ada', email: '' } },
    ['fail incomplete-author'],
  ],
  [
    26,
    'an author that says to be a bot',
    aCommit({
      author: 'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>',
      authorAccount: DEPENDABOT,
    }),
    ['fail unproved-bot'],
  ],
  [
    27,
    'a member’s address, verified by another’s key',
    aCommit({ verifiedBy: 'committer', committer: 'Mallory <m@example.org>', committerAccount: MALLORY }),
    ['fail unproved-member'],
    { policy: { exemptAccounts: new Set([ADA.id]) } },
  ],
  [28, 'signed off later', [unsigned, laterFor(unsigned)], ['pass signed-off-later', SIGNED]],
  [
    28,
    'likewise, where that may not be',
    [unsigned, laterFor(unsigned)],
    ['fail no-sign-off', SIGNED],
    { policy: { remediation: { individual: false, representatives: new Set() } } },
  ],
  [
    29,
    'signed off “later”, but before',
    [laterFor(unsigned), unsigned],
    [SIGNED, 'fail no-sign-off', 'notice later-sign-off-void'],
  ],
  [
    29,
    'signed off later, inside a merge',
    [unsigned, laterFor(unsigned, unsigned.sha, { parents: [unsigned.sha, '1'.repeat(40)], merge: 'clean' })],
    ['fail no-sign-off', 'notice later-sign-off-void', 'not-applicable merge'],
  ],
  [
    29,
    'signed off later, with a wrong id',
    [unsigned, laterFor(unsigned, 'f'.repeat(40))],
    ['fail no-sign-off', SIGNED],
  ],
  [
    29,
    'signed off later, with a part of the id',
    [unsigned, laterFor(unsigned, unsigned.sha.slice(0, 8))],
    ['pass signed-off-later', 'notice short-sha', SIGNED],
  ],
  [
    29,
    'signed off later, with too small a part',
    [unsigned, laterFor(unsigned, unsigned.sha.slice(0, 6))],
    ['fail no-sign-off', SIGNED],
  ],
  [30, 'no commits', [], ['unknown incomplete']],
  [
    30,
    'not all commits',
    aCommit({ message: body(ADA_SIGNS) }),
    ['unknown incomplete', SIGNED],
    { incomplete: 'One of two.' },
  ],
  [
    30,
    '251 commits',
    Array.from({ length: 251 }, () => aCommit({ message: body(ADA_SIGNS) })),
    Array.from({ length: 251 }, () => SIGNED),
  ],
  [
    30,
    '1,000 commits',
    Array.from({ length: 1000 }, () => aCommit({ message: body(ADA_SIGNS) })),
    Array.from({ length: 1000 }, () => SIGNED),
  ],
  [
    33,
    'a co-author twice, oneself, and one that cannot be read',
    aCommit({
      message: body(
        'Co-authored-by: Bob <bob@example.org>',
        'Co-Authored-By: Robert <BOB@example.org>',
        'Co-authored-by: Ada <ada@example.org>',
        'Co-authored-by: Carol',
        ADA_SIGNS,
      ),
    }),
    [SIGNED, 'notice malformed-co-author', 'notice co-author-without-sign-off'],
  ],
  [
    33,
    'a co-author who has to sign',
    aCommit({ message: body('Co-authored-by: Bob <bob@example.org>', ADA_SIGNS) }),
    [SIGNED, 'fail co-author-without-sign-off'],
    { policy: { coAuthors: 'require' } },
  ],
  [
    33,
    'a co-author who has signed',
    aCommit({ message: body('Co-authored-by: Bob <bob@example.org>', BOB_SIGNS, ADA_SIGNS) }),
    [SIGNED],
    { policy: { coAuthors: 'require' } },
  ],
  [
    33,
    'a program as co-author',
    aCommit({ message: body('Co-authored-by: Claude Opus 9 <noreply@anthropic.com>', ADA_SIGNS) }),
    [SIGNED, 'notice ai-assisted'],
  ],
  [
    33,
    'a program’s own commit, signed off later by whoever opened the pull request',
    [byClaude, laterFor(byClaude)],
    ['pass signed-off-later', 'notice unlinked-email', 'notice ai-assisted', SIGNED],
    { pullRequest: aPullRequest() },
  ],
  [
    33,
    'likewise, by somebody else',
    [byClaude, laterFor(byClaude)],
    [
      'fail agent-needs-person',
      'notice unlinked-email',
      'notice ai-assisted',
      'notice later-sign-off-void',
      SIGNED,
      'notice handed-on',
    ],
    { pullRequest: aPullRequest({ opener: BOB, isFromFork: false }) },
  ],
  [
    34,
    'a line of 64 KiB',
    aCommit({ message: `A\n\n${'Signed-off-by: A'.padEnd(65_530, ' <')}` }),
    ['fail malformed-sign-off'],
  ],
  [34, 'more than that', aCommit({ message: body(ADA_SIGNS, 'x'.repeat(65_536)) }), ['fail message-too-large']],
  [
    35,
    'what nobody sees in a name',
    aCommit({
      author: 'Ada\u202e \u200bLovelace <ada@example.org>',
      message: body('Signed-off-by: Ada Lovelace\u2066 <ada@example.org>'),
    }),
    [SIGNED, 'notice odd-identity'],
    REQUIRED,
  ],
  [
    37,
    'ids of 64 digits',
    [aCommit({ sha: sha256 }), laterFor(aCommit({ sha: sha256 }), sha256, { sha: 'cd'.repeat(32) })],
    ['pass signed-off-later', SIGNED],
  ],
  [
    38,
    'picked from elsewhere, with the sign-off of its author',
    aCommit({
      committer: 'Bob <bob@example.org>',
      message: body(ADA_SIGNS, '(cherry picked from commit 0123456)', BOB_SIGNS),
    }),
    [SIGNED],
  ],
  [
    38,
    'likewise, in a pull request of who picked it',
    aCommit({ committer: 'Bob <bob@example.org>', committerAccount: BOB, message: body(ADA_SIGNS) }),
    [SIGNED, 'notice handed-on'],
    { pullRequest: aPullRequest({ opener: BOB }) },
  ],
];

// A parameter more than a row has is a callback to Jest, hence the rest.
test.each(CASES)('case %i: %s', (...[, , commits, codes, options]) => {
  expect(check(commits, options).codes).toEqual(codes);
});

test('case 36: what a name would do in Markdown is shown and not done', () => {
  const author = '@everyone ![x](https://evil.example/x.png) <b>bold</b> | `code` <a@example.org>';
  const { findings, verdict } = check(aCommit({ author }));
  const written = renderContributionMarkdown({ findings, verdict });

  expect(written).toContain('@&#8203;everyone');
  expect(written).not.toMatch(/!\[x\]|<b>|https:\/\/evil/);
});

test('cases 31 and 32 are the task’s: all others of 1 to 38 are here', () => {
  const numbers = new Set([...CASES.map(([number]) => number), 31, 32, 36]);

  expect([...numbers].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 38 }, (_, index) => index + 1));
});

describe('the verdict', () => {
  test.each([
    ['all is signed off', [aCommit({ message: body(ADA_SIGNS) })], {}, 'pass'],
    ['notices do not matter', [aCommit({ message: `A\n${ADA_SIGNS}` })], {}, 'pass'],
    ['one is not', [aCommit({ message: body(ADA_SIGNS) }), aCommit()], {}, 'fail'],
    ['nothing but a merge', [aCommit({ parents: ['1'.repeat(40), '2'.repeat(40)], merge: 'clean' })], {}, 'pass'],
    ['no commits', [], {}, 'unknown'],
    ['not all are there', [aCommit({ message: body(ADA_SIGNS) })], { incomplete: 'One of two.' }, 'unknown'],
    ['not all are there, and one fails', [aCommit()], { incomplete: 'One of two.' }, 'fail'],
  ] as const)('%s: %s', (_what, commits, options, verdict) => {
    expect(check(commits, options).verdict).toBe(verdict);
  });
});
