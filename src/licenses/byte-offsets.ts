import type { TextEncoding } from '../core/decode-file.ts';

export const UTF_8: TextEncoding = { name: 'utf-8', hasMark: false };

/** Turns places in a text, as UTF-16 counts them and in rising order, into bytes of the file. One pass. */
export function byteOffsets(text: string, places: readonly number[], { name, hasMark }: TextEncoding): number[] {
  if (name === 'windows-1252') return [...places];
  if (name === 'utf-16') return places.map((place) => 2 * place + (hasMark ? 2 : 0));
  let bytes = hasMark ? 3 : 0;
  let at = 0;
  return places.map((place) => {
    for (; at < place; at += 1) {
      const code = text.charCodeAt(at);
      // Each half of a letter beyond the basic plane counts two of its four bytes.
      bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
    }
    return bytes;
  });
}
