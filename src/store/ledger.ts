import { randomBytes } from 'node:crypto';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Signers } from '../contributions/agreements/effect-of-change.ts';
import { type Head, type NextRow, NO_ROWS, nextRow, readEntry, readLine } from '../ledger/chain.ts';
import {
  type ChainRow,
  type Entry,
  type EntryContent,
  type EntryDraft,
  NOBODY,
  type Personal,
  type PersonRow,
} from '../ledger/entry.ts';
import { type Standing, standingOf } from '../ledger/standing.ts';
import { LEDGER_ISSUES, type PublishedHead, publishedHeads } from '../plan/plan-ledger-issue.ts';
import { forgetRequestsOf } from './company-requests.ts';
import { forgetErasureRequest } from './erasure-requests.ts';
import type { Db, LedgerEntryTable, LedgerPersonTable } from './tables.ts';

/** Whose chain is meant, and through which installation it is written. */
export interface LedgerPlace {
  readonly organizationId: number;
  readonly installationId: number;
}

/** Where an installation writes: its organisation's chain. */
export async function ledgerPlace(db: Db, installationId: number): Promise<LedgerPlace> {
  const { account_id: organizationId } = await db
    .selectFrom('installation')
    .select('account_id')
    .where('installation_id', '=', installationId)
    .executeTakeFirstOrThrow();
  return { organizationId, installationId };
}

/**
 * Writes rows at the end of the chain. One process at a time, until its transaction ends: so a chain never forks, and a
 * transaction that fails leaves nothing of it.
 * @returns what was written, in order; null for each whose `once` stands there already
 */
export async function appendEntries(
  db: Db,
  place: LedgerPlace,
  drafts: readonly EntryDraft[],
  now: Date,
): Promise<(Entry | null)[]> {
  await lockLedger(db, place);
  const known = await knownNames(db, place, drafts);
  const recordedAt = now.toISOString();
  let head = await readHead(db, place);
  const written = drafts.map((draft): NextRow | null => {
    const { once } = draft.personal;
    if (once !== null && known.has(once)) return null;
    if (once !== null) known.add(once);
    const { organizationId: organization, installationId: installation } = place;
    const next = nextRow(head, draft, { organization, installation, salt: newSalt(), recordedAt });
    head = next.head;
    return next;
  });
  const rows = written.filter((next) => next !== null);
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await insertRows(db, rows.slice(start, start + ROWS_AT_ONCE));
  }
  return written.map((next) => next && readEntry(next.row, next.person));
}

/** A signature to be written down. */
export interface SignatureDraft {
  readonly content: Extract<EntryContent, { readonly kind: 'signed' }>;
  /** With the account's id, and in `once` a name for this one signing. */
  readonly personal: Partial<Personal> & { readonly accountId: number; readonly once: string };
}

/** Writes a signature down. @returns null where this signing (`once`) is written down already */
export async function appendSignature(
  db: Db,
  installationId: number,
  { content, personal }: SignatureDraft,
  now: Date,
): Promise<Entry | null> {
  const place = await ledgerPlace(db, installationId);
  const [entry = null] = await appendEntries(db, place, [{ content, personal: { ...NOBODY, ...personal } }], now);
  return entry;
}

/**
 * What these accounts signed, and the rosters on which they, or verified addresses of these domains, stand: ended or not.
 * @param domains lower case; only such as GitHub has verified for one of the accounts
 */
export async function signaturesOf(
  db: Db,
  installationId: number,
  accountIds: readonly number[],
  domains: readonly string[] = [],
): Promise<Standing> {
  const place = await ledgerPlace(db, installationId);
  const own = await readEntries(
    db,
    place,
    sql`p.account_id = any(${[...accountIds]}::bigint[]) or p.domain = any(${[...domains]}::text[])`,
  );
  const companies = new Set(own.flatMap(({ content }) => ('company' in content ? [content.company] : [])));
  const theirs =
    companies.size === 0
      ? []
      : await readEntries(
          db,
          place,
          sql`p.company = any(${[...companies]}::bigint[]) and e.kind in ('company-approved', 'company-terminated')`,
        );
  const all = new Map([...own, ...theirs].map((entry) => [entry.sequence, entry]));
  return standingOf([...all.values()]);
}

