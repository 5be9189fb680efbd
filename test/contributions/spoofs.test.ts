import { expect, test } from '@jest/globals';
import type { Account, Commit } from '../../src/contributions/commit.ts';
import { worstVerdict } from '../../src/contributions/finding.ts';
import type { Override } from '../../src/contributions/override.ts';
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

const DEPENDABOT_NAME = 'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>';
const ofDependabot = (parts = {}) => aCommit({ author: DEPENDABOT_NAME, authorAccount: DEPENDABOT, ...parts });
const ofMember = (parts = {}) => aCommit({ author: 'Ada <ada@city.example>', ...parts });
const ADA_NAME = 'Ada Lovelace <ada@example.org>';
const CLAUDE: Account = { id: 209825114, login: 'claude[bot]', type: 'Bot' };
const CLAUDE_NAME = 'Claude <noreply@anthropic.com>';
const ofClaude = aCommit({
  ...{ author: CLAUDE_NAME, authorAccount: CLAUDE, committer: ADA_NAME, committerAccount: ADA },
  message: body(ADA_SIGNS),
});
const MEMBERS: CaseOptions = { policy: { exemptAccounts: new Set([ADA.id]) } };
const byMallory = aPullRequest({ opener: MALLORY, sender: MALLORY });
const MERGE = ['1'.repeat(40), '2'.repeat(40)];

const unsigned = aCommit();
const onBehalf = (parts = {}) =>
  aCommit({
    author: 'Bob <bob@example.org>',
    authorAccount: BOB,
    committerAccount: BOB,
    message: body(
      `On behalf of Ada Lovelace <ada@example.org>, I, Bob <bob@example.org>, hereby add my Signed-off-by to this commit: ${unsigned.sha}`,
      '',
      BOB_SIGNS,
    ),
    ...parts,
  });
const BOB_REPRESENTS: CaseOptions = {
  policy: { remediation: { individual: true, representatives: new Set([BOB.id]) } },
};
const later = (parts = {}) =>
  aCommit({
    message: body(
      `I, Ada Lovelace <ada@example.org>, hereby add my Signed-off-by to this commit: ${unsigned.sha}`,
      '',
      ADA_SIGNS,
    ),
    ...parts,
  });

const override: Override = {
  shas: [unsigned.sha],
  by: BOB,
  role: 'maintain',
  reason: 'An employee of the city, by contract.',
  expiresAt: '2027-01-01T00:00:00Z',
};

type Spoof = readonly [name: string, commits: Commit | readonly Commit[], code: string, options?: CaseOptions];

