import { createHash } from 'node:crypto';
import type { JsonValue } from '../core/json-value.ts';

/** SHA-256, as hex, of what is to stand on GitHub. Equal content gives equal fingerprints, and so no write. */
export function fingerprint(content: JsonValue): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
