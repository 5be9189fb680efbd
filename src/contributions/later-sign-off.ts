import { readIdentity, type WrittenIdentity } from './identity.ts';

/** `I, A, hereby add my Signed-off-by to this commit: SHA`, or the same on behalf of somebody. */
export interface LaterSignOff {
  /** Who signs. */
  readonly by: WrittenIdentity;
  /** For whom; null: for oneself. */
  readonly onBehalfOf: WrittenIdentity | null;
  /** As it was written, in lower case. */
  readonly sha: string;
}

export const ADDS_SIGN_OFF = ', hereby add my Signed-off-by to this commit: ';
const SELF = 'I, ';
const BEHALF = 'On behalf of ';
const BY = '>, I, ';
/** Some tools name a commit by seven digits; fewer would fit too many. */
const SHA = /^[0-9a-f]{7,64}$/;

/** Reads them line by line, by fixed words: the work grows with the message's length and with nothing else. */
export function laterSignOffsIn(message: string): LaterSignOff[] {
  if (!message.includes(ADDS_SIGN_OFF)) return [];
  return message.split('\n').flatMap((line) => {
    const signOff = readLine(line.trim());
    return signOff === null ? [] : [signOff];
  });
}

function readLine(line: string): LaterSignOff | null {
  const adds = line.indexOf(ADDS_SIGN_OFF);
  if (adds === -1) return null;
  const sha = line
    .slice(adds + ADDS_SIGN_OFF.length)
    .trim()
    .toLowerCase();
  if (!SHA.test(sha)) return null;
  const people = line.slice(0, adds);
  if (people.startsWith(SELF)) return named(people.slice(SELF.length), null, sha);
  if (!people.startsWith(BEHALF)) return null;
  const by = people.indexOf(BY);
  return by === -1 ? null : named(people.slice(by + BY.length), people.slice(BEHALF.length, by + 1), sha);
}

function named(by: string, onBehalfOf: string | null, sha: string): LaterSignOff | null {
  const signer = readIdentity(by);
  if (!signer.ok) return null;
  if (onBehalfOf === null) return { by: signer.identity, onBehalfOf: null, sha };
  const other = readIdentity(onBehalfOf);
  return other.ok ? { by: signer.identity, onBehalfOf: other.identity, sha } : null;
}
