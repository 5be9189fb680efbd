/** How sure an identification is. `unidentified`: the text is not, to the word, one that we know. */
export type LicenseMatch = 'exact' | 'equivalent' | 'unidentified';

/** Which licence one file is. */
export interface IdentifiedLicense {
  readonly path: string;
  /** An SPDX licence expression, or `NOASSERTION` where nothing can be said. */
  readonly expression: string;
  /** Further SPDX ids that have the same text: `GPL-3.0-or-later` beside `GPL-3.0-only`, which no text tells apart. */
  readonly sameText: readonly string[];
  readonly match: LicenseMatch;
  /** A sentence for people: on what the answer rests, or why there is none. */
  readonly evidence: string;
}
