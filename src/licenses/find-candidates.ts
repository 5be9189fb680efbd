import type { LicenseIndex } from './license-index.ts';
import { FLAG, type ScannedText } from './scanned-text.ts';
import { ROW, rowHash, slotOf } from './shingles.ts';

/** A reference text that a part of the text may be, with the rows of words that both have. */
export interface Candidate {
  readonly reference: number;
  /** Words of the text between the first and the last shared row. */
  readonly from: number;
  readonly to: number;
  /** Shared rows, as words of the text and of the reference, in the text's order. */
  readonly anchors: Anchors;
  /** About how many words are shared, and the share of the reference's rows that is. */
  readonly weight: number;
  readonly share: number;
}

export interface Anchor {
  readonly at: number;
  readonly place: number;
}

/** Shared rows: words of the text, and of the reference at the same index. */
export interface Anchors {
  readonly ats: Uint32Array;
  readonly places: Uint16Array;
}

/** More shared rows than this are no licence file; rows that few texts share are then enough. */
const MOST_HITS = 120_000;
const RARE = 6;
/** Rows of one reference whose beginnings in the text lie further apart than this are of two copies. */
const NEAR = 24;
/** Fewer shared rows say nothing, unless the reference is short. */
const FEWEST_ROWS = 4;
const LEAST_SHARE = 0.12;
/** How many references are looked at although little of them is there. */
const MOST_HEAVIEST = 24;

/** Of so many references that most is there of, one may be the whole text. */
const MOST_WHOLE = 3;
const NEARLY_ALL = 0.8;

/** The references that share most with the text, as one copy each: what a file with one licence is. */
export function likelyWhole(hits: Hits, index: LicenseIndex): Candidate[] {
  return hits.ranked.slice(0, MOST_WHOLE).flatMap((reference) => {
    const [only, ...others] = copies(hits, reference, index.shingles.kept[reference] ?? 1);
    if (only === undefined || others.length > 0) return [];
    const candidate = toCandidate(reference, only, index);
    return candidate.share >= NEARLY_ALL ? [candidate] : [];
  });
}

/** The references that share rows of words with the text, the heaviest first. Linear in the text's words. */
export function findCandidates(hits: Hits, index: LicenseIndex): Candidate[] {
  const candidates: Candidate[] = [];
  for (const reference of hits.ranked) {
    for (const anchors of copies(hits, reference, index.shingles.kept[reference] ?? 1)) {
      const candidate = toCandidate(reference, anchors, index);
      if (isWorth(candidate)) candidates.push(candidate);
    }
  }
  return candidates.sort((a, b) => b.weight * b.share - a.weight * a.share || a.reference - b.reference);
}

/** Shared rows in the text's order, those of one reference one after another. */
export interface Hits {
  /** The words of the text between which all of them lie. */
  readonly from: number;
  readonly to: number;
  readonly ats: Uint32Array;
  readonly places: Uint16Array;
  /** Reference → where its rows begin; one more for the end. */
  readonly firsts: Uint32Array;
  /** References that are worth looking at, the heaviest first. */
  readonly ranked: readonly number[];
}

/** References of which much is there, and the heaviest others: hundreds share a sentence with any licence. */
function worthLookingAt(firsts: Uint32Array, { shingles }: LicenseIndex): number[] {
  const found: { readonly reference: number; readonly share: number; readonly rank: number }[] = [];
  for (let reference = 0; reference + 1 < firsts.length; reference += 1) {
    const count = (firsts[reference + 1] ?? 0) - (firsts[reference] ?? 0);
    if (count === 0) continue;
    const share = count / (shingles.kept[reference] ?? 1);
    if (share < LEAST_SHARE && count < 12) continue;
    found.push({ reference, share, rank: count * (shingles.every[reference] ?? 1) * Math.min(1, share) });
  }
  found.sort((a, b) => b.rank - a.rank);
  return found.filter(({ share }, at) => at < MOST_HEAVIEST || share >= 0.7).map(({ reference }) => reference);
}

/** One reference's rows, parted where they begin too far from each other to be of one copy. */
function copies(
  { ats, places, firsts }: Pick<Hits, 'ats' | 'places' | 'firsts'>,
  reference: number,
  kept: number,
): Anchors[] {
  const first = firsts[reference] ?? 0;
  const end = firsts[reference + 1] ?? 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let hit = first; hit < end; hit += 1) {
    const start = (ats[hit] ?? 0) - (places[hit] ?? 0);
    if (start < low) low = start;
    if (start > high) high = start;
  }
  if (high - low <= NEAR) return [{ ats: ats.subarray(first, end), places: places.subarray(first, end) }];
  const sorted = new Float64Array(end - first);
  for (let hit = first; hit < end; hit += 1) {
    const at = ats[hit] ?? 0;
    sorted[hit - first] = (at - (places[hit] ?? 0) + PLACES) * WORDS + at;
  }
  sorted.sort();
  const parted: Anchors[] = [];
  let begun = 0;
  let before = Math.floor((sorted[0] ?? 0) / WORDS);
  for (let next = 1; next <= sorted.length; next += 1) {
    const start = next === sorted.length ? Number.POSITIVE_INFINITY : Math.floor((sorted[next] ?? 0) / WORDS);
    if (start - before > NEAR) {
      if (next - begun >= FEWEST_ROWS || (next - begun) * 2 >= kept) parted.push(oneCopy(sorted.subarray(begun, next)));
      begun = next;
    }
    before = start;
  }
  return parted;
}

