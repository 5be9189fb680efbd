import { createHash } from 'node:crypto';

/** What makes two spellings of one text equal: no mark at its head, and a line feed at the end of each line. */
export function canonicalText(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/**
 * The revision of an agreement: SHA-256, in hexadecimal, of the whole file in UTF-8, front matter included. Line ends
 * count as line feeds and a mark at the head as nothing, so that no setting of git makes another revision; all else
 * counts. For a file as git keeps it, `sha256sum FILE` gives the same.
 */
export function revisionOf(text: string): string {
  return createHash('sha256').update(canonicalText(text), 'utf8').digest('hex');
}

/** As much of a revision as people read and type. */
export function shortRevision(revision: string): string {
  return revision.slice(0, REVISION_SHOWN);
}

const REVISION_SHOWN = 12;
