/**
 * Builds src/licenses/generated/ from the texts of the SPDX licence list, its markup, the EUPL's 23 languages and the
 * riders beside them: `npm run license-index`, and `-- --check` to fail when the files are not what would be built.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { EQUIVALENT_WORDS } from '../src/licenses/equivalent-words.ts';
import { type Alternative, type IndexHead, type OptionalPart, PARTY_SLOT } from '../src/licenses/license-index.ts';
import { NAME_WORDS } from '../src/licenses/license-names.ts';
import { packNumbers } from '../src/licenses/packed-numbers.ts';
import { PHRASE_WORDS } from '../src/licenses/phrases.ts';
import { PAIRS, scanText } from '../src/licenses/scan.ts';
import { FLAG, type ScannedText, wordAt } from '../src/licenses/scanned-text.ts';
import { buildShingles, packShingles } from '../src/licenses/shingles.ts';
import {
  buildVocabulary,
  numberOf,
  packVocabulary,
  UNKNOWN_WORD,
  type Vocabulary,
} from '../src/licenses/vocabulary.ts';
import { CLASSED_WORDS, classifyWords, TITLE_FRAME } from '../src/licenses/word-classes.ts';
import { FREE, NOT_OPEN } from './license-data/openness.ts';
import { ANYTHING, type Range } from './license-markup.ts';
import {
  exceptions,
  exceptionsVersion,
  listVersion,
  type SourceText,
  sourceTexts,
  spdx,
  spdxVersion,
} from './license-references.ts';

const GENERATED = new URL('../src/licenses/generated/', import.meta.url);
/** A word in at least so many licences says something. */
const COMMON_IN = 12;

type StoredReference = IndexHead['references'][number] & { readonly words: readonly number[] };

function main(): void {
  const sources = sourceTexts();
  const { words, commonBelow, ordinaryBelow } = countWords(sources);
  const spellings = [...EQUIVALENT_WORDS].map(([other, standing]): [string, number] => [
    other,
    words.indexOf(standing),
  ]);
  const vocabulary = buildVocabulary(words, spellings, commonBelow, ordinaryBelow);
  const references = merge(sources.map((source) => refer(source, vocabulary)));
  const head: IndexHead = {
    source: `spdx-license-list ${listVersion} (SPDX License List), license-list-XML's markup, and the official texts of the EUPL 1.2 in 23 languages`,
    license: 'CC0-1.0 (SPDX names and texts); European Union, Decision 2011/833/EU (EUPL)',
    listVersion: spdxVersion,
    licenses: Object.fromEntries(knownLicenses(references)),
    references: references.map(({ words: own, ...stored }) => stored),
  };
  write('license-index.bin', pack(head, vocabulary, references), (bytes) => zstdDecompressSync(bytes));
  write('spdx-ids.ts', Buffer.from(toModule()), (bytes) => bytes);
  const sum = references.reduce((total, { length }) => total + length, 0);
  process.stdout.write(
    `${references.length} texts, ${sum} words, ${words.length} different ones, ${commonBelow} common, ${ordinaryBelow} no names.\n`,
  );
}

/** Languages whose words are told from names; the rest would take given names such as Dan and Tim for words. */
function isKnown(language: string | null): boolean {
  return language === null || /^(?:de|fr|es|it|nl|pt)$/.test(language);
}

/**
 * The words of all texts, the commonest first, and last those that no text writes in small letters; every word that
 * rules name is among them.
 */
function countWords(sources: readonly SourceText[]): {
  readonly words: readonly string[];
  readonly commonBelow: number;
  readonly ordinaryBelow: number;
} {
  const empty = buildVocabulary([''], [], 1);
  const ordinary = new Set(PHRASE_WORDS);
  const classes = classifyWords(empty);
  const counts = new Map<string, Set<string>>();
  const count = (text: string, id: string, language: string | null) => {
    const scanned = scanText(text, empty, classes);
    for (let at = 0; at < scanned.count; at += 1) {
      const word = wordAt(scanned, at);
      const standing = EQUIVALENT_WORDS.get(word) ?? word;
      const seen = counts.get(standing) ?? new Set();
      counts.set(standing, seen.add(id));
      const isSmall = ((scanned.flags[at] ?? 0) & (FLAG.capital | FLAG.digits | FLAG.address)) === 0;
      if (language !== null && (isSmall || language === 'de')) ordinary.add(standing);
    }
  };
  for (const { text, ids, alternatives, language } of sources) {
    const [id = ''] = ids;
    count(text, id, isKnown(language) ? (language ?? 'en') : null);
    for (const { choices } of alternatives) count(choices.join(' ').replaceAll(ANYTHING, ' '), id, null);
  }
  const ruled = [
    ...CLASSED_WORDS.flatMap(([, list]) => list),
    ...PHRASE_WORDS,
    ...NAME_WORDS,
    ...PAIRS.flat(),
    'c',
    'and',
  ];
  for (const word of ruled) {
    const standing = EQUIVALENT_WORDS.get(word) ?? word;
    if (!counts.has(standing)) counts.set(standing, new Set());
  }
  for (const standing of EQUIVALENT_WORDS.values()) if (!counts.has(standing)) counts.set(standing, new Set());
  counts.delete('');
  const rank = ([word, { size }]: readonly [string, ReadonlySet<string>]) =>
    size >= COMMON_IN ? 0 : ordinary.has(word) ? 1 : 2;
  const sorted = [...counts].sort((a, b) => rank(a) - rank(b) || b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1));
  if (sorted.length >= PARTY_SLOT) throw new Error('There are more words than 16 bits can number.');
  return {
    words: ['', ...sorted.map(([word]) => word)],
    commonBelow: 1 + sorted.filter((one) => rank(one) === 0).length,
    ordinaryBelow: 1 + sorted.filter((one) => rank(one) < 2).length,
  };
}

