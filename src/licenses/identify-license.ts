import type { TextEncoding } from '../core/decode-file.ts';
import type { IdentifiedLicense, LicenseMatch } from '../core/license.ts';
import type { Alignment, DifferenceRule, Effort } from './align.ts';
import { byteOffsets, UTF_8 } from './byte-offsets.ts';
import { explainLeftovers, explainNotice, type Leftover, type LeftoverRule } from './explain-leftovers.ts';
import { collectHits } from './find-candidates.ts';
import { findExact } from './find-exact.ts';
import { findTexts } from './find-texts.ts';
import { judge, type RawMatch } from './judge.ts';
import type { LicenseIndex } from './license-index.ts';
import { buildLicenseNames, type LicenseNames } from './license-names.ts';
import { scanText } from './scan.ts';
import { FLAG, type ScannedText } from './scanned-text.ts';
import { visibleWords } from './visible-words.ts';

/** What is known beside the text. */
export interface Hints {
  /** For the places of matches; without it, UTF-8 without a byte order mark. */
  readonly encoding?: TextEncoding;
  /** What metadata, a header or the README says of a GNU licence whose text leaves it open. */
  readonly versions?: 'only' | 'or-later';
  /** A rule of explanation to do without, to see what rests on it. */
  readonly without?: ExplanationRule;
}

/** What may account for words that are not a licence's own. */
export type ExplanationRule = DifferenceRule | LeftoverRule | 'copyright notice';

/** How a part of the text was accounted for. */
export interface Explanation {
  readonly startLine: number;
  readonly endLine: number;
  /** `MIT, exact`, `title`, `copyright notice`; null where nothing accounts for it. */
  readonly how: string | null;
  readonly text: string;
}

/** A text's licence, without the file it stands in. */
export interface Identification extends Omit<IdentifiedLicense, 'path'> {
  /** Every part of the text, in its order. */
  readonly explanations: readonly Explanation[];
  /** Work done, counted. */
  readonly steps: number;
}

/** A few searches in any text, and more in a longer one, as long as it may still be a licence file. */
const SEARCHING = 20_000;
const MOST_FOR_LENGTH = 20_000;

/**
 * Says which licence a text is: lays known texts along it, word by word, and accounts for every word that is left over.
 * Only where all are accounted for is there an expression. Linear in the text's length, and never throws.
 */
export function identifyLicense(text: string, index: LicenseIndex, hints: Hints = {}): Identification {
  const scanned = scanText(text, index.vocabulary, index.classes, hints.without !== 'copyright notice');
  const owners = new Uint16Array(scanned.count + 1);
  const effort: Effort = { steps: scanned.count, searching: SEARCHING + Math.min(scanned.count, MOST_FOR_LENGTH) };
  const { texts, leftovers } = takeApart(scanned, index, owners, effort);
  const judgement = judge(scanned, withoutRule(texts, hints), withoutRule(leftovers, hints), index, hints);
  return {
    expression: judgement.expression,
    sameText: judgement.sameText,
    open: judgement.open,
    match: judgement.certainty,
    evidence: judgement.evidence,
    matches: placeMatches(scanned, judgement.matches, hints.encoding ?? UTF_8),
    explanations: judgement.parts.map(({ from, to, how }) => ({
      startLine: scanned.lines[from] ?? 1,
      endLine: scanned.lines[Math.max(from, to - 1)] ?? 1,
      how,
      text: text.slice(scanned.starts[from], scanned.ends[Math.max(from, to - 1)]),
    })),
    steps: effort.steps,
  };
}

/** The licence texts in a text, and all that is beside them. What most files are is looked for first: one text, or a notice. */
function takeApart(
  scanned: ScannedText,
  index: LicenseIndex,
  owners: Uint16Array,
  effort: Effort,
): { readonly texts: readonly Alignment[]; readonly leftovers: readonly Leftover[] } {
  const names = namesOf(index);
  const words = visibleWords(scanned);
  const exact = findExact(scanned, words, index, owners, effort);
  if (exact !== null) return { texts: [exact], leftovers: explainLeftovers(scanned, owners, [exact], index, names) };
  const notice = scanned.count > LONGEST_NOTICE ? null : explainNotice(scanned, owners, index, names);
  if (notice !== null) return { texts: [], leftovers: notice };
  const texts = dropQuoted(
    findTexts(scanned, index, collectHits(words, index), owners, effort),
    scanned,
    owners,
    index,
  );
  return { texts, leftovers: explainLeftovers(scanned, owners, texts, index, names) };
}

