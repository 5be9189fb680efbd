import type { CodeOwnersReport } from './code-owners.ts';
import type { Fact } from './fact.ts';
import type { InheritedFiles, RepositoryFiles } from './files.ts';
import type { IdentifiedLicense } from './license.ts';
import type { LicenseDeclarations } from './license-declaration.ts';
import type { RepositoryKind } from './repository-kind.ts';
import type { SignOffSettings } from './sign-off-settings.ts';

/** What GitHub says of a repository. Where only a clone is at hand, it is unavailable. */
export interface RepositoryDescription {
  readonly owner: string;
  readonly name: string;
  readonly description: string | null;
  readonly visibility: 'public' | 'private' | 'internal';
  readonly isArchived: boolean;
  readonly isFork: boolean;
  readonly isTemplate: boolean;
  readonly isMirror: boolean;
  readonly isEmpty: boolean;
  readonly hasIssues: boolean;
  readonly defaultBranch: string | null;
  readonly primaryLanguage: string | null;
  /** The SPDX id that GitHub shows for it, `NOASSERTION` where GitHub cannot tell; null where it sees none. */
  readonly detectedLicense: string | null;
  readonly topics: readonly string[];
}

/** The facts of a repository, by the names that a policy lists in `needs`. */
export interface RepositoryFacts {
  readonly description: RepositoryDescription;
  readonly files: RepositoryFiles;
  readonly inherited: InheritedFiles;
  /** Which licence each of the licence files is, in the order of the files. */
  readonly licenses: readonly IdentifiedLicense[];
  /** What else says something of the licence. */
  readonly declarations: LicenseDeclarations;
  readonly codeOwners: CodeOwnersReport;
  readonly signOffSettings: SignOffSettings;
  readonly kind: RepositoryKind;
}

/** The facts of each kind of subject. A second kind, the contribution, is to stand beside this one. */
export interface FactsOf {
  readonly repository: RepositoryFacts;
}

export type Subject = keyof FactsOf;
export type FactName<S extends Subject = Subject> = keyof FactsOf[S] & string;

/** All facts about one subject at one moment. Plain data. */
export type Snapshot<S extends Subject = Subject> = { readonly [K in keyof FactsOf[S]]: Fact<FactsOf[S][K]> };
