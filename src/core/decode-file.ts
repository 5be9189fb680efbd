import { type FileContent, LARGEST_FILE_READ } from './files.ts';

const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1\n';

/**
 * What a file's bytes are: text in UTF-8, in UTF-16 with a byte order mark, or in the Latin encoding of old licence
 * files; a Git LFS pointer; or no text at all. Collectors share it, so that they see the same.
 * @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */
export function decodeFile(bytes: Uint8Array): FileContent {
  if (bytes.length > LARGEST_FILE_READ) return { kind: 'too-large', size: bytes.length };
  const decoded = decodeText(bytes);
  if (decoded === null) return { kind: 'binary' };
  const { text } = decoded;
  return text.startsWith(LFS_POINTER) ? { kind: 'lfs-pointer' } : { kind: 'text', text };
}

/** How bytes became text. */
export interface TextEncoding {
  readonly name: 'utf-8' | 'utf-16' | 'windows-1252';
  /** Whether a byte order mark stood before the text; it is no part of it. */
  readonly hasMark: boolean;
}

/** The text that bytes are, and its encoding; null where they are none. */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: TextEncoding } | null {
  const as = (name: TextEncoding['name'], hasMark: boolean, text: string | null) =>
    text === null ? null : { text, encoding: { name, hasMark } };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return as('utf-16', true, tryDecode('utf-16le', bytes));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return as('utf-16', true, tryDecode('utf-16be', bytes));
  if (bytes.includes(0)) return null;
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return as('utf-8', hasMark, tryDecode('utf-8', bytes)) ?? as('windows-1252', false, decodeLatin(bytes));
}

function tryDecode(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // Not in this encoding: that is the answer, not an error.
    return null;
  }
}

/** Windows-1252 decodes anything, so it is believed only where nearly all is printable. */
function decodeLatin(bytes: Uint8Array): string | null {
  const strange = bytes.filter(
    (byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d,
  );
  const foreign = bytes.filter((byte) => byte >= 0x80);
  if (strange.length > 0 || foreign.length > bytes.length / 10) return null;
  return new TextDecoder('windows-1252').decode(bytes);
}