/** Takes a rule's explanations away. */
function withoutRule<T extends Alignment | Leftover>(parts: readonly T[], { without }: Hints): readonly T[] {
  if (without === undefined) return parts;
  return parts.map((part) => {
    if ('rule' in part) return part.rule === without ? { ...part, rule: null } : part;
    return {
      ...part,
      differences: part.differences.map((one) => (one.rule === without ? { ...one, rule: null } : one)),
    };
  });
}

/** A longer text is more than the notice that it quotes. */
const LONGEST_NOTICE = 300;
/** Of so many parts it is looked at whether they are such a notice. */
const MOST_QUOTED = 40;

/**
 * A few licences quote the usual notice of another (eCos the GPL's): where a part that is not the text of one is such a
 * notice, it is the notice.
 */
function dropQuoted(
  texts: readonly Alignment[],
  scanned: ScannedText,
  owners: Uint16Array,
  index: LicenseIndex,
): Alignment[] {
  let looked = 0;
  return texts.filter((text) => {
    if ((text.missing === 0 && text.extra === 0) || text.matched > LONGEST_NOTICE || looked >= MOST_QUOTED) return true;
    looked += 1;
    const covered = owners.slice(text.from, text.to);
    owners.fill(0, text.from, text.to);
    const from = sentenceStart(scanned, owners, text.from);
    const parts = explainLeftovers(scanned, owners, [], index, namesOf(index), { from, to: text.to });
    if (parts.some(({ rule }) => rule === 'notice')) return false;
    owners.set(covered, text.from);
    return true;
  });
}

/** A sentence begins no further before what it has in common with a licence. */
const LONGEST_BEGINNING = 8;

function sentenceStart({ flags }: ScannedText, owners: Uint16Array, from: number): number {
  let at = from;
  while (
    at > 0 &&
    from - at < LONGEST_BEGINNING &&
    owners[at - 1] === 0 &&
    ((flags[at] ?? 0) & (FLAG.paragraphStart | FLAG.thoughtStart)) === 0
  )
    at -= 1;
  return at;
}

const knownNames = new WeakMap<LicenseIndex, LicenseNames>();

function namesOf(index: LicenseIndex): LicenseNames {
  const known = knownNames.get(index);
  if (known !== undefined) return known;
  const names = buildLicenseNames(index.licenses);
  knownNames.set(index, names);
  return names;
}

/** From words to bytes and lines. */
function placeMatches(scanned: ScannedText, matches: readonly RawMatch[], encoding: TextEncoding): LicenseMatch[] {
  const places = new Set<number>();
  const startOf = (word: number) => scanned.starts[Math.min(word, Math.max(0, scanned.count - 1))] ?? 0;
  const endOf = (from: number, to: number) => (to > from ? (scanned.ends[to - 1] ?? 0) : startOf(from));
  for (const { from, to, differences } of matches) {
    places.add(startOf(from)).add(endOf(from, to));
    for (const one of differences) places.add(startOf(one.from)).add(endOf(one.from, one.to));
  }
  const sorted = [...places].sort((a, b) => a - b);
  const bytes = byteOffsets(scanned.text, sorted, encoding);
  const byteOf = new Map(sorted.map((place, at) => [place, bytes[at] ?? 0]));
  const byte = (place: number) => byteOf.get(place) ?? 0;
  return matches.map(({ id, kind, from, to, differences }) => ({
    id,
    kind,
    start: byte(startOf(from)),
    end: byte(endOf(from, to)),
    startLine: scanned.lines[from] ?? 1,
    endLine: scanned.lines[Math.max(from, to - 1)] ?? 1,
    differences: differences.map((one) => ({
      expected: one.expected,
      found: scanned.text.slice(startOf(one.from), endOf(one.from, one.to)).replace(/\s+/g, ' '),
      start: byte(startOf(one.from)),
      end: byte(endOf(one.from, one.to)),
      line: scanned.lines[Math.min(one.from, Math.max(0, scanned.count - 1))] ?? 1,
    })),
  }));
}

/** Whether a text says anything beside copyright notices. */
export function saysAnything(text: string, { vocabulary, classes }: LicenseIndex): boolean {
  const { flags, count } = scanText(text, vocabulary, classes);
  for (let at = 0; at < count; at += 1) if (((flags[at] ?? 0) & FLAG.hidden) === 0) return true;
  return false;
}
