import type { RepositoryDescription } from '../core/snapshot.ts';

/** What is kept of a repository, as far as it is counted. */
export interface RepositoryRecord {
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
  readonly visibility: RepositoryDescription['visibility'];
  readonly isArchived: boolean;
  readonly isFork: boolean;
  /** Which licence each of its licence files is; null where that is not known. */
  readonly licenses: readonly LicenseRecord[] | null;
  /** What its publiccode.yml says; null where it has none, or none that was read. */
  readonly publiccode: string | null;
  /** Its CODEOWNERS file; null where it has none, or none that was read. */
  readonly codeOwners: string | null;
}

export interface LicenseRecord {
  /** An SPDX expression, or `NOASSERTION`. */
  readonly expression: string;
  /** Whether it is open source; null where nobody has said so. */
  readonly open: boolean | null;
}

/** Whom an account of the organisation is for: what not everybody may know of is left out for `everybody`. */
export type Audience = 'everybody' | 'insiders';

/** Whether a reader may know that there is such a repository. */
export function maySee({ visibility }: Pick<RepositoryRecord, 'visibility'>, audience: Audience): boolean {
  return audience === 'insiders' || visibility === 'public';
}
