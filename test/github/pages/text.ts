/** Controls and marks of direction: they cannot be seen, and a text can deceive with them. */
const UNSEEN = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Text with everything that would reorder or hide its neighbours shown as `⟨U+202E⟩`; line ends and tabs stay when `keep` says so. */
export function visible(text: string, keep: { readonly lines?: boolean } = {}): string {
  return text.replace(UNSEEN, (character) => {
    if (keep.lines && (character === '\n' || character === '\t' || character === '\r')) return character;
    return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** A path's or a branch's parts, encoded for an address; `/` stays. */
export function encodePath(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

/** A part of an address as it was before it was encoded; as it stands where it is not encoded well. */
export function decodePath(path: string): string {
  return path.split('/').map(decodePart).join('/');
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A file's text, or `null` where it is none or is too long to be read on a page. */
export function readableText(data: Buffer, limit = 512 * 1024): string | null {
  if (data.length > limit || data.subarray(0, 8000).includes(0)) return null;
  return data.toString('utf8');
}

/** `1 file`, `2 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