const SPOOFS: readonly Spoof[] = [
  ['S1: a bot’s address as author', ofDependabot(), 'fail unproved-bot'],
  ['S1: likewise, in a pull request of somebody else', ofDependabot(), 'fail unproved-bot', { pullRequest: byMallory }],
  [
    'S1: likewise, signed with a person’s own key',
    ofDependabot({ verifiedBy: 'committer', committerAccount: MALLORY }),
    'fail unproved-bot',
  ],
  [
    'S1: pushed by somebody else onto the bot’s pull request',
    ofDependabot(),
    'fail unproved-bot',
    { pullRequest: aPullRequest({ opener: DEPENDABOT, sender: MALLORY }) },
  ],
  [
    'S1: the real bot, which opened and pushed it',
    ofDependabot(),
    'not-applicable bot',
    { pullRequest: aPullRequest({ opener: DEPENDABOT, sender: DEPENDABOT }) },
  ],
  ['S1: the real bot, by GitHub’s signature', ofDependabot({ verifiedBy: 'github' }), 'not-applicable bot'],
  [
    'S2: a member’s address, with the committer’s own valid key',
    ofMember({ verifiedBy: 'committer', committerAccount: MALLORY }),
    'fail unproved-member',
    MEMBERS,
  ],
  [
    'S2: a member’s address, by GitHub’s signature, in a pull request of somebody else',
    ofMember({ verifiedBy: 'github', committerAccount: WEB_FLOW }),
    'fail unproved-member',
    { ...MEMBERS, pullRequest: byMallory },
  ],
  ['S2: the member with her own key', ofMember({ verifiedBy: 'committer' }), 'not-applicable exempt-account', MEMBERS],
  [
    'S2: the member in the browser, in her own pull request',
    ofMember({ verifiedBy: 'github', committerAccount: WEB_FLOW }),
    'not-applicable exempt-account',
    { ...MEMBERS, pullRequest: aPullRequest() },
  ],
  ['S3: a member’s address, unsigned', ofMember(), 'fail unproved-member', MEMBERS],
  [
    'S8: an author whom GitHub does not know, with a member as verified committer',
    ofMember({ authorAccount: null, committerAccount: ADA, verifiedBy: 'committer' }),
    'fail no-sign-off',
    MEMBERS,
  ],
  [
    'S9: the commits and the sign-off of another, from somebody’s own fork',
    aCommit({ message: body(ADA_SIGNS) }),
    'fail impersonation-suspect',
    { pullRequest: byMallory },
  ],
  [
    'S9: likewise, but signed with the author’s key',
    aCommit({ message: body(ADA_SIGNS), verifiedBy: 'committer' }),
    'pass signed-off',
    { pullRequest: byMallory },
  ],
  [
    'S9: another’s sign-off on what a program made, from somebody’s own fork',
    ofClaude,
    'fail impersonation-suspect',
    { pullRequest: byMallory },
  ],
  [
    'S9: likewise, of a co-author whose address tells the account',
    aCommit({
      author: CLAUDE_NAME,
      authorAccount: CLAUDE,
      committer: 'Nobody <nobody@example.net>',
      committerAccount: null,
      message: body(
        'Co-authored-by: Ada <1001+ada@users.noreply.github.com>',
        'Signed-off-by: Ada <1001+ada@users.noreply.github.com>',
      ),
    }),
    'fail impersonation-suspect',
    { pullRequest: byMallory },
  ],
  ['S9: likewise, of whoever opened the pull request', ofClaude, 'pass signed-off', { pullRequest: aPullRequest() }],
  [
    'S9: another’s sign-off as the committer, where that may be',
    aCommit({
      author: 'Nobody <nobody@example.net>',
      authorAccount: null,
      committer: ADA_NAME,
      committerAccount: ADA,
      message: body(ADA_SIGNS),
    }),
    'fail impersonation-suspect',
    { pullRequest: byMallory, policy: { subject: 'author-or-committer' } },
  ],
  [
    'S9: likewise, with the committer’s own key',
    aCommit({
      author: 'Nobody <nobody@example.net>',
      authorAccount: null,
      committer: ADA_NAME,
      committerAccount: ADA,
      verifiedBy: 'committer',
      message: body(ADA_SIGNS),
    }),
    'pass signed-off',
    { pullRequest: byMallory, policy: { subject: 'author-or-committer' } },
  ],
  [
    'S9: GitHub’s name as the committer’s sign-off, where that may be',
    aCommit({
      committer: 'GitHub <noreply@github.com>',
      committerAccount: WEB_FLOW,
      verifiedBy: 'github',
      message: body('Signed-off-by: GitHub <noreply@github.com>'),
    }),
    'fail sign-off-of-another',
    { pullRequest: aPullRequest({ isFromFork: false }), policy: { subject: 'author-or-committer' } },
  ],
  [
    'S9: in a pull request whose opener is gone',
    aCommit({ message: body(ADA_SIGNS) }),
    'fail impersonation-suspect',
    { pullRequest: aPullRequest({ opener: null }) },
  ],
  [
    'S9, S14: another’s commit, with a later sign-off from an address of theirs that GitHub does not know',
    [
      unsigned,
      later({
        author: 'Ada Lovelace <ada@home.example>',
        authorAccount: null,
        committerAccount: null,
        message: later().message.replaceAll('ada@example.org', 'ada@home.example'),
      }),
    ],
    'fail impersonation-suspect',
    { pullRequest: byMallory, policy: { aliases: new Map([['ada@home.example', 'ada@example.org']]) } },
  ],
  [
    'S10: a list that may not be all',
    aCommit({ message: body(ADA_SIGNS) }),
    'unknown incomplete',
    { incomplete: 'GitHub counts 251 commits and listed 250.' },
  ],
  ['S12: a merge that changes more than git would', aCommit({ parents: MERGE, merge: 'changed' }), 'fail no-sign-off'],
  [
    'S12: likewise, signed off',
    aCommit({ parents: MERGE, merge: 'changed', message: body(ADA_SIGNS) }),
    'notice changed-merge',
  ],
  ['S12: a merge that nobody compared, not made by GitHub', aCommit({ parents: MERGE }), 'notice merge-not-compared'],
  ['S13: on behalf of another, by anybody', [unsigned, onBehalf()], 'fail no-sign-off'],
  [
    'S13: by somebody who uses the address of one who is listed',
    [unsigned, onBehalf({ committerAccount: MALLORY })],
    'fail no-sign-off',
    { ...BOB_REPRESENTS, pullRequest: byMallory },
  ],
  [
    'S13: by one who is listed, with the own key',
    [unsigned, onBehalf({ verifiedBy: 'committer' })],
    'pass signed-off-on-behalf',
    BOB_REPRESENTS,
  ],
  [
    'S14: a later sign-off inside a merge',
    [unsigned, later({ parents: [unsigned.sha, '3'.repeat(40)], merge: 'clean' })],
    'fail no-sign-off',
  ],
  [
    'S14: a later sign-off inside the commit of a bot',
    [unsigned, later({ authorAccount: DEPENDABOT, verifiedBy: 'github' })],
    'fail no-sign-off',
  ],
  [
    'S14: a later sign-off in a commit without one of its own',
    [
      unsigned,
      aCommit({
        message: body(`I, Ada Lovelace <ada@example.org>, hereby add my Signed-off-by to this commit: ${unsigned.sha}`),
      }),
    ],
    'fail no-sign-off',
  ],
  [
    'S14: a later sign-off by another than the author',
    [unsigned, later({ author: 'Bob <bob@example.org>', message: later().message.replace(ADA_SIGNS, BOB_SIGNS) })],
    'fail no-sign-off',
  ],
  ['S14: a later sign-off that came earlier', [later(), unsigned], 'fail no-sign-off'],
  [
    'S14: a later sign-off for itself',
    { ...later(), sha: unsigned.sha, message: later().message.replace(ADA_SIGNS, '') },
    'fail no-sign-off',
  ],
  [
    'S19: the login of somebody who gave it up, with another number',
    aCommit({
      author: 'Ada <1001+ada@users.noreply.github.com>',
      message: body('Signed-off-by: Ada <777+ada@users.noreply.github.com>'),
    }),
    'fail sign-off-of-another',
  ],
  [
    'S19: the login without a number',
    aCommit({
      author: 'Ada <1001+ada@users.noreply.github.com>',
      message: body('Signed-off-by: Ada <ada@users.noreply.github.com>'),
    }),
    'fail sign-off-of-another',
  ],
  [
    'S19: the same number under a new login',
    aCommit({
      author: 'Ada <1001+ada@users.noreply.github.com>',
      message: body('Signed-off-by: Ada <1001+countess@users.noreply.github.com>'),
    }),
    'pass signed-off',
  ],
  ['S20: an override with a role and a reason', unsigned, 'not-applicable overridden', { overrides: [override] }],
  [
    'S20: an override by somebody who may not write',
    unsigned,
    'fail no-sign-off',
    { overrides: [{ ...override, role: 'triage' }] },
  ],
  [
    'S20: an override by somebody who may merge, and no more',
    unsigned,
    'fail no-sign-off',
    { overrides: [{ ...override, role: 'write' }] },
  ],
  [
    'S20: an override says nothing of programs',
    { ...unsigned, message: body('Assisted-by: Claude') },
    'fail ai-forbidden',
    { overrides: [override], policy: { ai: 'forbid' } },
  ],
  ['S20: an override without a reason', unsigned, 'fail no-sign-off', { overrides: [{ ...override, reason: ' ' }] }],
  [
    'S20: an override that has expired',
    unsigned,
    'fail no-sign-off',
    { overrides: [{ ...override, expiresAt: '2026-11-25T12:00:00Z' }] },
  ],
  ['S20: an override by a bot', unsigned, 'fail no-sign-off', { overrides: [{ ...override, by: DEPENDABOT }] }],
  ['S20: an override of other commits', aCommit(), 'fail no-sign-off', { overrides: [override] }],
];

