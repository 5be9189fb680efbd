import type { IdentifiedLicense } from './license.ts';

/** What a place means by what it says of the licence. */
export type DeclaredMeaning =
  /** An SPDX expression, in canonical form. */
  | { readonly kind: 'expression'; readonly expression: string }
  /** A name that several licences bear (“GPL-3.0”, “BSD License”), or several names of which each may be chosen. */
  | { readonly kind: 'one-of'; readonly ids: readonly string[] }
  /** It points to a file, from the root. */
  | { readonly kind: 'file'; readonly path: string }
  /** It grants nothing: `UNLICENSED`, `Proprietary`. */
  | { readonly kind: 'no-rights' }
  /** Nobody can tell. `isFault`: the format asks for an SPDX expression there. */
  | {
      readonly kind: 'unclear';
      readonly problem: string;
      readonly suggestion: string | null;
      readonly isFault: boolean;
    };

/** One place that says something of the licence. */
export interface LicenseDeclaration {
  /** From the root; null for what GitHub says itself. */
  readonly path: string | null;
  /** 1-based; null where it is not known. */
  readonly line: number | null;
  /** `part`: it speaks of some files, as a header in one does. */
  readonly scope: 'repository' | 'part';
  /** As it stands there, in one line and cut. */
  readonly written: string;
  readonly meaning: DeclaredMeaning;
}

/** A file that should say something and cannot be read. `problem` goes on after its name: `is no JSON`. */
export interface UnreadableManifest {
  readonly path: string;
  readonly line: number | null;
  readonly problem: string;
}

/** All that a repository says of its licence beside the licence files in its root. */
export interface LicenseDeclarations {
  /** In the order of the paths, then of the lines. */
  readonly declarations: readonly LicenseDeclaration[];
  readonly unreadable: readonly UnreadableManifest[];
  /** What the texts in the folder `LICENSES` are, by the order of their paths. */
  readonly texts: readonly IdentifiedLicense[];
}
