import { closest, distance } from 'fastest-levenshtein';

/** A problem at a place of the text, before it has become a line and column. */
export interface ProblemAt {
  readonly offset: number;
  /** `policies.license-approved.allowed[2]`; empty for the text as a whole. */
  readonly key: string;
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion: string | null;
}

/** The candidate that a slip of the fingers, or a cut, would have made of it; null when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  if (candidates.length === 0 || word === '' || word.length > 100) return null;
  const given = word.toLowerCase();
  const best = closest(
    given,
    candidates.map((candidate) => candidate.toLowerCase()),
  );
  const isNear = distance(given, best) <= Math.max(1, Math.floor(best.length / 3));
  const isMeant = (candidate: string): boolean =>
    isNear ? candidate.toLowerCase() === best : given.length > 2 && candidate.toLowerCase().startsWith(given);
  return candidates.find(isMeant) ?? null;
}

/** `['policies', 'license-approved', 'allowed', 2]` → `policies.license-approved.allowed[2]`. */
export function keyOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
