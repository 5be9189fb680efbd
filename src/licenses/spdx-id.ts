import { z } from 'zod';
import { SPDX_IDS } from './generated/spdx-ids.ts';
import { nearestId } from './nearest-id.ts';

const KNOWN = new Set<string>(SPDX_IDS);

/**
 * An identifier of the SPDX licence list, as configuration names it; otherwise an issue with what was probably meant.
 * Whoever identifies texts needs no schema, and does without loading what reads them.
 */
export const spdxId = z.string().superRefine((given, context) => {
  if (KNOWN.has(given)) return;
  context.addIssue({
    code: 'custom',
    message: 'is not an identifier of the SPDX licence list',
    params: { suggestion: nearestId(given) },
  });
});
