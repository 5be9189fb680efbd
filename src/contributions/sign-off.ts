import type { Account, Commit, Identity } from './commit.ts';
import {
  canonicalEmail,
  canonicalName,
  hasInvisible,
  type IdentityProblem,
  isOddAddress,
  noreplyId,
  plainName,
  readIdentity,
  type WrittenIdentity,
} from './identity.ts';
import { readMessage, type Trailer } from './message.ts';
import type { ContributionPolicy } from './policy.ts';

const SIGNED_OFF_BY = 'signed-off-by';
const CO_AUTHORED_BY = 'co-authored-by';
const ASSISTED_BY = 'assisted-by';
const KEYS: ReadonlySet<string> = new Set([SIGNED_OFF_BY, CO_AUTHORED_BY, ASSISTED_BY]);

/** Somebody whom a line of the message names, and whether git would find that line. */
export interface NamedLine {
  readonly placement: 'trailer' | 'line';
  readonly identity: WrittenIdentity;
}

/** What a commit message says about people. */
export interface MessagePeople {
  readonly signOffs: readonly NamedLine[];
  readonly coAuthors: readonly NamedLine[];
  /** Whatever stands after `Assisted-by:`. */
  readonly assistants: readonly string[];
  readonly malformedSignOffs: readonly IdentityProblem[];
  readonly malformedCoAuthors: readonly IdentityProblem[];
}

/** Null: the message is too large to be read. */
export function peopleIn(message: string): MessagePeople | null {
  const read = readMessage(message, KEYS);
  if (read.status === 'too-large') return null;
  const people = {
    signOffs: [] as NamedLine[],
    coAuthors: [] as NamedLine[],
    assistants: [] as string[],
    malformedSignOffs: [] as IdentityProblem[],
    malformedCoAuthors: [] as IdentityProblem[],
  };
  const add = (placement: NamedLine['placement'], { key, value }: Trailer): void => {
    const name = key.toLowerCase();
    if (name === ASSISTED_BY && value !== '') people.assistants.push(value);
    if (name !== SIGNED_OFF_BY && name !== CO_AUTHORED_BY) return;
    const reading = readIdentity(value);
    const isSignOff = name === SIGNED_OFF_BY;
    if (reading.ok) people[isSignOff ? 'signOffs' : 'coAuthors'].push({ placement, identity: reading.identity });
    else people[isSignOff ? 'malformedSignOffs' : 'malformedCoAuthors'].push(reading.problem);
  };
  for (const trailer of read.trailers) add('trailer', trailer);
  for (const line of read.lines) add('line', line);
  return people;
}

/** Somebody whose sign-off would do. */
export interface Signatory {
  readonly identity: Identity;
  /** The account to which GitHub says the address belongs. */
  readonly account: Account | null;
}

/** By which addresses and account ids one knows some people, so that each sign-off is looked up once. */
export interface KnownPeople {
  readonly byAddress: ReadonlyMap<string, Signatory>;
  readonly byId: ReadonlyMap<number, Signatory>;
}

/** Of two with one address, the first counts. */
export function knownPeople(people: readonly Signatory[], policy: ContributionPolicy): KnownPeople {
  const byAddress = new Map<string, Signatory>();
  let byId: Map<number, Signatory> | null = null;
  for (const person of people) {
    const email = person.identity.email ?? '';
    if (email.trim() === '') continue;
    const address = addressKey(email, policy);
    if (!byAddress.has(address)) byAddress.set(address, person);
    for (const id of [person.account?.id ?? null, noreplyId(email)]) {
      if (id === null) continue;
      byId ??= new Map();
      if (!byId.has(id)) byId.set(id, person);
    }
  }
  return { byAddress, byId: byId ?? NOBODY };
}

const NOBODY: ReadonlyMap<number, Signatory> = new Map();

/**
 * Whose address this is: by the address itself, by one listed as the same person's, or as GitHub makes it up from the
 * number of an account that is proved to be theirs. A login in it proves nothing: it may be somebody else's by now.
 */
export function whoseAddress(email: string, { byAddress, byId }: KnownPeople, policy: ContributionPolicy) {
  const id = noreplyId(email);
  return byAddress.get(addressKey(email, policy)) ?? (id === null ? undefined : byId.get(id)) ?? null;
}

function addressKey(email: string, { aliases }: ContributionPolicy): string {
  const address = canonicalEmail(email);
  return aliases.get(address) ?? address;
}

/** Whether an address is this person's. */
export function isSameAddress(email: string, person: Signatory, policy: ContributionPolicy): boolean {
  return whoseAddress(email, knownPeople([person], policy), policy) !== null;
}

export type NameComparison = 'same' | 'similar' | 'different';

export function compareNames(a: string, b: string): NameComparison {
  if (canonicalName(a) === canonicalName(b)) return 'same';
  return plainName(a) === plainName(b) ? 'similar' : 'different';
}

/** A sign-off of somebody whose sign-off would do, with what is odd about it. */
export interface Match {
  readonly signOff: NamedLine;
  readonly signatory: Signatory;
  readonly name: NameComparison;
  readonly hasSpaces: boolean;
  readonly isOddAddress: boolean;
  readonly isOddIdentity: boolean;
}

/** The best sign-off of one of these people: the same name before another, where git finds it before elsewhere. */
export function matchSignOff(
  signOffs: readonly NamedLine[],
  people: readonly Signatory[],
  policy: ContributionPolicy,
): Match | null {
  const known = knownPeople(people, policy);
  let best: Match | null = null;
  for (const signOff of signOffs) {
    const signatory = whoseAddress(signOff.identity.email, known, policy);
    if (signatory === null) continue;
    const match = describeMatch(signOff, signatory);
    if (best === null || rank(match) < rank(best)) best = match;
  }
  return best;
}

function describeMatch(signOff: NamedLine, signatory: Signatory): Match {
  const { name, email } = signOff.identity;
  const own = signatory.identity.name ?? '';
  return {
    signOff,
    signatory,
    name: compareNames(name, own),
    hasSpaces: email.trim() !== email,
    isOddAddress: isOddAddress(email.trim()),
    isOddIdentity: hasInvisible(name) || hasInvisible(own),
  };
}

function rank({ name, signOff }: Match): number {
  return (name === 'different' ? 2 : 0) + (signOff.placement === 'line' ? 1 : 0);
}

export function authorOf(commit: Commit): Signatory {
  return { identity: commit.author, account: commit.authorAccount };
}

export function committerOf(commit: Commit): Signatory {
  return { identity: commit.committer, account: commit.committerAccount };
}
