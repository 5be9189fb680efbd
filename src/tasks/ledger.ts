import { OperatorError } from '../core/errors.ts';
import { readEntry } from '../ledger/chain.ts';
import type { Entry, EntryDraft } from '../ledger/entry.ts';
import { NOBODY } from '../ledger/entry.ts';
import { type ExportKey, type ExportSigner, type LedgerExport, makeExport } from '../ledger/export.ts';
import { type ImportPurpose, importDraft } from '../ledger/import/drafts.ts';
import type { ImportedSignature, ImportReading } from '../ledger/import/imported.ts';
import { type Signature, standingOf } from '../ledger/standing.ts';
import { type LedgerReading, verifyLedger } from '../ledger/verify.ts';
import { markDue, readAgreements } from '../store/agreements.ts';
import { type ErasureRequest, erasureRequests, forgetErasureRequest } from '../store/erasure-requests.ts';
import {
  appendEntries,
  entriesAbout,
  erasableRows,
  eraseAccount,
  type KnownLedger,
  listLedgers,
  lockLedger,
  readHead,
  readLedger,
  readPublishedHeads,
  readSelection,
  signaturesOf,
} from '../store/ledger.ts';
import type { Store } from '../store/store.ts';
import type { Db } from '../store/tables.ts';
import { agreementsInForce } from './agreement-texts.ts';

/**
 * The organisation whose ledger is meant.
 * @param wanted a login, or an id; null where there is only one
 * @throws OperatorError `ledger-organization`
 */
export async function findLedger(store: Store, wanted: string | null): Promise<KnownLedger> {
  const all = await store.asOperator(listLedgers);
  const found = all.filter(
    ({ login, organizationId }) =>
      wanted === null || login?.toLowerCase() === wanted.toLowerCase() || String(organizationId) === wanted,
  );
  const [one] = found;
  if (one !== undefined && found.length === 1) return one;
  const known = all.map(({ login, organizationId }) => login ?? String(organizationId)).join(', ') || 'none';
  throw new OperatorError('ledger-organization', { organization: wanted, known });
}

/** A ledger that was looked through. */
export interface VerifiedLedger {
  readonly ledger: KnownLedger;
  readonly reading: LedgerReading;
  /** How many heads it was held against: those that were given, and those that the database knows to be published. */
  readonly heads: number;
}

/** Looks through one ledger, or through all that have rows or had some. @param heads published earlier */
export async function verifyLedgers(
  store: Store,
  wanted: string | null,
  heads: readonly string[],
): Promise<VerifiedLedger[]> {
  const isAll = wanted === null && heads.length === 0;
  const ledgers = isAll ? await store.asOperator(listLedgers) : [await findLedger(store, wanted)];
  const verified: VerifiedLedger[] = [];
  for (const ledger of ledgers) {
    const { rows, people, published } = await store.asOperator(async (db) => ({
      ...(await readLedger(db, ledger)),
      published: await readPublishedHeads(db, ledger),
    }));
    const known = [...new Set([...heads, ...published.map(({ hash }) => hash)])];
    if (isAll && rows.length + known.length === 0) continue;
    verified.push({ ledger, reading: verifyLedger({ rows, people, heads: known }), heads: known.length });
  }
  return verified;
}

/** What an export is signed with. */
export interface Signing {
  readonly signers: readonly ExportSigner[];
  readonly keys: readonly ExportKey[];
}

/**
 * A signed copy of the whole ledger, or of the rows that are about one account and those by which it did something. What
 * stands beside the latter is others', and is left out.
 * @throws OperatorError `ledger-nobody`
 */
export async function exportLedger(
  store: Store,
  ledger: KnownLedger,
  accountId: number | null,
  { signers, keys }: Signing,
  now: Date,
): Promise<LedgerExport> {
  const { head, rows, people } = await store.asOperator(async (db) => ({
    head: await readHead(db, ledger),
    ...(accountId === null ? await readLedger(db, ledger) : await readOwn(db, ledger, accountId)),
  }));
  return makeExport(
    {
      organization: { id: ledger.organizationId, login: ledger.login },
      account: accountId,
      exportedAt: now.toISOString(),
      head,
      rows,
      people,
    },
    signers,
    keys,
  );
}

