import type { Words } from './words.ts';

/**
 * As many parts as fit, and a count of the others: what comes first, the gravest, is always told.
 * @param longest characters; a first part that is longer by itself stands all the same
 */
export function fitting({ say }: Words, parts: readonly string[], longest: number): string[] {
  let length = 0;
  const tooLong = parts.findIndex((part, index) => {
    length += part.length + 2;
    return index > 0 && length > longest;
  });
  if (tooLong === -1) return [...parts];
  const isList = parts.every((part) => part.startsWith('- '));
  const more = say('section.more', { count: parts.length - tooLong });
  return [...parts.slice(0, tooLong), isList ? `- ${more}` : more];
}
