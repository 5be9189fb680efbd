import { describe, expect, test } from '@jest/globals';
import {
  type Author,
  type Conversation,
  changeLabels,
  decideOnboarding,
  isAnswered,
  isAwaitingAnswer,
  type OnboardingInput,
  promisedUntil,
} from '../../src/contributions/onboarding.ts';

const mona: Author = { id: 7, login: 'mona', isPerson: true, association: 'FIRST_TIME_CONTRIBUTOR' };

type Change = Partial<Omit<OnboardingInput, 'conversation'>> &
  Partial<Omit<Conversation, 'author'>> & { readonly author?: Partial<Author> | null };

function decide({ author = {}, kind, state, isLocked, openedAt, ...input }: Change): string {
  const decision = decideOnboarding({
    conversation: {
      kind: kind ?? 'pull-request',
      author: author === null ? null : { ...mona, ...author },
      state: state ?? 'open',
      isLocked: isLocked ?? false,
      openedAt: openedAt ?? '2026-11-02T09:00:00Z',
    },
    isWanted: true,
    members: new Set(),
    isFirstOnRecord: true,
    completeness: 'complete',
    comment: 'none',
    now: '2026-11-02T09:01:00Z',
    ...input,
  });
  if (decision.kind === 'silent') return `silent: ${decision.reason}`;
  return `${decision.tone}${decision.isFirst ? ', first' : ''}`;
}

const returning = { author: { association: 'CONTRIBUTOR' }, isFirstOnRecord: false } as const;

describe('whom the comment is for', () => {
  test.each<[rule: string, change: Change, expected: string]>([
    ['a true first-timer is welcomed', {}, 'welcome, first'],
    ['also one whom GitHub knows from nowhere', { author: { association: 'FIRST_TIMER' } }, 'welcome, first'],
    ['also one to whom GitHub gives no name', { author: { association: 'NONE' } }, 'welcome, first'],
    ['also one who misses something', { completeness: 'lacking' }, 'welcome, first'],
    ['also where it could not be found out', { completeness: 'unknown' }, 'welcome, first'],
    ['a second attempt is no first one, whatever GitHub says', { isFirstOnRecord: false }, 'silent: complete'],
    [
      'who had something merged is no first-timer, however young our record',
      { author: { association: 'CONTRIBUTOR' } },
      'silent: complete',
    ],
    ['returning people who miss something are helped', { ...returning, completeness: 'lacking' }, 'help'],
    ['returning people who miss nothing have their peace', returning, 'silent: complete'],
    ['and where it could not be found out', { ...returning, completeness: 'unknown' }, 'silent: complete'],
    ['owners are not greeted', { author: { association: 'OWNER' } }, 'silent: insider'],
    ['nor members', { author: { association: 'MEMBER' }, completeness: 'lacking' }, 'silent: insider'],
    ['nor collaborators', { author: { association: 'COLLABORATOR' } }, 'silent: insider'],
    ['nor members who keep it to themselves, known by their id', { members: new Set([7]) }, 'silent: insider'],
    ['another member’s id is nobody’s', { members: new Set([8]) }, 'welcome, first'],
    ['bots are not greeted', { author: { isPerson: false, association: 'NONE' } }, 'silent: bot'],
    ['nor an account that is gone', { author: null }, 'silent: nobody'],
    ['nothing is said where it is not wanted', { isWanted: false, completeness: 'lacking' }, 'silent: unwanted'],
    ['a locked conversation gets no comment', { isLocked: true }, 'silent: locked'],
    ['one that is over gets no first comment', { state: 'merged' }, 'silent: over'],
    ['nor one that was closed', { state: 'closed', completeness: 'lacking' }, 'silent: over'],
    ['a week later it is still welcome', { now: '2026-11-09T09:00:00Z' }, 'welcome, first'],
    ['after that it is too late', { now: '2026-11-09T09:00:01Z', completeness: 'lacking' }, 'silent: late'],
    ['a first issue is welcomed likewise', { kind: 'issue', author: { association: 'NONE' } }, 'welcome, first'],
  ])('%s', (_rule, change, expected) => {
    expect(decide(change)).toBe(expected);
  });
});

