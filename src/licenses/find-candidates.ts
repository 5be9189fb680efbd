import type { LicenseIndex } from './license-index.ts';
import { postingsOf, ROW, rowHashAt, slotOf } from './shingles.ts';
import type { VisibleWords } from './visible-words.ts';

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
  readonly ats: Uint32Array;
  readonly places: Uint16Array;
  /** Reference → where its rows begin; one more for the end. */
  readonly firsts: Uint32Array;
  /** References that are worth looking at, the heaviest first. */
  readonly ranked: readonly number[];
}

/** References of which much is there, and the heaviest others: hundreds share a sentence with any licence. */
function worthLookingAt(counts: Uint32Array, { shingles }: LicenseIndex): number[] {
  const found: { readonly reference: number; readonly share: number; readonly rank: number }[] = [];
  for (let reference = 0; reference < counts.length; reference += 1) {
    const count = counts[reference] ?? 0;
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
  const whole = { ats: ats.subarray(first, end), places: places.subarray(first, end) };
  if (high - low <= NEAR) return [whole];
  const parts = partsOf(whole, kept);
  return parts.length === 1 && parts[0]?.count === end - first ? [whole] : distribute(whole, parts);
}

/** Rows of one copy: between which beginnings they lie, and how many they are. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The copies of which enough is there to say something, by where they begin. */
function partsOf({ ats, places }: Anchors, kept: number): Part[] {
  const starts = new Int32Array(ats.length);
  for (let hit = 0; hit < ats.length; hit += 1) starts[hit] = (ats[hit] ?? 0) - (places[hit] ?? 0);
  starts.sort();
  const parts: Part[] = [];
  let begun = 0;
  for (let next = 1; next <= starts.length; next += 1) {
    const before = starts[next - 1] ?? 0;
    if (next < starts.length && (starts[next] ?? 0) - before <= NEAR) continue;
    const count = next - begun;
    if (count >= FEWEST_ROWS || count * 2 >= kept) parts.push({ from: starts[begun] ?? 0, to: before, count });
    begun = next;
  }
  return parts;
}

/** Gives each part its rows, in the text's order. */
function distribute({ ats, places }: Anchors, parts: readonly Part[]): Anchors[] {
  const copies = parts.map(({ count }) => ({ ats: new Uint32Array(count), places: new Uint16Array(count) }));
  const filled = new Uint32Array(parts.length);
  for (let hit = 0; hit < ats.length; hit += 1) {
    const at = ats[hit] ?? 0;
    const place = places[hit] ?? 0;
    const part = partAt(parts, at - place);
    const copy = copies[part];
    if (copy === undefined) continue;
    const next = filled[part] ?? 0;
    filled[part] = next + 1;
    copy.ats[next] = at;
    copy.places[next] = place;
  }
  return copies;
}

/** The part in which a beginning lies; -1 where it lies in none. */
function partAt(parts: readonly Part[], start: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.to ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const part = parts[low];
  return part !== undefined && part.from <= start ? low : -1;
}

/** Looks up every row of the text, and keeps those of references that are worth looking at. */
export function collectHits({ ids, places: atOf }: VisibleWords, index: LicenseIndex): Hits {
  const { shingles, references } = index;
  const counts = new Uint32Array(references.length);
  const slots: number[] = [];
  const slotAts: number[] = [];
  let collected = 0;
  for (let at = 0; at + ROW <= ids.length; at += 1) {
    const slot = slotOf(shingles, rowHashAt(ids, at));
    const many = postingsOf(shingles, slot);
    if (many === 0 || (collected > MOST_HITS && many > RARE) || collected > MOST_HITS * 2) continue;
    slots.push(slot);
    slotAts.push(atOf[at] ?? 0);
    collected += many;
    const first = shingles.firsts[slot] ?? 0;
    for (let posting = first; posting < first + many; posting += 1) {
      const reference = shingles.references[posting] ?? 0;
      counts[reference] = (counts[reference] ?? 0) + 1;
    }
  }
  const ranked = worthLookingAt(counts, index);
  const firsts = firstsOf(ranked, counts);
  const next = firsts.slice();
  const kept = firsts[references.length] ?? 0;
  const ats = new Uint32Array(kept);
  const places = new Uint16Array(kept);
  for (let row = 0; row < slots.length; row += 1) {
    const slot = slots[row] ?? 0;
    const first = shingles.firsts[slot] ?? 0;
    const end = first + postingsOf(shingles, slot);
    for (let posting = first; posting < end; posting += 1) {
      const reference = shingles.references[posting] ?? 0;
      if (firsts[reference] === firsts[reference + 1]) continue;
      const hit = next[reference] ?? 0;
      next[reference] = hit + 1;
      ats[hit] = slotAts[row] ?? 0;
      places[hit] = (shingles.lowPositions[posting] ?? 0) | ((shingles.highPositions[posting] ?? 0) << 8);
    }
  }
  return { ats, places, firsts, ranked };
}

/** Reference → where its rows begin; one more for the end. Those that are not worth looking at have none. */
function firstsOf(ranked: readonly number[], counts: Uint32Array): Uint32Array {
  const firsts = new Uint32Array(counts.length + 1);
  for (const reference of ranked) firsts[reference + 1] = counts[reference] ?? 0;
  for (let reference = 0; reference < counts.length; reference += 1)
    firsts[reference + 1] = (firsts[reference + 1] ?? 0) + (firsts[reference] ?? 0);
  return firsts;
}

function toCandidate(reference: number, anchors: Anchors, { references, shingles }: LicenseIndex): Candidate {
  const { ats, places } = anchors;
  const rows = differentPlaces(places, references[reference]?.words.length ?? 0);
  return {
    reference,
    from: ats[0] ?? 0,
    to: (ats[ats.length - 1] ?? 0) + ROW,
    anchors,
    weight: rows * (shingles.every[reference] ?? 1),
    share: rows / (shingles.kept[reference] ?? 1),
  };
}

/** How many rows there are; one that is there twice counts once. */
function differentPlaces(places: Uint16Array, length: number): number {
  let isRising = true;
  for (let index = 1; index < places.length && isRising; index += 1)
    isRising = (places[index] ?? 0) > (places[index - 1] ?? 0);
  if (isRising) return places.length;
  const seen = new Uint8Array(length);
  let rows = 0;
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] ?? 0;
    if (seen[place] === 1) continue;
    seen[place] = 1;
    rows += 1;
  }
  return rows;
}

function isWorth({ anchors, share }: Candidate): boolean {
  const rows = anchors.ats.length;
  return share >= 0.5 || (rows >= FEWEST_ROWS && share >= LEAST_SHARE) || rows >= 12;
}
