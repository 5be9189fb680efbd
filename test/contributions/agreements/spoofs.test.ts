import { expect, test } from '@jest/globals';
import { readConfiguration } from '../../../src/config/read-configuration.ts';
import { readAgreement } from '../../../src/contributions/agreements/read-agreement.ts';
import { sentenceIn } from '../../../src/contributions/agreements/sentence-in.ts';
import type { Commit } from '../../../src/contributions/commit.ts';
import { worstVerdict } from '../../../src/contributions/finding.ts';
import { ADA, ADA_SIGNS, aCommit, aPullRequest, BOB, body, DEPENDABOT, MALLORY, WEB_FLOW } from '../a-commit.ts';
import { type AgreementCase, aSignature, judge } from './an-agreement.ts';

const byMallory = aPullRequest({ opener: MALLORY, sender: MALLORY });
const DEPENDABOT_NAME = 'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>';
const ofDependabot = (parts = {}) =>
  aCommit({ author: DEPENDABOT_NAME, authorAccount: DEPENDABOT, committerAccount: DEPENDABOT, ...parts });
const unlinked = (author: string, parts = {}) =>
  aCommit({ author, authorAccount: null, committerAccount: null, ...parts });
const ofMallory = (parts = {}) =>
  aCommit({ author: 'Mallory <m@evil.example>', authorAccount: MALLORY, committerAccount: MALLORY, ...parts });
const malloryToo = [aSignature(), aSignature({ accountId: MALLORY.id })];
const EXEMPT: AgreementCase = { demand: { exemptAccounts: new Set([ADA.id]) }, signatures: [] };

type Spoof = readonly [name: string, commits: Commit | readonly Commit[], code: string, options?: AgreementCase];