describe('a comment that stands is kept up to date', () => {
  test.each<[rule: string, change: Change, expected: string]>([
    ['when all is mended', {}, 'welcome, first'],
    ['for returning people too', { ...returning, completeness: 'complete' }, 'help'],
    ['with thanks at the merge', { state: 'merged' }, 'thanks, first'],
    [
      'though GitHub then calls its reader a contributor',
      { state: 'merged', author: { association: 'CONTRIBUTOR' } },
      'thanks, first',
    ],
    ['with a farewell where it was closed', { ...returning, state: 'closed' }, 'farewell'],
    ['when its reader has become a member', { author: { association: 'MEMBER' }, state: 'merged' }, 'thanks, first'],
    ['after its time', { now: '2027-11-02T09:00:00Z' }, 'welcome, first'],
    ['where the conversation was locked meanwhile', { isLocked: true }, 'welcome, first'],
    ['when no new ones are wanted any more', { isWanted: false }, 'welcome, first'],
    ['unless somebody deleted it', { comment: 'deleted', completeness: 'lacking' }, 'silent: deleted'],
    ['unless its reader is gone', { author: null }, 'silent: nobody'],
  ])('%s', (_rule, change, expected) => {
    expect(decide({ comment: 'stands', ...change })).toBe(expected);
  });
});

describe('who has answered', () => {
  const member: Author = { id: 1, login: 'ada', isPerson: true, association: 'MEMBER' };
  const asked = { author: mona, state: 'open' } as const;

  test.each<[rule: string, replies: readonly (Author | null)[], isDone: boolean]>([
    ['nobody', [], false],
    ['a member', [member], true],
    ['a collaborator', [{ ...member, association: 'COLLABORATOR' }], true],
    ['a member known by id alone', [{ ...member, id: 5, association: 'NONE' }], true],
    ['another person from outside', [{ ...mona, id: 9 }], false],
    ['the asker', [mona], false],
    ['the asker, who has become a member', [{ ...mona, association: 'MEMBER' }], false],
    ['a program, though it counts as a member', [{ ...member, isPerson: false }], false],
    ['an account that is gone', [null], false],
    ['a program, and then a member', [{ ...member, isPerson: false }, member], true],
  ])('%s: %j', (_rule, replies, isDone) => {
    expect(isAnswered(asked, replies, new Set([5]))).toBe(isDone);
  });

  test.each(['merged', 'closed'] as const)('what was %s is answered', (state) => {
    expect(isAnswered({ ...asked, state }, [], new Set())).toBe(true);
  });

  test('only people from outside are waited for', () => {
    const conversation: Conversation = { kind: 'issue', author: mona, state: 'open', isLocked: false, openedAt: '' };
    expect(isAwaitingAnswer(conversation, new Set())).toBe(true);
    expect(isAwaitingAnswer(conversation, new Set([7]))).toBe(false);
    expect(isAwaitingAnswer({ ...conversation, author: member }, new Set())).toBe(false);
    expect(isAwaitingAnswer({ ...conversation, author: { ...mona, isPerson: false } }, new Set())).toBe(false);
    expect(isAwaitingAnswer({ ...conversation, author: null }, new Set())).toBe(false);
    expect(isAwaitingAnswer({ ...conversation, state: 'closed' }, new Set())).toBe(false);
  });

  test('a promise of five days ends five days later, over the end of a month', () => {
    expect(promisedUntil('2026-10-29T23:30:00Z', 5)).toBe('2026-11-03T23:30:00.000Z');
  });
});

describe('labels', () => {
  const names = { newcomer: 'welcome', signOff: 'dco: missing', policies: null };
  const facts = { newcomer: true, signOff: true, policies: true };

  test.each<[rule: string, Parameters<typeof changeLabels>, string[], string[]]>([
    ['are put on', [names, facts, []], ['welcome', 'dco: missing'], []],
    ['stay', [names, facts, ['Welcome', 'DCO: missing', 'bug']], [], []],
    [
      'are taken off by the name that stands',
      [names, { ...facts, signOff: false }, ['welcome', 'DCO: Missing']],
      [],
      ['DCO: Missing'],
    ],
    [
      'stay as they are where nothing is known',
      [names, { ...facts, signOff: null }, ['welcome', 'dco: missing']],
      [],
      [],
    ],
    [
      'of one name stay as long as either holds',
      [{ ...names, policies: 'DCO: missing' }, { ...facts, policies: false }, ['dco: missing', 'welcome']],
      [],
      [],
    ],
    ['of one name are put on once', [{ ...names, newcomer: 'dco: missing' }, facts, []], ['dco: missing'], []],
    [
      'of others are left alone',
      [names, { newcomer: false, signOff: false, policies: false }, ['bug', 'help wanted']],
      [],
      [],
    ],
    ['are none unless they are named', [{ newcomer: null, signOff: null, policies: null }, facts, []], [], []],
  ])('%s', (_rule, [given, holds, standing], add, remove) => {
    expect(changeLabels(given, holds, standing)).toEqual({ add, remove });
  });
});
