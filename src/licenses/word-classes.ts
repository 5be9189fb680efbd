import { numberOf, UNKNOWN_WORD, type Vocabulary } from './vocabulary.ts';
import { wordList } from './word-list.ts';

/** Words beside years and names that a copyright notice may have. */
export const NOTICE_FRAME = wordList(
  `copyright copyrights copr copyleft c by and or of the for from to at on et al de la le les du des der die das dem den und von
  van vom zum zur y e el los del di da do dos em in en al og och ja present now today portions others other its his her
  their inc incorporated llc llp ltd limited gmbh ev eg ag kg ug bv b v nv n sa s a sarl srl spa oy ab as co corp
  corporation company foundation contributors contributor author authors holder holders owner owners project team
  developers developer maintainers members various until listed readme file see modified modifications affiliates year years yyyy name names fullname full organization email mail
  com www org net io github all rights reserved jr sr st reg us usa uk dba aka subsidiaries partners group community
  alle rechte vorbehalten tous droits reserves réservés tutti i diritti riservati todos los derechos reservados`,
);

/** Three words each. */
const RESERVATIONS = [
  wordList('all rights reserved'),
  wordList('some rights reserved'),
  wordList('alle rechte vorbehalten'),
];

/** A sentence, not a name, whatever its capitals: `Copyright 2026 Acme. No Commercial Use`. */
export const NEVER_A_NAME = wordList(
  `use used uses using user not no non only without commercial noncommercial permission permitted prohibited forbidden
  restricted license licensed licenses may must shall should can cannot is are be been was were will would provided that
  this these such subject under except unless if when where distribute distribution redistribute redistribution
  redistributions copy copying modify modification modified sell sold sale allowed required requires require fee
  evaluation internal purposes purpose terms conditions notice permissions grant granted grants hereby any each every
  part it you your we our they warranty warranties liability derived work which who whose than then have has had above
  following please available`,
);

/** Who may stand where a licence has a place for the party: `THE AUTHORS OR COPYRIGHT HOLDERS`. */
export const PARTY = wordList(
  `author authors holder holders owner owners contributor contributors licensor licensors developer developers
  maintainer maintainers provider providers company organization university institute foundation project team group
  members regents institution corporation party parties copyright individual individuals owner editor editors vendor
  software library program package trustees board consortium community initiative laboratory laboratories department agency government`,
);

/** Small words between parties. */
export const PARTY_FRAME = wordList(
  `the any its their our his her other all above listed named respective and or nor of for by at in a an s de la von van der den del di da do dos du le ten ter
  inc llc ltd gmbh co corp bv ag affiliates subsidiaries employees members contributing original this org com net io js b v n e`,
);

/** What titles are made of beside a licence's own name. */
export const TITLE_FRAME = wordList(
  `the a an software open source public license licenses licensed licensing agreement version v full text of terms information
  notice notices legal copyright code project details and conditions template style dual`,
);

/** Bits, by the number of a word. */
export const CLASS = { noticeFrame: 1, neverAName: 2, party: 4, partyFrame: 8, title: 16 } as const;

/** Which words do what in a notice, a title or a party's name: bits by the number of the word. */
export interface WordClasses {
  readonly bits: Uint8Array;
  readonly copyright: number;
  /** `All rights reserved`, in the languages that say it so. */
  readonly reservations: readonly (readonly number[])[];
  readonly commonBelow: number;
  readonly vocabulary: Vocabulary;
}

/** The lists, for the script that puts every word of them into the vocabulary. */
export const CLASSED_WORDS: readonly (readonly [keyof typeof CLASS, readonly string[]])[] = [
  ['noticeFrame', NOTICE_FRAME],
  ['neverAName', NEVER_A_NAME],
  ['party', PARTY],
  ['partyFrame', PARTY_FRAME],
  ['title', TITLE_FRAME],
];

export function classifyWords(vocabulary: Vocabulary): WordClasses {
  const bits = new Uint8Array(vocabulary.count);
  for (const [name, words] of CLASSED_WORDS) {
    for (const word of words) {
      const number = numberOf(vocabulary, word);
      if (number !== UNKNOWN_WORD) bits[number] = (bits[number] ?? 0) | CLASS[name];
    }
  }
  const { commonBelow } = vocabulary;
  const reservations = RESERVATIONS.map((words) => words.map((word) => numberOf(vocabulary, word)));
  return { bits, copyright: numberOf(vocabulary, 'copyright'), reservations, commonBelow, vocabulary };
}