/** A text as the index keeps it: without title, notices and list numbers, the markup's places in words. */
function refer(source: SourceText, vocabulary: Vocabulary): StoredReference {
  const scanned = scanText(source.text, vocabulary, classifyWords(vocabulary));
  const isDropped = (at: number) =>
    ((scanned.flags[at] ?? 0) & FLAG.hidden) !== 0 || source.frames.some((range) => isWithin(scanned, at, range));
  const title = titleEnd(scanned, source, isDropped);
  const words: number[] = [];
  /** Word of the text → its place in the reference. */
  const places: number[] = [];
  for (let at = 0; at < scanned.count; at += 1) {
    places.push(words.length);
    if (at >= title && !isDropped(at)) words.push(scanned.ids[at] ?? 0);
  }
  places.push(words.length);
  const place = ({ start, end }: Range): [number, number] => [
    places[scanned.starts.subarray(0, scanned.count).findIndex((from) => from >= start)] ?? words.length,
    places[scanned.starts.subarray(0, scanned.count).findIndex((from) => from >= end)] ?? words.length,
  ];
  const optional = new Map<string, OptionalPart>();
  const leaveOut = (start: number, end: number) => {
    if (end > start && end - start < words.length) optional.set(`${start} ${end}`, [start, end]);
  };
  for (const range of [...source.optional, ...source.titles]) leaveOut(...place(range));
  for (const [start, end] of tails(words, vocabulary)) leaveOut(start, end);
  const alternatives = source.alternatives.flatMap((one): Alternative[] => {
    const [start, end] = place(one);
    if (end - start >= words.length) return [];
    const original = words.slice(start, end).join(' ');
    const choices = new Map<string, number[]>();
    for (const choice of one.choices) {
      const numbers = choiceWords(choice, vocabulary);
      if (numbers.length === 0) leaveOut(start, end);
      else if (numbers.join(' ') !== original) choices.set(numbers.join(' '), numbers);
    }
    return choices.size === 0 ? [] : [[start, end, [...choices.values()]]];
  });
  return {
    ids: source.ids.join(' '),
    length: words.length,
    words,
    ...(title === 0
      ? {}
      : { title: [...new Set(scanned.ids.subarray(0, title))].filter((word) => word !== UNKNOWN_WORD) }),
    ...(source.language === null ? {} : { language: source.language }),
    ...(optional.size === 0 ? {} : { optional: [...optional.values()] }),
    ...(alternatives.length === 0 ? {} : { alternatives }),
  };
}

function isWithin({ starts }: ScannedText, at: number, { start, end }: Range): boolean {
  const place = starts[at] ?? 0;
  return place >= start && place < end;
}

/** What stands in titles beside a licence's name: of when it is. */
const DATE = `january february march april may june july august september october november december permission
  ${Array.from({ length: 31 }, (_, day) => `${day + 1} ${day + 1}th`).join(' ')} 1st 2nd 3rd 21st 22nd 23rd 31st
  ${Array.from({ length: 45 }, (_, year) => 1985 + year).join(' ')}`.split(/\s+/);

/** After the title: what the markup calls so at the beginning, or lines that have only words of the licence's name. */
function titleEnd(scanned: ScannedText, source: SourceText, isDropped: (at: number) => boolean): number {
  const marked = (at: number) => source.titles.some((range) => isWithin(scanned, at, range));
  const own = new Set(
    [...TITLE_FRAME, ...DATE, ...`${source.name} ${source.ids.join(' ')}`.toLowerCase().split(/[^\p{L}\p{N}]+/u)].map(
      (word) => EQUIVALENT_WORDS.get(word) ?? word,
    ),
  );
  let end = 0;
  let lines = 0;
  for (let at = 0; at < scanned.count && lines <= 6; at += 1) {
    if (((scanned.flags[at] ?? 0) & FLAG.lineStart) !== 0 && at > 0) {
      lines += 1;
      end = at;
    }
    if (marked(at)) {
      end = at + 1;
      continue;
    }
    if (!isDropped(at) && !own.has(EQUIVALENT_WORDS.get(wordAt(scanned, at)) ?? wordAt(scanned, at))) break;
  }
  return end > scanned.count - 8 ? 0 : end;
}

