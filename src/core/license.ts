/** How sure an identification is. `unidentified`: not every word of the text is explained. */
export type LicenseCertainty = 'exact' | 'equivalent' | 'unidentified';

/**
 * What a part of a text is to a licence: its text to the word (`exact`), a wording that the SPDX matching guidelines
 * count as the same (`equivalent`), a text that differs from it (`altered`), a piece of it (`partial`), a sentence that
 * grants it (`notice`), a sentence that only points to it (`reference`), a text that leaves open which version of it
 * holds (`version-open`), or the licence of something that comes along (`third-party`).
 */
export type LicenseMatchKind =
  | 'exact'
  | 'equivalent'
  | 'altered'
  | 'partial'
  | 'notice'
  | 'reference'
  | 'version-open'
  | 'third-party';

/** Words in which a text differs from the licence that it nearly is. */
export interface LicenseDifference {
  /** The licence's own words, in lower case; empty where words were added. */
  readonly expected: string;
  /** The text's words as they stand there; empty where words are missing. */
  readonly found: string;
  /** Where `found` stands, in bytes of the file from its beginning; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** A licence that was found in a text, and where. */
export interface LicenseMatch {
  /** An SPDX id, `GPL-3.0` where the text leaves open which one is meant, or a `LicenseRef-`. */
  readonly id: string;
  readonly kind: LicenseMatchKind;
  /** Bytes of the file from its beginning; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Counted from 1; `endLine` is the last one. */
  readonly startLine: number;
  readonly endLine: number;
  readonly differences: readonly LicenseDifference[];
}

/** Which licence one file is. */
export interface IdentifiedLicense {
  readonly path: string;
  /** An SPDX licence expression, or `NOASSERTION` where nothing can be said. */
  readonly expression: string;
  /**
   * Further SPDX ids that have the same text. Beside `NOASSERTION` the readings of a GNU text that does not say which
   * one is meant: `GPL-3.0-only` and `GPL-3.0-or-later`.
   */
  readonly sameText: readonly string[];
  /** Whether the expression is open source; null where nobody has said so, or where there is no expression. */
  readonly open: boolean | null;
  readonly match: LicenseCertainty;
  /** Every licence found, in the order of the text, also where `expression` is `NOASSERTION`. */
  readonly matches: readonly LicenseMatch[];
  /** A sentence for people: on what the answer rests, or why there is none. */
  readonly evidence: string;
}
