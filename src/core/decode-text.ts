import type { FileContent } from './files.ts';

/** How a Git LFS pointer begins. @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** Pointers are tiny; a longer text that begins like one is a text. */
const LONGEST_LFS_POINTER = 1024;

/**
 * Reads a file's bytes as people's text: UTF-8, UTF-16 with a byte order mark, or, where that fails and every byte
 * could be a letter, windows-1252 (old licence files with a `©` in Latin-1). Everything else is binary.
 */
export function decodeText(bytes: Uint8Array): FileContent {
  const text = decode(bytes);
  if (text === null) return { kind: 'binary' };
  if (text.length <= LONGEST_LFS_POINTER && text.startsWith(LFS_POINTER)) return { kind: 'lfs-pointer' };
  return { kind: 'text', text };
}

function decode(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return withoutNul(new TextDecoder('utf-16le').decode(bytes));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return withoutNul(new TextDecoder('utf-16be').decode(bytes));
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return isSingleByteText(bytes) ? new TextDecoder('windows-1252').decode(bytes) : null;
  }
}

function withoutNul(text: string): string | null {
  return text.includes('\0') ? null : text;
}

/** No control bytes but white space, and letters beyond ASCII only here and there. */
function isSingleByteText(bytes: Uint8Array): boolean {
  let beyondAscii = 0;
  for (const byte of bytes) {
    if ((byte < 0x20 && (byte < 0x09 || byte > 0x0d)) || byte === 0x7f) return false;
    if (byte >= 0x80) beyondAscii += 1;
  }
  return beyondAscii * 5 <= bytes.length;
}
