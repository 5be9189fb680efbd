/** What a policy says in one finding. */
export type Outcome = 'pass' | 'fail' | 'not-applicable';

/** One sentence of evidence. */
export interface Finding {
  readonly outcome: Outcome;
  /** kebab-case, one of the policy's `messages` (or one of the engine's, see evaluate.ts). */
  readonly code: string;
  /** The sentence, in English, as the policy words it; not yet escaped for any place. */
  readonly message: string;
  /** Where, from the repository's root; null when it is about no file. */
  readonly path: string | null;
  /** 1-based; null when it is about the whole file. */
  readonly line: number | null;
}
