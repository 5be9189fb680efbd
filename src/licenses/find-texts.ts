import { type Alignment, align, type Effort } from './align.ts';
import { type Candidate, findCandidates, type Hits } from './find-candidates.ts';
import type { LicenseIndex } from './license-index.ts';
import type { ScannedText } from './scanned-text.ts';

/** How many references are laid along one part of the text. */
const MOST_TRIED = 8;
/** What all licence files but the oddest take; beyond it, fewer references are laid along. */
const USUAL_STEPS = 150_000;
const FEWEST_TRIED = 2;
/** Steps that may come to nothing: a text of pieces that fit nowhere takes more, and what is left of it is not looked for. */
const MOST_WASTED = 150_000;
const MOST_WASTED_A_WORD = 2;
const MOST_WASTED_FOR_LENGTH = 40_000;
/** How many candidates are looked at to find those. */
const MOST_COMPARED = 160;
/** A part of a reference that is this long is worth naming, however long the whole is. */
const LONG_PART = 60;
/** A smaller share of a reference is what many licences have in common. */
const LEAST_PART = 0.25;

/** Steps that finding out what to lay along took; apart, so that they do not make fewer be laid along. */
interface Looking {
  steps: number;
}

/**
 * Lays the texts that a text may be along it, the heaviest first, and masks what they cover, until nothing is left that
 * they explain.
 * @param owners word → 1 + the alignment that covers it; filled here
 */
export function findTexts(
  scanned: ScannedText,
  index: LicenseIndex,
  hits: Hits,
  owners: Uint16Array,
  effort: Effort,
): Alignment[] {
  const candidates = findCandidates(hits, index);
  const byStart = [...candidates].sort((a, b) => a.from - b.from);
  const accepted: Alignment[] = [];
  const spent = new Set<Candidate>();
  const mostWasted = MOST_WASTED + Math.min(MOST_WASTED_A_WORD * scanned.count, MOST_WASTED_FOR_LENGTH);
  const looking = { steps: 0 };
  const accept = (found: Alignment) => {
    accepted.push(found);
    for (let word = found.from; word < found.to; word += 1) owners[word] = accepted.length;
  };
  let wasted = 0;
  for (const candidate of candidates) {
    if (wasted > mostWasted) break;
    const before = effort.steps + looking.steps;
    if (spent.has(candidate) || coveredShare(candidate, owners, looking) > 0.4) continue;
    const whole = candidate.share === 1 ? align(scanned, owners, candidate, index, effort) : null;
    if (whole !== null && isWhole(whole, candidate) && isWorthNaming(whole)) {
      accept(whole);
      continue;
    }
    const most = effort.steps < USUAL_STEPS ? MOST_TRIED : FEWEST_TRIED;
    const rivals = rivalsOf(candidate, byStart, owners, looking).slice(0, most);
    for (const rival of rivals) spent.add(rival);
    const best = bestOf(rivals, candidate, scanned, index, owners, effort);
    if (best === null || !isWorthNaming(best)) {
      wasted += effort.steps + looking.steps - before;
      continue;
    }
    accept(best);
    for (const rival of rivals)
      if (rival !== candidate && coveredShare(rival, owners, looking) < 0.4) spent.delete(rival);
  }
  effort.steps += looking.steps;
  return accepted.sort((a, b) => a.from - b.from);
}

/** Of several texts that a part may be the one that accounts for most of it. */
function bestOf(
  rivals: readonly Candidate[],
  part: Candidate,
  scanned: ScannedText,
  index: LicenseIndex,
  owners: Uint16Array,
  effort: Effort,
): Alignment | null {
  let best: Alignment | null = null;
  for (const rival of rivals) {
    if (
      best !== null &&
      best.missing === 0 &&
      best.extra === 0 &&
      (mostScore(rival) < best.score || isTwin(rival, best, index))
    )
      continue;
    if (!mayBeWorthNaming(rival, scanned, index)) continue;
    const alignment = align(scanned, owners, rival, index, effort, best?.score);
    if (alignment !== null && (best === null || isBetter(alignment, best))) best = alignment;
    if (alignment !== null && isWhole(alignment, part)) break;
  }
  return best;
}

/** Candidates for about the same part of the text, those most likely the whole of a reference first. */
function rivalsOf(
  candidate: Candidate,
  byStart: readonly Candidate[],
  owners: Uint16Array,
  looking: Looking,
): Candidate[] {
  const length = candidate.to - candidate.from;
  let low = 0;
  let high = byStart.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((byStart[middle]?.from ?? 0) < candidate.from - length / 2) low = middle + 1;
    else high = middle;
  }
  const rivals: Candidate[] = [candidate];
  for (let at = low; at < byStart.length && rivals.length < MOST_COMPARED; at += 1) {
    const other = byStart[at];
    if (other === undefined || other.from > candidate.from + length / 2) break;
    looking.steps += 1;
    const overlap = Math.min(other.to, candidate.to) - Math.max(other.from, candidate.from);
    const isRival = other !== candidate && overlap * 2 > Math.max(length, other.to - other.from);
    if (isRival && coveredShare(other, owners, looking) <= 0.4) rivals.push(other);
  }
  return rivals.sort((a, b) => b.weight * b.share - a.weight * a.share);
}

/** Whether a candidate is another wording of the licence that was found to the word. */
function isTwin({ reference }: Candidate, found: Alignment, { references }: LicenseIndex): boolean {
  return found.differences.length === 0 && references[reference]?.ids[0] === found.reference.ids[0];
}

/** What a candidate can come to: the words that its shared rows stand for, and some. */
function mostScore({ weight }: Candidate): number {
  return weight * 1.2 + 12;
}

/** Nothing is better than a text to the word that covers all that the heaviest candidate has. */
function isWhole(
  { missing, extra, differences, from, to }: Alignment,
  part: { readonly from: number; readonly to: number },
): boolean {
  return (
    missing === 0 &&
    extra === 0 &&
    differences.every(({ rule }) => rule === 'list number') &&
    from <= part.from &&
    to >= part.to
  );
}

function coveredShare({ anchors }: Candidate, owners: Uint16Array, looking: Looking): number {
  const { ats } = anchors;
  let covered = 0;
  looking.steps += ats.length;
  for (let index = 0; index < ats.length; index += 1) if (owners[ats[index] ?? 0] !== 0) covered += 1;
  return covered / ats.length;
}

function isBetter(one: Alignment, other: Alignment): boolean {
  if (one.score !== other.score) return one.score > other.score;
  if (one.differences.length !== other.differences.length) return one.differences.length < other.differences.length;
  return one.reference.ids.length < other.reference.ids.length || one.reference.index < other.reference.index;
}

/** Whether as many words of a reference could be in the text as an alignment needs to say something. */
function mayBeWorthNaming({ reference }: Candidate, { count }: ScannedText, { references }: LicenseIndex): boolean {
  const one = references[reference];
  if (one === undefined) return false;
  const needed = one.words.length - one.optional.reduce((sum, [start, end]) => sum + end - start, 0);
  return count >= 0.6 * needed || (count >= LONG_PART && count > LEAST_PART * one.words.length);
}

/** Whether an alignment says something: most of a text is there, or a long part of it. */
function isWorthNaming({ matched, missing, extra, score, reference }: Alignment): boolean {
  if (matched < 6) return false;
  if (missing === 0 && extra === 0) return true;
  const share = matched / Math.max(1, matched + missing);
  if (share >= 0.6 && matched >= 12) return score > 0.3 * matched;
  return matched >= LONG_PART && matched > extra && matched / reference.words.length > LEAST_PART;
}