/** Beginnings lie this far before a text's first word at most, and no text has so many words. */
const PLACES = 65_536;
const WORDS = 2 ** 26;

/** From rows by where the reference begins to rows in the text's order. */
function oneCopy(byStart: Float64Array): Anchors {
  const rows = byStart.map((row) => {
    const at = row % WORDS;
    return at * PLACES + (at + PLACES - Math.floor(row / WORDS));
  });
  rows.sort();
  const ats = new Uint32Array(rows.length);
  const places = new Uint16Array(rows.length);
  for (const [index, row] of rows.entries()) {
    ats[index] = Math.floor(row / PLACES);
    places[index] = row % PLACES;
  }
  return { ats, places };
}

/** Looks up every row of the text. */
export function collectHits(scanned: ScannedText, index: LicenseIndex): Hits {
  const { shingles, references } = index;
  const { ids, flags, count } = scanned;
  const { firsts } = shingles;
  const perReference = new Uint32Array(references.length + 1);
  const slots: number[] = [];
  const slotAts: number[] = [];
  const rowAt = [0, 0, 0, 0];
  let [a, b, c, seen, collected] = [0, 0, 0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    if (((flags[at] ?? 0) & FLAG.hidden) !== 0) continue;
    const d = ids[at] ?? 0;
    rowAt[seen & 3] = at;
    seen += 1;
    if (seen >= ROW) {
      const slot = slotOf(shingles, rowHash(a, b, c, d));
      const many = (firsts[slot + 1] ?? 0) - (firsts[slot] ?? 0);
      if (many > 0 && (collected <= MOST_HITS || many <= RARE) && collected <= MOST_HITS * 2) {
        slots.push(slot);
        slotAts.push(rowAt[seen & 3] ?? 0);
        collected += many;
        const first = firsts[slot] ?? 0;
        for (let posting = first; posting < first + many; posting += 1) {
          const next = (shingles.references[posting] ?? 0) + 1;
          perReference[next] = (perReference[next] ?? 0) + 1;
        }
      }
    }
    a = b;
    b = c;
    c = d;
  }
  for (let reference = 1; reference < perReference.length; reference += 1) {
    perReference[reference] = (perReference[reference] ?? 0) + (perReference[reference - 1] ?? 0);
  }
  const next = perReference.slice();
  const ats = new Uint32Array(collected);
  const places = new Uint16Array(collected);
  for (let row = 0; row < slots.length; row += 1) {
    const slot = slots[row] ?? 0;
    const first = firsts[slot] ?? 0;
    const end = firsts[slot + 1] ?? 0;
    for (let posting = first; posting < end; posting += 1) {
      const reference = shingles.references[posting] ?? 0;
      const hit = next[reference] ?? 0;
      next[reference] = hit + 1;
      ats[hit] = slotAts[row] ?? 0;
      places[hit] = (shingles.lowPositions[posting] ?? 0) | ((shingles.highPositions[posting] ?? 0) << 8);
    }
  }
  const to = slotAts.length === 0 ? 0 : (slotAts.at(-1) ?? 0) + ROW;
  const ranked = worthLookingAt(perReference, index);
  return { from: slotAts[0] ?? 0, to, ats, places, firsts: perReference, ranked };
}

function toCandidate(reference: number, anchors: Anchors, { references, shingles }: LicenseIndex): Candidate {
  const { ats, places } = anchors;
  // A row that is there twice counts once.
  const seen = new Uint8Array(references[reference]?.words.length ?? 0);
  let rows = 0;
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] ?? 0;
    if (seen[place] === 1) continue;
    seen[place] = 1;
    rows += 1;
  }
  return {
    reference,
    from: ats[0] ?? 0,
    to: (ats[ats.length - 1] ?? 0) + ROW,
    anchors,
    weight: rows * (shingles.every[reference] ?? 1),
    share: rows / (shingles.kept[reference] ?? 1),
  };
}

function isWorth({ anchors, share }: Candidate): boolean {
  const rows = anchors.ats.length;
  return share >= 0.5 || (rows >= FEWEST_ROWS && share >= LEAST_SHARE) || rows >= 12;
}