async function readOwn(db: Db, ledger: KnownLedger, accountId: number) {
  const entries = await entriesAbout(db, ledger, accountId);
  if (entries.length === 0) throw new OperatorError('ledger-nobody', { account: accountId });
  const sequences = (some: readonly Entry[]) => some.map(({ sequence }) => sequence);
  const own = entries.filter((entry) => isOwn(entry, accountId));
  return readSelection(db, ledger, { rows: sequences(entries), people: sequences(own) });
}

/**
 * Whether what stands beside a row is a person's own: it is about them, or it is about the company for which they signed
 * themselves, with what they typed there.
 */
export function isOwn({ content, personal }: Entry, accountId: number): boolean {
  if (personal?.accountId === accountId) return true;
  return content.kind === 'company-approved' && personal?.by?.accountId === accountId;
}

/** The rows of an export, read; those that are not as they were written are left out. */
export function entriesOf({ rows, people }: Pick<LedgerExport, 'rows' | 'people'>): Entry[] {
  const beside = new Map(people.map((person) => [person.sequence, person]));
  return rows.flatMap((row) => readEntry(row, beside.get(row.sequence) ?? null) ?? []);
}

/** The agreement that people sign, as it is in force. @throws OperatorError `agreement-not-individual` */
export async function individualAgreement(store: Store, { installationId }: KnownLedger, id: string) {
  const kept = await store.asInstallation(installationId, (db) => readAgreements(db, [id]));
  const [found] = agreementsInForce(kept);
  if (found === undefined || found.current.kind !== 'individual') {
    throw new OperatorError('agreement-not-individual', { agreement: id, isThere: found !== undefined });
  }
  return found;
}

/** What an import would write, or has written. */
export interface ImportOutcome {
  /** The new rows, in the order of the list. */
  readonly rows: readonly ImportedSignature[];
  /** New rows. */
  readonly written: number;
  /** Stand there already. */
  readonly known: number;
  /** New rows that name no account's id: they are kept, and cover nobody. */
  readonly unnamed: number;
  /** New rows without proof. */
  readonly unproved: number;
}

/** Thrown to take back what was only tried. */
class Tried extends Error {
  readonly outcome: ImportOutcome;
  constructor(outcome: ImportOutcome) {
    super('tried');
    this.outcome = outcome;
  }
}

/** Writes signatures from elsewhere down, all or none, each once. @param isWritten false: it is only tried, and taken back */
export async function importSignatures(
  store: Store,
  ledger: KnownLedger,
  { signatures }: ImportReading,
  purpose: ImportPurpose,
  { isWritten, now }: { readonly isWritten: boolean; readonly now: Date },
): Promise<ImportOutcome> {
  const drafts = signatures.map((signature) => importDraft(signature, purpose));
  try {
    return await store.asOperator(async (db) => {
      await lockLedger(db, ledger);
      const isKnown = await importedBefore(db, ledger, signatures, purpose.agreement);
      const missing = drafts.filter((_, index) => !isKnown[index]);
      const appended = (await appendEntries(db, ledger, missing, now)).values();
      const entries = isKnown.map((known) => (known ? null : (appended.next().value ?? null)));
      const outcome = outcomeOf(entries, signatures);
      if (!isWritten) throw new Tried(outcome);
      await markDue(
        db,
        entries.flatMap((entry) => entry?.personal?.accountId ?? []),
        now,
      );
      return outcome;
    });
  } catch (error) {
    if (error instanceof Tried) return error.outcome;
    throw error;
  }
}

/**
 * Which of these were taken over before, from a list of whatever form: by account, agreement and moment. A signature that
 * was revoked since does not come back by another list of the same program.
 */
async function importedBefore(
  db: Db,
  { installationId }: KnownLedger,
  signatures: readonly ImportedSignature[],
  agreement: string,
): Promise<boolean[]> {
  const accounts = new Set(signatures.flatMap(({ accountId }) => accountId ?? []));
  const standing = await signaturesOf(db, installationId, [...accounts]);
  const before = new Set(
    standing.signatures.flatMap(({ accountId, how, at, agreement: of }) =>
      how === 'import' && of === agreement ? `${accountId} ${at}` : [],
    ),
  );
  return signatures.map(({ accountId, signedAt }) => before.has(`${accountId} ${signedAt}`));
}

