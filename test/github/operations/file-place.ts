import { ApiError } from '../errors.ts';
import type { Repository } from '../state.ts';

const FOLDER = '40000';

/** Where a file is to be written, or deleted. */
export interface FilePlace {
  readonly branch: string;
  readonly path: string;
  readonly isDeletion: boolean;
}

/**
 * As GitHub has it: a file takes no folder's place, nor a folder a file's, and only what is there can be deleted.
 * @throws ApiError 422
 */
export function checkPlace({ git }: Repository, { branch, path, isDeletion }: FilePlace): void {
  const commit = git.resolveCommit(`refs/heads/${branch}`);
  const modeAt = (place: string) => (commit ? git.entryAt(commit.tree, place)?.mode : undefined);
  const parts = path.split('/');
  const isBelowFile = parts.some(
    (_, index) => index > 0 && (modeAt(parts.slice(0, index).join('/')) ?? FOLDER) !== FOLDER,
  );
  if (isDeletion && (isBelowFile || modeAt(path) === undefined)) throw new ApiError(422, `There is no file ${path}.`);
  if (isBelowFile || modeAt(path) === FOLDER) throw new ApiError(422, `${path} names a folder, or lies below a file.`);
}