/** What follows the end of the terms: how to apply them. */
function tails(words: readonly number[], vocabulary: Vocabulary): OptionalPart[] {
  const phrase = ['end', 'of', 'terms', 'and', 'conditions'].map((word) => numberOf(vocabulary, word));
  const at = words.findLastIndex((_, index) => phrase.every((word, offset) => words[index + offset] === word));
  return at === -1
    ? []
    : [
        [at, words.length],
        [at, at + phrase.length],
        [at + phrase.length, words.length],
      ];
}

/** A choice's words; a place for a party is one word of its own. */
function choiceWords(choice: string, vocabulary: Vocabulary): number[] {
  const classes = classifyWords(vocabulary);
  const parts = choice.split(new RegExp(`${ANYTHING}+`)).map((part) => {
    const scanned = scanText(part, vocabulary, classes);
    return Array.from({ length: scanned.count }, (_, at) => at)
      .filter((at) => ((scanned.flags[at] ?? 0) & FLAG.mark) === 0)
      .map((at) => scanned.ids[at] ?? UNKNOWN_WORD);
  });
  return parts
    .flatMap((part, index) => (index === 0 ? part : [PARTY_SLOT, ...part]))
    .filter((word, index, all) => word !== PARTY_SLOT || all[index - 1] !== PARTY_SLOT);
}

/** Texts with the same words become one; where one of them has markup, it holds for all. */
function merge(references: readonly StoredReference[]): StoredReference[] {
  const byWords = new Map<string, StoredReference>();
  for (const reference of references.filter(({ length }) => length >= 4)) {
    const key = reference.words.join(' ');
    const known = byWords.get(key);
    if (known === undefined) {
      byWords.set(key, reference);
      continue;
    }
    const ids = [...new Set([...known.ids.split(' '), ...reference.ids.split(' ')])].sort(byFame).join(' ');
    const title = [...new Set([...(known.title ?? []), ...(reference.title ?? [])])];
    byWords.set(key, { ...reference, ...known, ids, ...(title.length === 0 ? {} : { title }) });
  }
  return [...byWords.values()];
}

/** Of licences with one text, the one that most people mean first. */
function byFame(one: string, other: string): number {
  const rank = (id: string) => (spdx[id]?.osiApproved === true ? 0 : FREE.has(id) ? 1 : 2);
  const kind = (id: string) => (/-invariants-/.test(id) ? 1 : 0);
  return rank(one) - rank(other) || kind(one) - kind(other) || one.length - other.length || (one < other ? -1 : 1);
}

function knownLicenses(references: readonly StoredReference[]): [string, [string, 0 | 1 | 2]][] {
  const ids = new Set([...Object.keys(spdx), ...references.flatMap(({ ids: own }) => own.split(' '))]);
  return [...ids].sort().map((id) => {
    const isFree = FREE.has(id) || spdx[id]?.osiApproved === true;
    return [id, [spdx[id]?.name ?? id, NOT_OPEN.has(id) ? 0 : isFree ? 1 : 2]];
  });
}

function pack(head: IndexHead, vocabulary: Vocabulary, references: readonly StoredReference[]): Buffer {
  const bare = Buffer.from(JSON.stringify(head));
  // White space behind the head lets the numbers begin where they can be read in place.
  const json = Buffer.concat([bare, Buffer.alloc((4 - (bare.length % 4)) % 4, ' ')]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const words = references.map((reference) => Uint16Array.from(reference.words));
  const shingles = buildShingles(words.map((own) => ({ words: own })));
  const whole = Buffer.concat([
    length,
    json,
    ...packVocabulary(vocabulary),
    ...words.map(packNumbers),
    ...packShingles(shingles),
  ]);
  return zstdCompressSync(whole, { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
}

/** The ids alone, for the configuration and the approved licences: small enough to be a module. */
function toModule(): string {
  const ids = Object.keys(spdx).sort();
  const approved = ids.filter((id) => spdx[id]?.osiApproved === true);
  return [
    '// Do not edit: `npm run license-index` makes it.',
    `// Source: spdx-license-list ${listVersion} (SPDX License List, CC0-1.0);`,
    `// exceptions: spdx-exceptions ${exceptionsVersion} (SPDX License Exceptions, The Linux Foundation, CC-BY-3.0).`,
    '',
    '/** Every id of the SPDX licence list. */',
    `export const SPDX_IDS: readonly string[] = '${ids.join(' ')}'.split(' ');`,
    '',
    '/** Those whose licence the Open Source Initiative approved. */',
    `export const OSI_APPROVED: readonly string[] = '${approved.join(' ')}'.split(' ');`,
    '',
    '/** Every id of the SPDX list of exceptions, the deprecated one too. */',
    `export const SPDX_EXCEPTIONS: readonly string[] = '${[...exceptions].sort().join(' ')}'.split(' ');`,
    '',
  ].join('\n');
}

/** Compares what is unpacked: another release of the compressor may pack the same otherwise. */
function write(name: string, content: Buffer, unpack: (bytes: Buffer) => Buffer): void {
  const target = new URL(name, GENERATED);
  if (!process.argv.includes('--check')) {
    writeFileSync(target, content);
    return;
  }
  if (unpack(readFileSync(target)).equals(unpack(content))) return;
  process.stderr.write(`${name} is stale: run \`npm run license-index\`.\n`);
  process.exitCode = 1;
}

main();