test.each(SPOOFS)('%s', (...[, commits, code, options]) => {
  const { codes, verdict } = check(commits, options);

  expect(codes).toContain(code);
  if (code.startsWith('fail')) expect(verdict).toBe('fail');
  else if (code.startsWith('unknown')) expect(verdict).toBe('unknown');
  else expect(verdict).toBe('pass');
});

test.each<[what: string, commit: Commit, options: CaseOptions]>([
  ['a member', ofMember({ verifiedBy: 'committer', message: body('Assisted-by: Claude') }), MEMBERS],
  ['a bot', ofDependabot({ verifiedBy: 'github', message: body('Assisted-by: Claude') }), {}],
])('what the project says of programs holds for %s who need not sign off, too', (_, commit, options) => {
  const { codes, verdict } = check(commit, { ...options, policy: { ...options.policy, ai: 'forbid' } });

  expect(codes).toContain('fail ai-forbidden');
  expect(verdict).toBe('fail');
});

test('S11: of two pull requests with one head, the worse result counts, in either order', () => {
  expect(worstVerdict(['pass', 'fail'])).toBe('fail');
  expect(worstVerdict(['unknown', 'pass'])).toBe('unknown');
  expect(worstVerdict(['fail', 'unknown'])).toBe('fail');
  expect(worstVerdict(['pass', 'pass'])).toBe('pass');
  expect(worstVerdict([])).toBe('unknown');
});
