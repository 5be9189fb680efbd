/** Words that a notice may have beside years and names. */
const FRAME = new Set(
  `copyright copyrights copr c by and or of the for from to at on et al de la le les du des der die das dem den und von
  van vom zum zur y e el los del di da do dos em in en al og och ja present now all rights reserved portions others other
  its his her their inc llc ltd gmbh ev eg ag kg ug bv nv sa sarl srl spa oy ab as co corp corporation company foundation
  contributors contributor author authors holder holders copyright owner owners project team developers members
  affiliates year years yyyy name names fullname full organization email mail http https www com org net io github`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Words that make a sentence of what looks like a name: `Copyright 2026 Acme. No Commercial Use` is a condition. */
const SENTENCE = new Set(
  `use used uses using user not no non only without commercial noncommercial permission permitted prohibited forbidden
  restricted limited license licensed licence licenced may must shall should can cannot is are be been was were will would
  provided that this these such subject under except unless if when where distribute distribution redistribute copy
  copying modify modification sell sold sale redistribution allowed required requires fee evaluation internal
  purposes purpose terms conditions notice permissions`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Words of any kind that a name may be short of the rules by: handles are written small. */
const MOST_SMALL_WORDS = 2;
const LONGEST_NOTICE = 300;

/**
 * Whether a line is a copyright notice and nothing more: mark, years, who. Every word must be accounted for, because a
 * condition written on this line would otherwise vanish from the text that is compared.
 */
export function isCopyrightNotice(line: string): boolean {
  if (line.length > LONGEST_NOTICE) return false;
  const tokens = line.split(/\s+/).filter((token) => /[\p{L}\p{N}©]/u.test(token));
  const start = plain(tokens[0] === 'Portions' ? tokens[1] : tokens[0]);
  if (isAllRightsReserved(tokens)) return true;
  const hasMark = tokens.slice(0, 3).some((token) => token.includes('©') || /^\(c\)/i.test(token));
  const hasYear = tokens.slice(0, 4).some((token) => /(19|20)\d\d|^[<[{(]?y{4}|^[<[{(]?year/i.test(token));
  const begins = start === 'copyright' || start === 'copyrights' || tokens[0]?.startsWith('©') === true;
  if (!begins && !(start === 'c' && hasMark && hasYear)) return false;
  if (tokens.length < 2) return false;
  return areNames(tokens.slice(1), hasMark || hasYear ? MOST_SMALL_WORDS : 0);
}

function isAllRightsReserved(tokens: readonly string[]): boolean {
  return tokens.length === 3 && tokens.map(plain).join(' ') === 'all rights reserved';
}

function areNames(tokens: readonly string[], smallWordsAllowed: number): boolean {
  let small = 0;
  for (const token of tokens) {
    const word = plain(token);
    if (SENTENCE.has(word)) return false;
    const isAccountedFor =
      word === '' ||
      FRAME.has(word) ||
      /[\d@©/<>[\]{}]/.test(token) ||
      /^[^\p{L}]*\p{Lu}/u.test(token) ||
      !/\p{Ll}/u.test(token);
    if (!isAccountedFor) small += 1;
  }
  return small <= smallWordsAllowed;
}

/** A token's letters and digits, in lower case. */
function plain(token: string | undefined): string {
  return (token ?? '').replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}