/** How many accounts are bound by which revisions of an agreement by their own signatures, so far as nothing has ended. */
export async function signersOf(db: Db, { organizationId }: LedgerPlace, agreement: string): Promise<Signers[]> {
  const { rows } = await sql<Signers>`
    with ended as (
      select (jsonb_array_elements_text(line::jsonb #> '{content,of}'))::bigint as sequence
      from ledger_entry where organization_id = ${organizationId} and kind in ('withdrawn', 'revoked')
    ), own as (
      select p.account_id, line::jsonb -> 'content' as content
      from ledger_entry e join ledger_person p using (organization_id, sequence)
      where e.organization_id = ${organizationId} and e.kind in ('signed', 'imported') and p.account_id is not null
        and e.line::jsonb #>> '{content,agreement}' = ${agreement}
        and not exists (select from ended where ended.sequence = e.sequence)
    ), accounts as (
      select array_agg(distinct coalesce(content ->> 'revision', 'imported')) as revisions, max(content ->> 'at') as at
      from own group by account_id
    )
    select revisions, max(at) as "lastAt", count(*)::int as count from accounts group by revisions`.execute(db);
  return rows;
}

/** The companies with their whole rosters. */
export async function companiesOf(db: Db, installationId: number): Promise<Standing> {
  const place = await ledgerPlace(db, installationId);
  return standingOf(await readEntries(db, place, sql`p.company is not null`));
}

/** Whether something by this name (`once`) is written down, and not erased. */
export async function isRecorded(db: Db, { organizationId }: LedgerPlace, once: string): Promise<boolean> {
  const row = await db
    .selectFrom('ledger_person')
    .select('sequence')
    .where('organization_id', '=', organizationId)
    .where('once', '=', once)
    .executeTakeFirst();
  return row !== undefined;
}

/** What was written down by this name (`once`); null: nothing was, or it was erased. */
export async function findRecorded(db: Db, place: LedgerPlace, once: string): Promise<Entry | null> {
  const [entry = null] = await readEntries(db, place, sql`p.once = ${once}`);
  return entry;
}

/** When somebody was last erased from the ledger: ISO 8601; null: never. */
export async function lastErasureAt(db: Db, { organizationId }: LedgerPlace): Promise<string | null> {
  const row = await db
    .selectFrom('ledger_entry')
    .select('line')
    .where('organization_id', '=', organizationId)
    .where('kind', '=', 'erased')
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : (readLine(row.line)?.content.at ?? null);
}

/** Every row about an account, and every row by which it did something to others. */
export async function entriesAbout(db: Db, place: LedgerPlace, accountId: number): Promise<Entry[]> {
  return readEntries(db, place, sql`p.account_id = ${accountId} or p.by_account_id = ${accountId}`);
}

/** The accounts of which something has ended, or whose company's agreement has, the smallest number first. */
export async function accountsWithEndings(db: Db, { organizationId }: LedgerPlace): Promise<number[]> {
  const { rows } = await sql<{ accountId: number }>`
    select distinct p.account_id as "accountId"
    from ledger_person p join ledger_entry e using (organization_id, sequence)
    where organization_id = ${organizationId} and p.account_id is not null and (
      e.kind in ('withdrawn', 'revoked', 'member-removed')
      or p.company in (select c.company from ledger_person c join ledger_entry t using (organization_id, sequence)
        where organization_id = ${organizationId} and t.kind = 'company-terminated'))
    order by 1`.execute(db);
  return rows.map(({ accountId }) => accountId);
}

/** Why a person's data goes, and by whom: written beside the row that says so. */
export interface Erasure {
  readonly reason: string;
  /** null: the person themselves. */
  readonly by: Personal['by'];
}

/**
 * The rows that no longer say whom they are about once an account is erased: those about it, and those of companies for
 * which it signed and whose agreement has ended. As long as that holds, its row is the company's.
 */
