import type { JsonValue } from '../core/json-value.ts';

/** What we keep on GitHub about one repository, as it was just read, with what the store remembers of it. */
export interface StandingIssue {
  readonly key: string;
  readonly number: number;
  /** `deleted`: it was there and is gone. */
  readonly state: 'open' | 'closed' | 'deleted';
  readonly stateReason: 'completed' | 'not_planned' | 'reopened' | 'duplicate' | null;
  /** Of what we last wrote, from the store. */
  readonly fingerprint: string | null;
  readonly isClosedByUs: boolean;
  /** `policy:code` of what the issue last said. */
  readonly failing: readonly string[];
  /** When we reopened it, or closed again what others had reopened, ISO 8601. */
  readonly flippedAt: readonly string[];
}

export interface StandingProposal {
  readonly key: string;
  readonly number: number;
  readonly branch: string;
  readonly state: 'open' | 'closed' | 'merged' | 'deleted';
  readonly isClosedByUs: boolean;
  /** The branch's newest commit, null when the branch is gone. */
  readonly headSha: string | null;
  /** The newest commit that we made on it. */
  readonly ourHeadSha: string | null;
  readonly paths: readonly string[];
  /** When we closed again what others had reopened, ISO 8601. */
  readonly flippedAt: readonly string[];
  readonly fingerprint: string | null;
}

/** The check run that we reported on a commit. */
export interface StandingCheckRun {
  readonly key: string;
  readonly fingerprint: string | null;
  /** Of the annotations that stand on it. */
  readonly annotationsPrint: string | null;
}

/** An issue of ours that is edited in place, in a repository that need not be the one it is about. */
export interface KeptIssue {
  readonly number: number;
  /** null: it was never read. */
  readonly state: 'open' | 'closed' | 'deleted' | null;
  /** Of what we last wrote, from the store. */
  readonly fingerprint: string | null;
  /** What was kept with it when we last wrote. */
  readonly details: JsonValue;
}
