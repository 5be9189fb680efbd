import { type FileContent, LARGEST_FILE_READ } from './files.ts';

const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1\n';

/**
 * What a file's bytes are: text in UTF-8, in UTF-16 with a byte order mark, or in the Latin encoding of old licence
 * files; a Git LFS pointer; or no text at all. Collectors share it, so that they see the same.
 * @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */
export function decodeFile(bytes: Uint8Array): FileContent {
  if (bytes.length > LARGEST_FILE_READ) return { kind: 'too-large', size: bytes.length };
  const text = decodeText(bytes);
  if (text === null) return { kind: 'binary' };
  return text.startsWith(LFS_POINTER) ? { kind: 'lfs-pointer' } : { kind: 'text', text };
}

function decodeText(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return tryDecode('utf-16le', bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return tryDecode('utf-16be', bytes);
  if (bytes.includes(0)) return null;
  return tryDecode('utf-8', bytes) ?? decodeLatin(bytes);
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