const SPOOFS: readonly Spoof[] = [
  [
    'S1: a bot’s address as author, in a pull request of somebody who has not signed',
    ofDependabot(),
    'fail agreement-missing',
    { pullRequest: byMallory },
  ],
  [
    'S1: likewise, by somebody who has',
    ofDependabot(),
    'fail unproved-bot',
    { pullRequest: byMallory, signatures: malloryToo },
  ],
  [
    'S1: likewise, signed with a person’s own key',
    ofDependabot({ verifiedBy: 'committer', committerAccount: MALLORY }),
    'fail unproved-bot',
    { pullRequest: byMallory, signatures: malloryToo },
  ],
  [
    'S1: a person whose bot opened it, with their work',
    aCommit({ authorAccount: MALLORY, committerAccount: MALLORY }),
    'fail agreement-unproved',
    { pullRequest: aPullRequest({ opener: DEPENDABOT, sender: DEPENDABOT }) },
  ],
  [
    'S1: the real bot, which opened and pushed it',
    ofDependabot(),
    'not-applicable agreement-bot',
    { pullRequest: aPullRequest({ opener: DEPENDABOT, sender: DEPENDABOT }) },
  ],
  [
    'S2: a signer’s address, with the committer’s own valid key',
    aCommit({ verifiedBy: 'committer', committerAccount: MALLORY }),
    'fail agreement-missing',
    { pullRequest: byMallory },
  ],
  [
    'S2: an exempt account’s address, with another’s valid key',
    aCommit({ verifiedBy: 'committer', committerAccount: MALLORY }),
    'fail agreement-missing',
    { ...EXEMPT, pullRequest: byMallory },
  ],
  [
    'S2: an exempt account, with her own key',
    aCommit({ verifiedBy: 'committer' }),
    'not-applicable agreement-exempt',
    EXEMPT,
  ],
  [
    'S3: an exempt account’s address, unsigned, in a pull request of another',
    aCommit(),
    'fail agreement-unproved',
    { ...EXEMPT, pullRequest: byMallory, signatures: malloryToo },
  ],
  [
    'S3: an exempt account that is only handed on is not excused',
    aCommit(),
    'fail agreement-missing',
    {
      ...EXEMPT,
      pullRequest: { ...byMallory, isFromFork: false },
      signatures: [aSignature({ accountId: MALLORY.id })],
    },
  ],
  [
    'S4: the git name is the login of a signer, the address unknown',
    unlinked('ada <nobody@evil.example>'),
    'fail unidentified-person',
  ],
  [
    'S4: the git name is the login of an exempt account',
    unlinked('ada <nobody@evil.example>'),
    'fail unidentified-person',
    EXEMPT,
  ],
  [
    'S5: an unknown address in a pull request of a signer',
    unlinked('Ada Lovelace <other@example.org>'),
    'fail unidentified-person',
  ],
  [
    'S6: of two unknown authors each is told',
    [unlinked('One <one@example.org>'), unlinked('Two <two@example.org>')],
    'fail unidentified-person',
  ],
  ['S6: without any address', [unlinked(' <>'), unlinked(' <>')], 'fail unidentified-person'],
  [
    'S7: a bot’s login with something before and after it',
    aCommit({
      author: 'x <9+robotnik-bot@users.noreply.github.com>',
      authorAccount: { id: 9, login: 'robotnik-bot', type: 'User' },
      committerAccount: MALLORY,
    }),
    'fail agreement-missing',
    { pullRequest: byMallory, signatures: malloryToo },
  ],
  [
    'S7: the address of an agent with something after it',
    unlinked('Claude <noreply@anthropic.com.evil.example>'),
    'fail unidentified-person',
  ],
  [
    'S8: an unknown author with a signer as verified committer',
    aCommit({ author: 'X <x@evil.example>', authorAccount: null, committerAccount: ADA, verifiedBy: 'committer' }),
    'fail unidentified-person',
  ],
  [
    'S8: an unknown author, committed by GitHub',
    aCommit({
      author: 'X <x@evil.example>',
      committer: 'GitHub <noreply@github.com>',
      authorAccount: null,
      committerAccount: WEB_FLOW,
      verifiedBy: 'github',
    }),
    'fail unidentified-person',
  ],
  [
    'S8: GitHub’s name as committer without its signature',
    aCommit({ committer: 'GitHub <noreply@github.com>', committerAccount: null }),
    'fail unidentified-person',
  ],
  [
    'S9: a stranger’s pull request with the commits of a signer',
    aCommit(),
    'fail agreement-missing',
    { pullRequest: byMallory },
  ],
  [
    'S9: likewise, by somebody who has signed as well',
    aCommit(),
    'fail agreement-unproved',
    { pullRequest: byMallory, signatures: malloryToo },
  ],
  [
    'S9: likewise, but signed with the author’s key',
    aCommit({ verifiedBy: 'committer' }),
    'pass agreement-signed',
    { pullRequest: byMallory, signatures: malloryToo },
  ],
  [
    'S9: the stranger as co-author, opener a signer',
    [aCommit({ message: body('Co-authored-by: Bob <1002+bob@users.noreply.github.com>') })],
    'fail agreement-missing',
    { demand: { coAuthors: 'require' } },
  ],
  [
    'S12: a merge that changes more than git would, of a stranger',
    aCommit({ parents: ['1', '2'], merge: 'changed', author: 'X <x@evil.example>', authorAccount: null }),
    'fail unidentified-person',
  ],
  [
    'S13: somebody signs off on behalf of another',
    [ofMallory({ message: body(ADA_SIGNS) })],
    'fail agreement-missing',
    { pullRequest: byMallory },
  ],
  [
    'S14: a later sign-off of a signer',
    [ofMallory(), aCommit({ message: body(ADA_SIGNS) })],
    'fail agreement-missing',
    { pullRequest: byMallory },
  ],
  [
    'S19: the login of a signer who gave it up, with another number',
    aCommit({
      author: 'Ada <777+ada@users.noreply.github.com>',
      authorAccount: { id: 777, login: 'ada', type: 'User' },
      committerAccount: { id: 777, login: 'ada', type: 'User' },
    }),
    'fail agreement-missing',
    { pullRequest: aPullRequest({ opener: { id: 777, login: 'ada', type: 'User' } }) },
  ],
  [
    'S19: the same number under a new login',
    aCommit({ authorAccount: { ...ADA, login: 'countess' }, committerAccount: { ...ADA, login: 'countess' } }),
    'pass agreement-signed',
    { pullRequest: aPullRequest({ opener: { ...ADA, login: 'countess' } }) },
  ],
  [
    'S20: nobody is let in by a word of somebody else',
    ofMallory(),
    'fail agreement-missing',
    { pullRequest: byMallory, signatures: [aSignature({ accountId: BOB.id })] },
  ],
];

