import { z } from 'zod';

/** Lower-case hexadecimal SHA-256. */
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A row's number in its chain, from 1. */
const Sequence = z.int().positive();
/** A moment in UTC, to the millisecond, such as `2026-03-01T10:00:00.000Z`. */
const Moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
/** An agreement's id, as the configuration repository has it. */
const AgreementId = z.string().min(1).max(100);
const Sequences = z.array(Sequence).min(1).max(100_000);

/** The programs whose lists can be imported. */
export const IMPORT_SOURCES = ['cla-assistant', 'cla-action', 'easycla', 'csv'] as const;

/**
 * What a row of the ledger says, and nothing of it about a person: that stands beside (`Personal`), so that it can be
 * erased. A row is about one person or one company: two people who withdraw are two rows. `at` is when it happened, or from when on it holds; when it was written down is `recordedAt` of the row.
 */
export const EntryContent = z.discriminatedUnion('kind', [
  /** A person agreed to this revision, in this language's text. */
  z.strictObject({
    kind: z.literal('signed'),
    at: Moment,
    agreement: AgreementId,
    /** The document's. */
    revision: Sha256,
    /** Of the text that was shown, such as `en`. */
    language: z.string().min(2).max(35),
    how: z.enum(['comment', 'page']),
    /** The commit of the configuration by which the agreement was asked for; null: the built-in one. */
    policy: z.string().max(64).nullable(),
  }),
  /** Signed elsewhere before; `isProved` where the source shows that the account itself, by its id, agreed. */
  z.strictObject({
    kind: z.literal('imported'),
    at: Moment,
    agreement: AgreementId,
    /** null: the source does not tell which text was signed. */
    revision: Sha256.nullable(),
    source: z.enum(IMPORT_SOURCES),
    isProved: z.boolean(),
  }),
  /** The person takes their own signature back. */
  z.strictObject({ kind: z.literal('withdrawn'), at: Moment, of: Sequences }),
  /** The organisation no longer relies on it. */
  z.strictObject({ kind: z.literal('revoked'), at: Moment, of: Sequences }),
  /** What stood beside these rows about a person is gone. */
  z.strictObject({ kind: z.literal('erased'), at: Moment, of: Sequences }),
  /** A company's agreement was approved. By the number of the first such row the company is known in all others. */
  z.strictObject({
    kind: z.literal('company-approved'),
    at: Moment,
    agreement: AgreementId,
    revision: Sha256,
    policy: z.string().max(64).nullable(),
    /** null: this is the company's first, which gives it its number. */
    company: Sequence.nullable(),
  }),
  /** An account, or a domain of verified addresses, is on the company's roster. */
  z.strictObject({
    kind: z.literal('member-admitted'),
    at: Moment,
    company: Sequence,
    role: z.enum(['member', 'manager']),
  }),
  /** `of`: rows of `member-admitted`. */
  z.strictObject({ kind: z.literal('member-removed'), at: Moment, company: Sequence, of: Sequences }),
  z.strictObject({ kind: z.literal('company-terminated'), at: Moment, company: Sequence }),
]);

export type EntryContent = Readonly<z.infer<typeof EntryContent>>;
export type EntryKind = EntryContent['kind'];

const AccountId = z.int().positive();
const Text = z.string().max(2_000);

/**
 * What a row says about people. It stands beside the chain with a salt, and the chain holds only a commitment to both:
 * once data and salt are erased, nobody can tell whom the row was about.
 */
export const Personal = z.strictObject({
  /** GitHub's id of the account that the row is about. null: none, or an import that names none. */
  accountId: AccountId.nullable(),
  /** The account's name at that time: to be shown, never to be matched. */
  login: Text.nullable(),
  name: Text.nullable(),
  email: Text.nullable(),
  /** What the agreement asked for, by the field's name. */
  fields: z.record(Text, Text),
  /** The comment by which it was done. */
  comment: z
    .strictObject({
      id: z.int().positive(),
      repositoryId: z.int().positive(),
      /** Of the issue or pull request. */
      number: z.int().positive(),
      /** null: an import does not tell. */
      bodySha256: Sha256.nullable(),
    })
    .nullable(),
  /** A company's name. */
  company: Text.nullable(),
  /** Whose verified addresses are meant, lower case; instead of an account. */
  domain: Text.nullable(),
  /** Why, in the words of who did it. */
  reason: Text.nullable(),
  /** Who did it, where it was not the person themselves: an account, or the operator by their own word. */
  by: z.strictObject({ accountId: AccountId.nullable(), name: Text }).nullable(),
  /** A name for what happened, such as `comment:4711:individual`, so that it is not written down twice. */
  once: Text.nullable(),
});

export type Personal = Readonly<z.infer<typeof Personal>>;

/** For a row about nobody; spread it and say what is known. */
export const NOBODY: Personal = {
  accountId: null,
  login: null,
  name: null,
  email: null,
  fields: {},
  comment: null,
  company: null,
  domain: null,
  reason: null,
  by: null,
  once: null,
};

/** What is to be written down. */
export interface EntryDraft {
  readonly content: EntryContent;
  readonly personal: Personal;
}

/** What a row's hash is of. */
export const ChainedLine = z.strictObject({
  format: z.literal('portreeve-ledger-1'),
  /** GitHub's id of the organisation (or person) whose chain it is: it outlives a new installation. */
  organization: z.int().positive(),
  sequence: Sequence,
  /** Through which it was written. */
  installation: z.int().positive(),
  recordedAt: Moment,
  content: EntryContent,
  /** To `Personal` and its salt. */
  commitment: Sha256,
  /** The hash of the row before; 64 zeros in the first. */
  previous: Sha256,
});

export type ChainedLine = Readonly<z.infer<typeof ChainedLine>>;

/** A row of the chain, as it is stored and exported. */
export interface ChainRow {
  readonly organization: number;
  readonly installation: number;
  readonly sequence: number;
  readonly kind: string;
  /** A `ChainedLine` in canonical form, byte for byte what was hashed. */
  readonly line: string;
  /** SHA-256 of the line. */
  readonly hash: string;
}

/** What stands beside a row until it is erased. */
export interface PersonRow {
  readonly organization: number;
  readonly installation: number;
  readonly sequence: number;
  /** `Personal` in canonical form. */
  readonly data: string;
  /** 32 random bytes, hexadecimal. */
  readonly salt: string;
  /** By which the store finds it; an export has none. */
  readonly keys?: PersonKeys;
}

/** What a row is found by. All of it follows from the row and its data. */
export interface PersonKeys {
  readonly accountId: number | null;
  /** Who did it, where it was somebody else. */
  readonly byAccountId: number | null;
  /** The number of the row by which the company is known. */
  readonly company: number | null;
  readonly domain: string | null;
  readonly once: string | null;
}

/** A row with what stands beside it, read. */
export interface Entry {
  readonly sequence: number;
  readonly recordedAt: string;
  readonly hash: string;
  readonly content: EntryContent;
  /** null: erased. */
  readonly personal: Personal | null;
}
