import type { Account, CheckRun, Issue, PullRequest, Repository } from '../state.ts';

/** Something with a page of its own. */
export type Subject = Repository | Issue | PullRequest | CheckRun;

/** What the front page tells and offers besides what stands on every GitHub: a demonstration hands it in. */
export interface Guide {
  readonly title: string;
  /** Markdown. */
  readonly introduction: string;
  /** What happened so far, in order. */
  readonly chapters: readonly Chapter[];
  readonly suggestions: readonly Suggestion[];
}

export interface Chapter {
  /** One sentence, plain text. */
  readonly title: string;
  /** What is worth looking at. */
  readonly subjects: readonly Subject[];
}

/** Something to try with one button. */
export interface Suggestion {
  /** What is done, as one plain sentence. */
  readonly title: string;
  /** What will be seen then. */
  readonly text: string;
  readonly by: Account;
  /** Whether it can still be done. */
  readonly isPossible: () => boolean;
  /** Does it; returns what to look at. */
  readonly act: () => Subject;
}