export async function erasableRows(db: Db, { organizationId }: LedgerPlace, accountId: number): Promise<number[]> {
  const { rows } = await sql<{ sequence: number }>`
    select p.sequence from ledger_person p join ledger_entry e using (organization_id, sequence)
    where organization_id = ${organizationId} and (p.account_id = ${accountId}
      or p.by_account_id = ${accountId} and e.kind = 'company-approved' and p.company in (
        select c.company from ledger_person c join ledger_entry t using (organization_id, sequence)
        where organization_id = ${organizationId} and t.kind = 'company-terminated'))
    order by 1`.execute(db);
  return rows.map(({ sequence }) => sequence);
}

/**
 * Deletes what stands beside all rows about an account, their salts too, and writes down that it was done. All rows or
 * none: were only a withdrawal's data deleted, the signature would hold again.
 * @returns the numbers of the rows; none where nothing stands about the account
 */
export async function eraseAccount(
  db: Db,
  place: LedgerPlace,
  accountId: number,
  { reason, by }: Erasure,
  now: Date,
): Promise<number[]> {
  await lockLedger(db, place);
  const of = await erasableRows(db, place, accountId);
  await forgetErasureRequest(db, place, accountId);
  await forgetRequestsOf(db, place, accountId);
  if (of.length === 0) return [];
  await db
    .deleteFrom('ledger_person')
    .where('organization_id', '=', place.organizationId)
    .where(sql<boolean>`sequence = any(${of}::bigint[])`)
    .execute();
  const content = { kind: 'erased', at: now.toISOString(), of } as const;
  await appendEntries(db, place, [{ content, personal: { ...NOBODY, reason, by } }], now);
  return of;
}

/** The end of the chain. */
export async function readHead(db: Db, { organizationId }: LedgerPlace): Promise<Head> {
  const row = await db
    .selectFrom('ledger_entry')
    .select(['sequence', 'hash'])
    .where('organization_id', '=', organizationId)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? NO_ROWS;
}

/** The hashes of these rows, by their numbers. */
export async function hashesAt(
  db: Db,
  { organizationId }: LedgerPlace,
  sequences: readonly number[],
): Promise<Map<number, string>> {
  const { rows } = await sql<{ sequence: number; hash: string }>`select sequence, hash from ledger_entry
    where organization_id = ${organizationId} and sequence = any(${[...sequences]}::bigint[])`.execute(db);
  return new Map(rows.map(({ sequence, hash }) => [sequence, hash]));
}

/** The heads that were published by an installation, as the database knows of them. */
export async function readPublishedHeads(db: Db, { installationId }: LedgerPlace): Promise<PublishedHead[]> {
  const rows = await db
    .selectFrom('artifact')
    .select('details')
    .where('installation_id', '=', installationId)
    .where('key', 'like', `${LEDGER_ISSUES}%`)
    .execute();
  return rows.flatMap(({ details }) => publishedHeads(details));
}

/** A whole chain as it stands in the database, with what stands beside it. */
export async function readLedger(
  db: Db,
  { organizationId }: Pick<LedgerPlace, 'organizationId'>,
): Promise<{ readonly rows: ChainRow[]; readonly people: PersonRow[] }> {
  const rows: ChainRow[] = [];
  const people: PersonRow[] = [];
  for (;;) {
    const page = await db
      .selectFrom('ledger_entry')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('sequence', '>', rows.at(-1)?.sequence ?? 0)
      .orderBy('sequence')
      .limit(PAGE)
      .execute();
    rows.push(...page.map(rowOf));
    if (page.length < PAGE) break;
  }
  for (;;) {
    const page = await db
      .selectFrom('ledger_person')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('sequence', '>', people.at(-1)?.sequence ?? 0)
      .orderBy('sequence')
      .limit(PAGE)
      .execute();
    people.push(...page.map(personOf));
    if (page.length < PAGE) break;
  }
  return { rows, people };
}

/** Some rows of a chain as they stand in the database, with what stands beside some of them. */
export async function readSelection(
  db: Db,
  { organizationId }: Pick<LedgerPlace, 'organizationId'>,
  wanted: { readonly rows: readonly number[]; readonly people: readonly number[] },
): Promise<{ readonly rows: ChainRow[]; readonly people: PersonRow[] }> {
  const among = (sequences: readonly number[]) => sql<boolean>`sequence = any(${[...sequences]}::bigint[])`;
  const rows = await db
    .selectFrom('ledger_entry')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where(among(wanted.rows))
    .orderBy('sequence')
    .execute();
  const people = await db
    .selectFrom('ledger_person')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where(among(wanted.people))
    .orderBy('sequence')
    .execute();
  return { rows: rows.map(rowOf), people: people.map(personOf) };
}

