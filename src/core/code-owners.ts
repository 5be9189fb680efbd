/** One error that GitHub found in a CODEOWNERS file. */
export interface CodeOwnersError {
  /** From the root. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** In GitHub's words: `Unknown owner`, `Invalid pattern` … */
  readonly kind: string;
}

/** What GitHub says of the CODEOWNERS file on the default branch. Only GitHub knows who exists and who may write. */
export interface CodeOwnersReport {
  /** False where nobody asked: a clone, or a pull request that is not merged yet. Then `errors` says nothing. */
  readonly isLookedUp: boolean;
  /** In the order of the lines; at most `MOST_CODE_OWNERS_ERRORS`. */
  readonly errors: readonly CodeOwnersError[];
}

/** More errors than these are not kept: nobody reads them. */
export const MOST_CODE_OWNERS_ERRORS = 100;

/** Nobody asked GitHub. */
export const CODE_OWNERS_NOT_LOOKED_UP: CodeOwnersReport = { isLookedUp: false, errors: [] };
