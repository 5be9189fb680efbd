import type { CreateComment, RepositoryTarget } from './action.ts';
import { fingerprint } from './fingerprint.ts';

export interface NoteInput {
  readonly repository: RepositoryTarget;
  readonly key: string;
  /** Of the issue below which it is written. */
  readonly number: number;
  readonly body: string;
}

/** Writes a comment of its own below an issue, so that people are told: it is never edited. */
export function planNote(note: NoteInput): CreateComment {
  return { ...note, kind: 'create-comment', fingerprint: fingerprint(note.body), details: {}, mayStand: false };
}