/** A chain there is, or an organisation that can have one. */
export interface KnownLedger extends LedgerPlace {
  /** null: it has left, and nothing but its ledger is kept. */
  readonly login: string | null;
  readonly rows: number;
}

/** Of all organisations, those included that have left; as operator. */
export async function listLedgers(db: Db): Promise<KnownLedger[]> {
  const { rows } = await sql<KnownLedger>`
    with chain as (
      select organization_id, max(sequence) as rows, max(installation_id) as installation_id
      from ledger_entry group by organization_id
    ), newest as (
      select distinct on (account_id) account_id, installation_id, account_login
      from installation where account_id > 0
      order by account_id, uninstalled_at desc nulls first, installed_at desc
    )
    select coalesce(c.organization_id, n.account_id) as "organizationId",
      coalesce(n.installation_id, c.installation_id) as "installationId",
      n.account_login as login, coalesce(c.rows, 0)::int as rows
    from chain c full join newest n on n.account_id = c.organization_id
    order by 1`.execute(db);
  return rows;
}

const ROWS_AT_ONCE = 1_000;
const PAGE = 10_000;

function newSalt(): string {
  return randomBytes(32).toString('hex');
}

/** Rows whose data is there, in order. */
async function readEntries(db: Db, { organizationId }: LedgerPlace, which: RawBuilder<unknown>): Promise<Entry[]> {
  const { rows } = await sql<Pick<ChainRow, 'line' | 'hash'> & Pick<PersonRow, 'data' | 'salt'>>`
    select e.line, e.hash, p.data, p.salt
    from ledger_person p join ledger_entry e using (organization_id, sequence)
    where p.organization_id = ${organizationId} and (${which})
    order by p.sequence`.execute(db);
  return rows.flatMap((row) => readEntry(row, row) ?? []);
}

/** Nobody else writes to it until the transaction ends. */
export async function lockLedger(db: Db, { organizationId }: LedgerPlace): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`portreeve.ledger ${organizationId}`}, 0))`.execute(db);
}

async function knownNames(
  db: Db,
  { organizationId }: LedgerPlace,
  drafts: readonly EntryDraft[],
): Promise<Set<string>> {
  const names = drafts.flatMap(({ personal }) => personal.once ?? []);
  const { rows } = await sql<{ once: string }>`select once from ledger_person
    where organization_id = ${organizationId} and once = any(${names})`.execute(db);
  return new Set(rows.map(({ once }) => once));
}

async function insertRows(db: Db, rows: readonly NextRow[]): Promise<void> {
  await db
    .insertInto('ledger_entry')
    .values(
      rows.map(({ row: { organization, installation, ...rest } }) => ({
        organization_id: organization,
        installation_id: installation,
        ...rest,
      })),
    )
    .execute();
  await db
    .insertInto('ledger_person')
    .values(
      rows.map(({ person: { organization, installation, sequence, data, salt, keys } }) => ({
        organization_id: organization,
        installation_id: installation,
        sequence,
        data,
        salt,
        account_id: keys.accountId,
        by_account_id: keys.byAccountId,
        company: keys.company,
        domain: keys.domain,
        once: keys.once,
      })),
    )
    .execute();
}

function rowOf(row: Selectable<LedgerEntryTable>): ChainRow {
  const { organization_id: organization, installation_id: installation, sequence, kind, line, hash } = row;
  return { organization, installation, sequence, kind, line, hash };
}

function personOf(row: Selectable<LedgerPersonTable>): PersonRow {
  const { organization_id: organization, installation_id: installation, sequence, data, salt } = row;
  const { account_id: accountId, by_account_id: byAccountId, company, domain, once } = row;
  return { organization, installation, sequence, data, salt, keys: { accountId, byAccountId, company, domain, once } };
}
