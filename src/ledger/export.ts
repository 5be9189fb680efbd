import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { z } from 'zod';
import type { JsonValue } from '../core/json-value.ts';
import { canonical } from './canonical.ts';
import type { Head } from './chain.ts';
import type { ChainRow, PersonRow } from './entry.ts';
import { type LedgerProblem, type LedgerReading, verifyLedger, verifySelection } from './verify.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A public key of the operator's, as it travels in an export. */
const ExportKey = z.strictObject({
  /** SHA-256 of the key itself (SPKI, DER), hexadecimal. */
  id: Hash,
  /** PEM. */
  publicKey: z.string().max(2_000),
  createdAt: z.iso.datetime(),
});
export type ExportKey = Readonly<z.infer<typeof ExportKey>>;

const Unsigned = z.strictObject({
  format: z.literal('portreeve-ledger-export-1'),
  organization: z.strictObject({ id: z.int().positive(), login: z.string().nullable() }),
  /** Whose rows these are; null: all. */
  account: z.int().positive().nullable(),
  exportedAt: z.iso.datetime(),
  /** The end of the whole chain at that moment. */
  head: z.strictObject({ sequence: z.int().nonnegative(), hash: Hash }),
  rows: z.array(
    z.strictObject({
      organization: z.number(),
      installation: z.number(),
      sequence: z.number(),
      kind: z.string(),
      line: z.string(),
      hash: z.string(),
    }),
  ),
  people: z.array(
    z.strictObject({
      organization: z.number(),
      installation: z.number(),
      sequence: z.number(),
      data: z.string(),
      salt: z.string(),
    }),
  ),
  /** The current one first. */
  keys: z.array(ExportKey).max(100),
});

const Signed = Unsigned.extend({
  signatures: z.array(z.strictObject({ key: Hash, signature: z.string().max(200) })).max(10),
});

/** A ledger, or one person's rows of it, that can be checked without a database and without a network. */
export type LedgerExport = z.infer<typeof Signed>;

/** Signs with one key of the operator's. */
export interface ExportSigner {
  readonly key: ExportKey;
  /** Ed25519 over the text in UTF-8, base64. */
  readonly sign: (text: string) => string;
}

export interface ExportContent {
  readonly organization: { readonly id: number; readonly login: string | null };
  readonly account: number | null;
  readonly exportedAt: string;
  readonly head: Head;
  readonly rows: readonly ChainRow[];
  readonly people: readonly PersonRow[];
}

/**
 * Makes an export and signs it: with the current key, and while keys are changed with the former too, so that who knows
 * only that one is shown the new one by it.
 * @param keys all there ever were, the current one first
 */
export function makeExport(
  content: ExportContent,
  signers: readonly ExportSigner[],
  keys: readonly ExportKey[],
): LedgerExport {
  const unsigned = Unsigned.parse({
    format: 'portreeve-ledger-export-1',
    ...content,
    people: content.people.map(({ keys: _keys, ...person }) => person),
    keys,
  });
  const text = canonical(unsigned);
  return { ...unsigned, signatures: signers.map(({ key, sign }) => ({ key: key.id, signature: sign(text) })) };
}

export type ExportReading =
  | { readonly export: LedgerExport }
  /** One sentence: it is no export. */
  | { readonly problem: string };

/** Reads the text of an export. */
export function readExport(text: string): ExportReading {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `It is no JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.` };
  }
  const parsed = Signed.safeParse(value);
  if (parsed.success) return { export: parsed.data };
  const [issue] = parsed.error.issues;
  return { problem: `It is no export of a ledger: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown'}.` };
}

export interface ExportVerification extends LedgerReading {
  /** The ids of the keys whose signatures hold. */
  readonly signedBy: readonly string[];
}

/**
 * Checks an export by itself: its signatures, and its rows as a ledger's are checked.
 * @param trusted the ids of keys that the reader knows to be the operator's; none: a signature says only that nothing was
 *   altered since, by whoever signed
 */
export function verifyExport(
  { signatures, ...unsigned }: LedgerExport,
  { trusted = [], heads = [] }: { readonly trusted?: readonly string[]; readonly heads?: readonly string[] } = {},
): ExportVerification {
  const text = canonical(unsigned);
  const problems: LedgerProblem[] = [];
  const signedBy: string[] = [];
  for (const { key: id, signature } of signatures) {
    const key = unsigned.keys.find((one) => one.id === id);
    if (key !== undefined && keyId(key.publicKey) === id && isSignature(text, key.publicKey, signature)) {
      signedBy.push(id);
    } else {
      problems.push({
        sequence: null,
        code: 'signature-broken',
        sentence: `The signature by the key ${id} does not hold: the file was altered after it was signed.`,
      });
    }
  }
  if (signatures.length === 0) {
    problems.push({ sequence: null, code: 'not-signed', sentence: 'The file is not signed by any key.' });
  }
  if (trusted.length > 0 && !signedBy.some((id) => trusted.includes(id))) {
    const sentence = `The file is not signed by ${trusted.length === 1 ? `the key ${trusted[0]}` : 'any of the keys that were named'}.`;
    problems.push({ sequence: null, code: 'another-key', sentence });
  }
  const { rows, people, account, head } = unsigned;
  const reading = account === null ? verifyLedger({ rows, people, heads }) : verifySelection({ rows, people });
  if (account === null && (reading.head ?? head.hash) !== head.hash) {
    const sentence = `The file says that its last row has the hash ${head.hash}, and it has another.`;
    problems.push({ sequence: null, code: 'head-missing', sentence });
  }
  return { ...reading, signedBy, problems: [...problems, ...reading.problems] };
}

/** What a key is known by: SHA-256 of the key (SPKI, DER); null where the text is no public key. */
export function keyId(publicKey: string): string | null {
  const key = publicKeyOf(publicKey);
  return (
    key &&
    createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest('hex')
  );
}

function isSignature(text: string, publicKey: string, signature: string): boolean {
  const key = publicKeyOf(publicKey);
  return key !== null && verifySignature(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

function publicKeyOf(pem: string) {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    // Not a key is told by the callers as a signature that does not hold.
    return null;
  }
}
