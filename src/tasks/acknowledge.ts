import type { React, RepositoryTarget } from '../plan/action.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { findArtifact } from '../store/artifacts.ts';
import type { TaskContext } from './context.ts';
import type { LanguageWish } from './requests.ts';

/**
 * Whoever asked in a comment sees by a reaction that they were heard, or were not understood: once, and without a new
 * comment.
 */
export async function acknowledge(
  { store }: TaskContext,
  repository: RepositoryTarget,
  { installationId, commentId, language, isTaken }: Asked,
): Promise<React[]> {
  if (commentId === null) return [];
  const key = reactionKey(repository.repositoryId, commentId);
  const standing = await store.asInstallation(installationId, (db) => findArtifact(db, key));
  if (standing?.intentStatus === 'done') return [];
  const isRefused = language?.language === null || isTaken === false;
  const content = isRefused ? REFUSAL : '+1';
  return [{ kind: 'react', repository, key, fingerprint: fingerprint(content), details: {}, commentId, content }];
}

/** What whoever asks for something in vain is answered with. */
export const REFUSAL = 'confused';

/** By which the store knows the reaction to a comment. */
export function reactionKey(repositoryId: number, commentId: number): string {
  return `reaction:${repositoryId}:${commentId}`;
}

interface Asked {
  readonly installationId: number;
  readonly commentId: number | null;
  readonly language?: LanguageWish;
  /** Whether what the comment says counts; not given: whoever asks for it may. */
  readonly isTaken?: boolean;
}
