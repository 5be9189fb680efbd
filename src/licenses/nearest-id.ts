import { closest, distance } from 'fastest-levenshtein';
import { SPDX_EXCEPTIONS, SPDX_IDS } from './generated/spdx-ids.ts';
import { isDeprecated, successorOf } from './spdx-successors.ts';

const LONGEST = 100;

/** By first letter: a slip is seldom there, and comparing with all of them would cost a hostile file's reader seconds. */
const byInitial = (ids: readonly string[]) => Map.groupBy(ids, (id) => id.charAt(0).toLowerCase());
/** What the list itself no longer wants is not what is meant by a slip. */
const LICENSES = byInitial(SPDX_IDS.filter((id) => !isDeprecated(id)));
const EXCEPTIONS = byInitial(SPDX_EXCEPTIONS);

/** The id that was probably meant, `-only` or `-or-later` where that is all that is missing; null where none is near. */
export function nearestId(given: string): string | null {
  const short = given.slice(0, LONGEST);
  const listed = SPDX_IDS.find((id) => id.toLowerCase() === short.toLowerCase());
  const successor = listed === undefined ? null : successorOf(listed);
  if (successor === null) return nearest(short, LICENSES);
  // With an exception it is no id any more.
  return successor.exception === null ? successor.id : null;
}

/** The exception that was probably meant; null where none is near. */
export function nearestException(given: string): string | null {
  const short = given.slice(0, LONGEST);
  const longer = SPDX_EXCEPTIONS.find((id) => id.toLowerCase().startsWith(`${short.toLowerCase()}-`));
  return longer ?? nearest(short, EXCEPTIONS);
}

/**
 * Case is the usual mistake, and costs nothing to see through; then a version that was left out or does not exist: the
 * newest is meant, of those that begin as it does where there are any.
 */
function nearest(given: string, known: ReadonlyMap<string, readonly string[]>): string | null {
  const lower = given.toLowerCase();
  const candidates = known.get(lower.charAt(0)) ?? [];
  const same = candidates.find((id) => id.toLowerCase() === lower);
  if (same !== undefined || candidates.length === 0) return same ?? null;
  const [, stem = lower, version = ''] = /^(.+)-v?(\d[\d.]*)$/.exec(lower) ?? [];
  const versions = candidates
    .filter((id) => /^-\d[\d.]*(?:-only)?$/.test(id.slice(stem.length)) && id.toLowerCase().startsWith(stem))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const newest = versions.findLast((id) => id.slice(stem.length + 1).startsWith(version)) ?? versions.at(-1);
  if (newest !== undefined) return newest;
  const best = closest(given, candidates);
  return distance(given, best) <= Math.max(2, Math.floor(best.length / 2)) ? best : null;
}
