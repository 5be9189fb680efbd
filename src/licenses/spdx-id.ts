import { closest } from 'fastest-levenshtein';
import { z } from 'zod';
import { SPDX_IDS } from './generated/spdx-ids.ts';

const KNOWN = new Set(SPDX_IDS);

/** An id of the SPDX licence list, as configuration names it. */
export const spdxId = z.string().superRefine((given, context) => {
  if (KNOWN.has(given)) return;
  context.addIssue({
    code: 'custom',
    message: `${given} is not on the SPDX licence list. Did you mean ${nearest(given)}?`,
  });
});

/** Case is the usual mistake, and costs nothing to see through. */
function nearest(given: string): string {
  const lower = given.slice(0, 100).toLowerCase();
  return SPDX_IDS.find((id) => id.toLowerCase() === lower) ?? closest(given.slice(0, 100), [...SPDX_IDS]);
}
