import type { Language } from '../../core/language.ts';

/** `individual`: a person signs for themselves. `corporate`: somebody signs for a company and those whom it names. */
export const AGREEMENT_KINDS = ['individual', 'corporate'] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];

/** Something that the signer is asked for besides their account, and the law that lets it be asked. */
export interface AgreementField {
  readonly id: string;
  readonly label: string;
  /** As the privacy notice tells it, such as `Art. 6(1)(b) GDPR`. */
  readonly basis: string;
  readonly isRequired: boolean;
}

/** One revision of a contributor agreement, as its file says it. */
export interface Agreement {
  readonly id: string;
  readonly kind: AgreementKind;
  /** In which it may be signed; the first is that of its text where there is only one. */
  readonly languages: readonly [Language, ...Language[]];
  /** By language; each of `languages` has one. */
  readonly titles: { readonly [L in Language]?: string | undefined };
  readonly fields: readonly AgreementField[];
  /**
   * Earlier revisions whose signatures stay good under this one: SHA-256 in hexadecimal; `imported` for signatures that
   * were taken over and do not tell what was signed.
   */
  readonly compatible: readonly string[];
  /** For how many days signatures under other revisions stay good, from the day on which this one came into force. */
  readonly graceDays: number;
  /** SHA-256 in hexadecimal (see `revisionOf`). */
  readonly revision: string;
  /** The whole file, as it is hashed. */
  readonly text: string;
  /** What stands below the front matter, as Markdown. */
  readonly body: string;
}

/** What it is called in a language, or in its first where it has no title in that one. */
export function titleIn({ titles, languages, id }: Pick<Agreement, 'titles' | 'languages' | 'id'>, language: Language) {
  return titles[language] ?? titles[languages[0]] ?? id;
}
