import type { GitRepository } from './git.ts';
import type { TreeEntry } from './objects.ts';

/** A file of a difference, as GitHub names its parts. */
export interface ChangedFile {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  readonly oid: string;
  readonly additions: number;
  readonly deletions: number;
  readonly isBinary: boolean;
}

/**
 * The difference of two trees where it takes no search: no file both comes and goes (that might be a rename),
 * and each changed file only gains or only loses lines in one place. All else is git's; `null` says so.
 * A process a pull request would make runs of ten thousand take minutes.
 */
export function plainDifference(git: GitRepository, from: string, to: string): readonly ChangedFile[] | null {
  const { added, removed, modified } = git.changedPaths(from, to);
  if (added.length > 0 && removed.length > 0) return null;
  const files: ChangedFile[] = [];
  for (const [status, paths] of [
    ['added', added],
    ['removed', removed],
    ['modified', modified],
  ] as const) {
    for (const path of paths) {
      const file = changedFile(git, path, status, [git.entryAt(from, path), git.entryAt(to, path)]);
      if (file === null) return null;
      files.push(file);
    }
  }
  return files.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

function changedFile(
  git: GitRepository,
  path: string,
  status: 'added' | 'removed' | 'modified',
  [before, after]: readonly [TreeEntry | undefined, TreeEntry | undefined],
): ChangedFile | null {
  const entries = [before, after].filter((entry) => entry !== undefined && entry.mode !== '40000');
  if (entries.some((entry) => !entry?.mode.startsWith('100'))) return null;
  const contents = [before, after].map(
    (entry) => (entry && entry.mode !== '40000' ? git.object(entry.oid)?.data : undefined) ?? Buffer.alloc(0),
  );
  const [old = Buffer.alloc(0), fresh = Buffer.alloc(0)] = contents;
  const isBinary = contents.some((data) => data.subarray(0, 8000).includes(0));
  const counts = isBinary ? { additions: 0, deletions: 0 } : countLines(linesOf(old), linesOf(fresh));
  if (counts === null) return null;
  return { path, previousPath: null, status, oid: (after ?? before)?.oid ?? '', ...counts, isBinary };
}

/** Lines with their ends, as a missing end of the last line is a difference, too. */
function linesOf(data: Buffer): string[] {
  return data.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** What remains between the common beginning and the common end, when one side of it is empty. */
function countLines(old: readonly string[], fresh: readonly string[]): { additions: number; deletions: number } | null {
  const shorter = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < shorter && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end += 1;
  const deletions = old.length - start - end;
  const additions = fresh.length - start - end;
  return deletions > 0 && additions > 0 ? null : { additions, deletions };
}

const STATUS: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

/** Reads `--raw --numstat -z`: first all raw records, then the counts in the same order. */
export function parseDifference(text: string): ChangedFile[] {
  const fields = text.split('\0');
  const files: { path: string; previousPath: string | null; status: ChangedFile['status']; oid: string }[] = [];
  let at = 0;
  while (fields[at]?.startsWith(':')) {
    const [, , before = '', after = '', letter = 'M'] = (fields[at] ?? '').split(' ');
    const status = STATUS[letter.charAt(0)] ?? 'modified';
    const isMove = status === 'renamed' || status === 'copied';
    const path = fields[at + (isMove ? 2 : 1)] ?? '';
    files.push({
      path,
      previousPath: isMove ? (fields[at + 1] ?? '') : null,
      status,
      oid: status === 'removed' ? before : after,
    });
    at += isMove ? 3 : 2;
  }
  return files.map((file) => {
    const [additions = '0', deletions = '0'] = (fields[at] ?? '').split('\t');
    at += file.previousPath === null ? 1 : 3;
    const isBinary = additions === '-';
    return {
      ...file,
      additions: isBinary ? 0 : Number(additions),
      deletions: isBinary ? 0 : Number(deletions),
      isBinary,
    };
  });
}
