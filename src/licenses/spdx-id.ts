import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { SPDX_IDS } from './generated/spdx-ids.ts';

const KNOWN = new Set<string>(SPDX_IDS);
const LONGEST = 100;

/** By first letter: a slip is seldom there, and comparing with all of them would cost a hostile file's reader seconds. */
const BY_INITIAL = Map.groupBy(SPDX_IDS, (id) => id.charAt(0).toLowerCase());

/** An identifier of the SPDX licence list, as configuration names it; otherwise an issue with what was probably meant. */
export const spdxId = z.string().superRefine((given, context) => {
  if (KNOWN.has(given)) return;
  context.addIssue({
    code: 'custom',
    message: 'is not an identifier of the SPDX licence list',
    params: { suggestion: nearest(given.slice(0, LONGEST)) },
  });
});

/** Case is the usual mistake, and costs nothing to see through. */
function nearest(given: string): string | null {
  const lower = given.toLowerCase();
  const candidates = BY_INITIAL.get(lower.charAt(0)) ?? [];
  const same = candidates.find((id) => id.toLowerCase() === lower);
  if (same !== undefined || candidates.length === 0) return same ?? null;
  const best = closest(given, candidates);
  return distance(given, best) <= Math.max(2, Math.floor(best.length / 2)) ? best : null;
}