test.each(SPOOFS)('%s', (...[, commits, code, options]) => {
  const { codes, verdict } = judge(commits, options);

  expect(codes).toContain(code);
  expect(verdict).toBe(code.startsWith('fail') ? 'fail' : 'pass');
});

test('S6: two unknown authors are two, and one address in two spellings is one', () => {
  const { codes } = judge([
    unlinked('One <one@example.org>'),
    unlinked('One <ONE@Example.org>'),
    unlinked('Two <two@example.org>'),
  ]);

  expect(codes.filter((code) => code === 'fail unidentified-person')).toHaveLength(2);
});

test('S11: of two pull requests with one head, the worse result counts', () => {
  const mine = judge(aCommit()).verdict;
  const theirs = judge(aCommit(), { pullRequest: byMallory }).verdict;

  expect(worstVerdict([mine, theirs])).toBe('fail');
  expect(worstVerdict([theirs, mine])).toBe('fail');
});

const SENTENCE = 'I have read the agreement city-cla in its revision 0123456789ab, and I sign it.';
const KNOWN = [{ sentence: SENTENCE }];

test.each([
  ['alone', SENTENCE],
  ['with line ends of Windows and spaces after it', `${SENTENCE}  \r\n`],
  ['between paragraphs', `Hello!\n\n${SENTENCE}\n\nThank you.`],
])('S15: the sentence counts %s', (_, comment) => {
  expect(sentenceIn(comment, KNOWN)).toBe(KNOWN[0]);
});

test.each([
  ['quoted', `> ${SENTENCE}`],
  ['quoted by laziness', `> somebody said\n${SENTENCE}`],
  ['denied in the same line', `I have NOT said: ${SENTENCE}`],
  ['denied in the line before', `I have NOT said:\n${SENTENCE}`],
  ['in code', `\`${SENTENCE}\``],
  ['in a block of code', `\`\`\`\n\n${SENTENCE}\n\n\`\`\``],
  ['in a block of code with tildes', `~~~\n\n${SENTENCE}\n\n~~~`],
  ['in an indented block of code', `    ${SENTENCE}`],
  ['in a list', `- ${SENTENCE}`],
  ['in a list by laziness', `1. one\n${SENTENCE}`],
  ['in a comment that nobody sees', `<!--\n\n${SENTENCE}\n\n-->`],
  ['struck out', `<del>\n\n${SENTENCE}\n\n</del>`],
  ['struck out by tildes', `~~${SENTENCE}~~`],
  ['folded away', `<details>\n\n${SENTENCE}\n\n</details>`],
  ['as a heading', `${SENTENCE}\n===`],
  ['in a formula', `$$\n\n${SENTENCE}\n\n$$`],
  ['with a Cyrillic letter', SENTENCE.replace('city', 'сity')],
  ['with a space of no width', SENTENCE.replace('I have', 'I\u200b have')],
  ['with a space that does not break', SENTENCE.replace('I have', 'I\u00a0have')],
  ['in other capitals', SENTENCE.toLowerCase()],
  ['without its full stop', SENTENCE.slice(0, -1)],
  ['with another revision', SENTENCE.replace('0123456789ab', '0123456789ac')],
  ['in a comment of a hundred pages', `${SENTENCE}\n\n${'x'.repeat(10_000)}`],
])('S15: the sentence does not count %s', (_, comment) => {
  expect(sentenceIn(comment, KNOWN)).toBeNull();
});

test.each([
  ['an address in place of an agreement’s id', 'agreements: ["https://evil.example/cla.md"]'],
  ['a path out of the folder', 'agreements: ["../../evil"]'],
  ['a list that stands elsewhere', 'agreements: [city-cla], exempt: "https://evil.example/list"'],
  ['a name where a number is needed', 'agreements: [city-cla], exempt: [ada]'],
])('S17: a configuration cannot name %s', (_, agreement) => {
  const text = `contributions: {agreement: {${agreement}}}\n`;

  expect(readConfiguration(text, '.github/portreeve.yml', [], 'organization').ok).toBe(false);
});

test('S17: an agreement cannot take its text, or who signed it, from anywhere else', () => {
  const text = '---\nid: city-cla\nkind: individual\ntitle: City\nurl: https://evil.example\n---\nText\n';

  expect(readAgreement(text, 'agreements/city-cla.md').ok).toBe(false);
});
