import { GRAMMAR_WORDS } from './grammar-words.ts';
import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';
import { spell } from './vocabulary.ts';
import { CLASS, type WordClasses } from './word-classes.ts';

/** A party's name has no more words. */
export const LONGEST_PARTY = 24;

/** Two of these in a row are no grammar. */
const DETERMINER = /^(?:the|any|its|their|our|his|her|this)$/;

/**
 * Whether words name who gives a licence: `the copyright holders and contributors`, `Acme, Inc. or its affiliates`.
 * Each is a name (a word that licences do not have, or one with a capital), a kind of party, or a small word between.
 */
export function isParty(scanned: ScannedText, from: number, to: number, classes: WordClasses): boolean {
  if (to <= from || to - from > LONGEST_PARTY) return false;
  const { bits, commonBelow, copyright } = classes;
  let hasCore = false;
  let joined = true;
  for (let at = from; at < to; at += 1) {
    const id = scanned.ids[at] ?? 0;
    const flag = scanned.flags[at] ?? 0;
    const bit = bits[id] ?? 0;
    if (id === copyright && id !== 0) {
      // `copyright` alone is no party, and `holder` after it is one.
      const next = spell(classes.vocabulary, scanned.ids[at + 1] ?? 0);
      if (at + 1 >= to || !/^(?:holders?|owners?)$/.test(next)) return false;
      continue;
    }
    if ((bit & CLASS.party) !== 0) {
      hasCore = true;
      joined = false;
      continue;
    }
    if ((bit & CLASS.partyFrame) !== 0) {
      const word = spell(classes.vocabulary, id);
      if (DETERMINER.test(word) && at > from && DETERMINER.test(spell(classes.vocabulary, scanned.ids[at - 1] ?? 0)))
        return false;
      if (word === 'and' || word === 'or' || word === 'nor') {
        if (joined && at > from && !isJoin(classes, scanned.ids[at - 1] ?? 0)) return false;
        joined = true;
      }
      continue;
    }
    // `Acme, alleen voor eigen gebruik`
    if (GRAMMAR_WORDS.has(wordAt(scanned, at)) && (flag & FLAG.allCapitals) === 0) return false;
    const isName =
      id === 0 ||
      id >= commonBelow ||
      (flag & (FLAG.digits | FLAG.address)) !== 0 ||
      ((flag & FLAG.capital) !== 0 &&
        (bit & CLASS.neverAName) === 0 &&
        ((flag & FLAG.allCapitals) === 0 || isBesideName(scanned, at, from, to, classes)));
    if (!isName && !isPartOfName(scanned, at, from, to)) return false;
    hasCore = true;
    joined = false;
  }
  return hasCore && !joined;
}

/** `node-pre-gyp`: a word that others hang on to, of which one is of no licence. */
function isPartOfName({ ids, starts, ends, text }: ScannedText, at: number, from: number, to: number): boolean {
  const hangs = (word: number) =>
    word > from && word < to && starts[word] === (ends[word - 1] ?? 0) + 1 && text.charAt(ends[word - 1] ?? 0) === '-';
  let first = at;
  while (hangs(first)) first -= 1;
  for (let word = first; word === first || hangs(word); word += 1) if (ids[word] === 0) return true;
  return false;
}

/** Among capitals only, a common word is a name's where it stands beside one: `DIGITAL BAZAAR`. */
function isBesideName({ ids }: ScannedText, at: number, from: number, to: number, classes: WordClasses): boolean {
  return [at - 1, at + 1].some((word) => {
    const id = ids[word] ?? 0;
    return (
      word >= from &&
      word < to &&
      (id === 0 || id >= classes.commonBelow || ((classes.bits[id] ?? 0) & CLASS.party) !== 0)
    );
  });
}

function isJoin({ vocabulary }: WordClasses, id: number): boolean {
  const word = spell(vocabulary, id);
  return word === 'and' || word === 'or';
}