function outcomeOf(entries: readonly (Entry | null)[], signatures: readonly ImportedSignature[]): ImportOutcome {
  const written = entries.filter((entry) => entry !== null);
  return {
    rows: signatures.filter((_, index) => entries[index] !== null),
    written: written.length,
    known: entries.length - written.length,
    unnamed: written.filter(({ personal }) => personal?.accountId === null).length,
    unproved: written.filter(({ content }) => content.kind === 'imported' && !content.isProved).length,
  };
}

/** What is about an account and still holds, to be looked at before it is ended. */
export async function standingSignatures(
  store: Store,
  ledger: KnownLedger,
  accountId: number,
  agreement: string | null,
): Promise<Signature[]> {
  const entries = await store.asOperator((db) => entriesAbout(db, ledger, accountId));
  return standingOf(entries).signatures.filter(
    (one) => one.accountId === accountId && one.ended === null && (agreement === null || one.agreement === agreement),
  );
}

/** From now on the organisation relies on none of these; what came before is not undone. */
export async function revokeSignatures(
  store: Store,
  ledger: KnownLedger,
  signatures: readonly Signature[],
  { reason, by, now }: { readonly reason: string; readonly by: string; readonly now: Date },
): Promise<void> {
  const [first] = signatures;
  if (first === undefined) return;
  const draft: EntryDraft = {
    content: { kind: 'revoked', at: now.toISOString(), of: signatures.map(({ sequence }) => sequence) },
    personal: {
      ...NOBODY,
      accountId: first.accountId,
      login: first.login,
      reason,
      by: { accountId: null, name: by },
    },
  };
  await store.asOperator(async (db) => {
    await appendEntries(db, ledger, [draft], now);
    await markDue(db, [first.accountId], now);
  });
}

/** How many rows would be erased, and by which name the account was known last. @throws OperatorError `ledger-nobody` */
export async function whoIs(store: Store, ledger: KnownLedger, accountId: number) {
  const { entries, rows } = await store.asOperator(async (db) => ({
    entries: await entriesAbout(db, ledger, accountId),
    rows: (await erasableRows(db, ledger, accountId)).length,
  }));
  if (rows === 0) throw new OperatorError('ledger-nobody', { account: accountId });
  const own = entries.filter(({ personal }) => personal?.accountId === accountId);
  return { rows, login: own.findLast(({ personal }) => personal?.login != null)?.personal?.login ?? null };
}

/** Erases what the ledger says of an account. @returns how many rows no longer say whom they are about */
export async function erasePerson(
  store: Store,
  ledger: KnownLedger,
  accountId: number,
  { reason, by, now }: { readonly reason: string; readonly by: string; readonly now: Date },
): Promise<number> {
  const erasure = { reason, by: { accountId: null, name: by } };
  const rows = await store.asOperator(async (db) => {
    await markDue(db, [accountId], now);
    return eraseAccount(db, ledger, accountId, erasure, now);
  });
  return rows.length;
}

/** A request to be erased, with whose ledger it is about. */
export interface WaitingRequest extends ErasureRequest {
  readonly ledger: KnownLedger;
}

/** Who asked to be erased and has no answer yet, the longest waiting first. */
export async function waitingRequests(store: Store, wanted: string | null): Promise<WaitingRequest[]> {
  const one = wanted === null ? null : await findLedger(store, wanted);
  return store.asOperator(async (db) => {
    const ledgers = new Map((await listLedgers(db)).map((ledger) => [ledger.organizationId, ledger]));
    const requests = await erasureRequests(db);
    return requests.flatMap((request) => {
      const ledger = ledgers.get(request.organizationId);
      const isMeant = one === null || one.organizationId === request.organizationId;
      return ledger === undefined || !isMeant ? [] : [{ ...request, ledger }];
    });
  });
}

/** Forgets a request that was answered otherwise, such as refused. @returns false where there is none */
export function dismissRequest(store: Store, ledger: KnownLedger, accountId: number): Promise<boolean> {
  return store.asOperator((db) => forgetErasureRequest(db, ledger, accountId));
}
