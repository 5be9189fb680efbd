import { type LicenseIndex, ROW, rowHash } from './license-index.ts';
import { FLAG, type ScannedText } from './scanned-text.ts';

/** A reference text that a part of the text may be, with the rows of words that both have. */
export interface Candidate {
  readonly reference: number;
  /** Where the reference would begin in the text, in words: the place of the first row that is shared. */
  readonly start: number;
  /** Words of the text between the first and the last shared row. */
  readonly from: number;
  readonly to: number;
  /** Shared rows, as words of the text and of the reference, in the text's order. */
  readonly anchors: readonly Anchor[];
  /** About how many words are shared, and the share of the reference's rows that is. */
  readonly weight: number;
  readonly share: number;
}

export interface Anchor {
  readonly at: number;
  readonly place: number;
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
export function findCandidates(scanned: ScannedText, index: LicenseIndex): Candidate[] {
  const hits = collectHits(scanned, index);
  const candidates: Candidate[] = [];
  for (const reference of worthLookingAt(hits, index)) {
    const found = hits[reference] ?? [];
    const kept = index.shingles.kept[reference] ?? 1;
    const every = index.shingles.every[reference] ?? 1;
    found.sort((a, b) => a.at - a.place - (b.at - b.place) || a.at - b.at);
    let first = 0;
    for (let next = 1; next <= found.length; next += 1) {
      const one = found[next - 1];
      const two = found[next];
      if (one === undefined || (two !== undefined && two.at - two.place - (one.at - one.place) <= NEAR)) continue;
      const candidate = toCandidate(reference, found.slice(first, next), kept, every);
      if (isWorth(candidate)) candidates.push(candidate);
      first = next;
    }
  }
  return candidates.sort((a, b) => b.weight * b.share - a.weight * a.share || a.reference - b.reference);
}

/** References of which much is there, and the heaviest others: hundreds share a sentence with any licence. */
function worthLookingAt(hits: readonly (readonly Anchor[] | undefined)[], { shingles }: LicenseIndex): number[] {
  const found: { readonly reference: number; readonly share: number; readonly rank: number }[] = [];
  for (let reference = 0; reference < hits.length; reference += 1) {
    const count = hits[reference]?.length ?? 0;
    if (count === 0) continue;
    const share = count / (shingles.kept[reference] ?? 1);
    if (share < LEAST_SHARE && count < 12) continue;
    found.push({ reference, share, rank: count * (shingles.every[reference] ?? 1) * Math.min(1, share) });
  }
  found.sort((a, b) => b.rank - a.rank);
  return found.filter(({ share }, at) => at < MOST_HEAVIEST || share >= 0.7).map(({ reference }) => reference);
}

function collectHits(scanned: ScannedText, { shingles, references }: LicenseIndex): (Anchor[] | undefined)[] {
  const { ids, flags, count } = scanned;
  const { keys, firsts, counts } = shingles;
  const mask = keys.length - 1;
  const hits: (Anchor[] | undefined)[] = new Array(references.length);
  let collected = 0;
  const row = [0, 0, 0, 0];
  const rowAt = [0, 0, 0, 0];
  let seen = 0;
  for (let at = 0; at < count; at += 1) {
    if (((flags[at] ?? 0) & FLAG.hidden) !== 0) continue;
    row[seen & 3] = ids[at] ?? 0;
    rowAt[seen & 3] = at;
    seen += 1;
    if (seen < ROW) continue;
    const hash =
      (rowHash(row[seen & 3] ?? 0, row[(seen + 1) & 3] ?? 0, row[(seen + 2) & 3] ?? 0, row[(seen + 3) & 3] ?? 0) |
        1) >>>
      0;
    let slot = (hash >>> 1) & mask;
    while (keys[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & mask;
    if (keys[slot] === 0) continue;
    const many = counts[slot] ?? 0;
    if (collected > MOST_HITS && many > RARE) continue;
    if (collected > MOST_HITS * 2) break;
    const first = firsts[slot] ?? 0;
    for (let posting = first; posting < first + many; posting += 1) {
      const reference = shingles.references[posting] ?? 0;
      const hit = { at: rowAt[seen & 3] ?? 0, place: shingles.positions[posting] ?? 0 };
      const own = hits[reference];
      if (own === undefined) hits[reference] = [hit];
      else own.push(hit);
    }
    collected += many;
  }
  return hits;
}

function toCandidate(reference: number, hits: readonly Anchor[], kept: number, every: number): Candidate {
  const anchors = [...hits].sort((a, b) => a.at - b.at || a.place - b.place);
  const places = new Set(hits.map(({ place }) => place)).size;
  const first = anchors[0] ?? { at: 0, place: 0 };
  const last = anchors.at(-1) ?? first;
  return {
    reference,
    start: first.at - first.place,
    from: first.at,
    to: last.at + ROW,
    anchors,
    weight: places * every,
    share: places / kept,
  };
}

function isWorth({ anchors, share }: Candidate): boolean {
  return share >= 0.5 || (anchors.length >= FEWEST_ROWS && share >= LEAST_SHARE) || anchors.length >= 12;
}
