/** What GitHub says that an author is to the repository. */
export type Association =
  | 'OWNER'
  | 'MEMBER'
  | 'COLLABORATOR'
  | 'CONTRIBUTOR'
  | 'FIRST_TIME_CONTRIBUTOR'
  | 'FIRST_TIMER'
  | 'MANNEQUIN'
  | 'NONE';

/** Who opened a pull request or an issue. */
export interface Author {
  /** The account; a login can be given up and taken by somebody else. */
  readonly id: number;
  readonly login: string;
  readonly isPerson: boolean;
  readonly association: Association;
}

/** A pull request or an issue as a place in which people talk. */
export interface Conversation {
  readonly kind: 'pull-request' | 'issue';
  /** null where the account is gone. */
  readonly author: Author | null;
  readonly state: 'open' | 'merged' | 'closed';
  /** Only those who may write to the repository can comment. */
  readonly isLocked: boolean;
  /** ISO 8601. */
  readonly openedAt: string;
}

/** Whether anything is missing; `unknown` where it could not be found out. */
export type Completeness = 'complete' | 'lacking' | 'unknown';

export interface OnboardingInput {
  readonly conversation: Conversation;
  /** Whether this kind of conversation is to be commented at all. */
  readonly isWanted: boolean;
  /** Accounts of the organisation's people, where they are known: GitHub hides those who keep their membership to themselves. */
  readonly members: ReadonlySet<number>;
  /** Whether our record holds nothing else of the author, or says that this was their first. */
  readonly isFirstOnRecord: boolean;
  readonly completeness: Completeness;
  /** Our one comment; `deleted`: somebody took it away, which is a wish. */
  readonly comment: 'none' | 'stands' | 'deleted';
  /** ISO 8601. */
  readonly now: string;
}

/** Why nothing is said. */
export type Silence = 'unwanted' | 'nobody' | 'bot' | 'insider' | 'deleted' | 'over' | 'late' | 'locked' | 'complete';

/** What the one comment is about: each takes the place of the one before. */
export type Tone = 'welcome' | 'help' | 'thanks' | 'farewell';

export type Onboarding =
  | { readonly kind: 'silent'; readonly reason: Silence }
  | { readonly kind: 'speak'; readonly tone: Tone; readonly isFirst: boolean };

/** A welcome that comes later helps nobody, and whoever switches it on does not wake up old conversations. */
const LATEST_WELCOME_DAYS = 7;

const DAY = 86_400_000;

/**
 * Decides whether a contributor from outside is spoken to, and how. A comment that stands is kept up to date to the end,
 * also when its reader has become a member; a new one is only for who is greeted for the first time or has to do something.
 */
export function decideOnboarding(input: OnboardingInput): Onboarding {
  const { conversation, isWanted, comment, completeness } = input;
  const { author, state, isLocked } = conversation;
  if (comment === 'deleted') return silent('deleted');
  if (author === null) return silent('nobody');
  const isFirst = isNewcomer(input);
  if (comment === 'stands') return { kind: 'speak', tone: toneOf(state, isFirst), isFirst };
  if (!isWanted) return silent('unwanted');
  if (!author.isPerson) return silent('bot');
  if (isInsider(author, input.members)) return silent('insider');
  if (state !== 'open') return silent('over');
  if (Date.parse(input.now) - Date.parse(conversation.openedAt) > LATEST_WELCOME_DAYS * DAY) return silent('late');
  if (!isFirst && completeness !== 'lacking') return silent('complete');
  return isLocked ? silent('locked') : { kind: 'speak', tone: toneOf(state, isFirst), isFirst };
}

function silent(reason: Silence): Onboarding {
  return { kind: 'silent', reason };
}

function toneOf(state: Conversation['state'], isFirst: boolean): Tone {
  if (state === 'merged') return 'thanks';
  if (state === 'closed') return 'farewell';
  return isFirst ? 'welcome' : 'help';
}

/**
 * Whether it is a person's first contribution. GitHub alone does not tell: to it, whoever had nothing merged into this
 * repository is new with each attempt. Our record alone does not either: it may be younger than the person's work.
 */
function isNewcomer({ conversation: { author, state }, isFirstOnRecord, comment }: OnboardingInput): boolean {
  if (author === null || !isFirstOnRecord) return false;
  // With the merge GitHub calls everybody a contributor; what was said before holds.
  const isSettled = comment === 'stands' || state !== 'open';
  return isSettled || isNewToRepository(author);
}

/** Whether GitHub knows of nothing of the author's in this repository. */
export function isNewToRepository({ association }: Pick<Author, 'association'>): boolean {
  return ['FIRST_TIMER', 'FIRST_TIME_CONTRIBUTOR', 'NONE'].includes(association);
}

/** Whether an account belongs to the house: as GitHub says of it here, or by its id. */
export function isInsider(
  { id, association }: Pick<Author, 'id' | 'association'>,
  members: ReadonlySet<number>,
): boolean {
  return ['OWNER', 'MEMBER', 'COLLABORATOR'].includes(association) || members.has(id);
}

/** Whether somebody waits for the organisation: a person from outside, in a conversation that is open. */
export function isAwaitingAnswer({ author, state }: Conversation, members: ReadonlySet<number>): boolean {
  return state === 'open' && author?.isPerson === true && !isInsider(author, members);
}

/** Until when an answer was promised, ISO 8601. */
export function promisedUntil(openedAt: string, days: number): string {
  return new Date(Date.parse(openedAt) + days * DAY).toISOString();
}

/**
 * Whether somebody of the organisation has answered; a program's word is none, nor is the asker's own.
 * @param repliers who wrote in the conversation; null for an account that is gone
 */
export function isAnswered(
  { author, state }: Pick<Conversation, 'author' | 'state'>,
  repliers: readonly (Author | null)[],
  members: ReadonlySet<number>,
): boolean {
  if (state !== 'open') return true;
  return repliers.some((by) => by?.isPerson === true && by.id !== author?.id && isInsider(by, members));
}

/** Which labels are to be put on and taken off. */
export interface LabelChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** What holds of a pull request, for its labels; null where it is not known: then the label stays as it is. */
export interface LabelFacts {
  readonly newcomer: boolean | null;
  readonly signOff: boolean | null;
  readonly policies: boolean | null;
}

/** Compares the labels that are to stand with those that do. Names that differ in case alone are one label to GitHub. */
export function changeLabels(
  names: Readonly<Record<keyof LabelFacts, string | null>>,
  facts: LabelFacts,
  standing: readonly string[],
): LabelChange {
  const stands = new Map(standing.map((name) => [name.toLowerCase(), name]));
  const wanted = (['newcomer', 'signOff', 'policies'] as const).flatMap((key) => {
    const name = names[key];
    return name === null || facts[key] === null ? [] : [{ name, isWanted: facts[key] }];
  });
  const kept = new Set(wanted.flatMap(({ name, isWanted }) => (isWanted ? [name.toLowerCase()] : [])));
  const add = wanted.flatMap(({ name, isWanted }) => (isWanted && !stands.has(name.toLowerCase()) ? [name] : []));
  const remove = wanted.flatMap(({ name }) => {
    const found = stands.get(name.toLowerCase());
    return found === undefined || kept.has(name.toLowerCase()) ? [] : [found];
  });
  return { add: [...new Set(add)], remove: [...new Set(remove)] };
}
