import type { React, RepositoryTarget } from '../plan/action.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { findArtifact } from '../store/artifacts.ts';
import type { TaskContext } from './context.ts';

/** Whoever asked in a comment sees by a reaction that they were heard: once, and without a new comment. */
export async function acknowledge(
  { store }: TaskContext,
  repository: RepositoryTarget,
  { installationId, commentId }: { readonly installationId: number; readonly commentId: number | null },
): Promise<React[]> {
  if (commentId === null) return [];
  const key = `reaction:${repository.repositoryId}:${commentId}`;
  const standing = await store.asInstallation(installationId, (db) => findArtifact(db, key));
  if (standing?.intentStatus === 'done') return [];
  return [{ kind: 'react', repository, key, fingerprint: fingerprint('+1'), details: {}, commentId, content: '+1' }];
}
