import type { Selectable } from 'kysely';
import { json } from './json.ts';
import type { CompanyRequestTable, Db } from './tables.ts';

/** What is asked of a company's list of people, or in a company's name. */
export interface CompanyRequest {
  /** By which it is answered. */
  readonly number: number;
  /** To sign for a company; to be on its list; an invitation to it. */
  readonly kind: CompanyRequestTable['kind'];
  readonly agreementId: string;
  /** Of `sign`: what was shown, as SHA-256. */
  readonly revision: string | null;
  /** Its number in the ledger; null: it has signed nothing yet. */
  readonly company: number | null;
  readonly name: string;
  readonly domain: string | null;
  readonly fields: Readonly<Record<string, string>>;
  /** Who asks, or is invited. */
  readonly accountId: number;
  readonly login: string;
  /** Who invites. */
  readonly by: { readonly accountId: number; readonly login: string } | null;
  readonly askedAt: Date;
  readonly escalatedAt: Date | null;
  readonly refused: { readonly at: Date; readonly reason: string } | null;
}

export type CompanyRequestDraft = Omit<CompanyRequest, 'number' | 'askedAt' | 'escalatedAt' | 'refused'>;

/** Keeps what is asked; what waits already stays as it is, what was refused is asked anew. @returns whether it is new */
export async function askCompany(
  db: Db,
  installationId: number,
  draft: CompanyRequestDraft,
  now: Date,
): Promise<boolean> {
  const { kind, agreementId, company, accountId } = draft;
  await db
    .deleteFrom('company_request')
    .where('kind', '=', kind)
    .where('agreement_id', '=', agreementId)
    .where('company', 'is not distinct from', company)
    .where('account_id', '=', accountId)
    .where('refused_at', 'is not', null)
    .execute();
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('company_request')
    .values({
      installation_id: installationId,
      kind,
      agreement_id: agreementId,
      revision: draft.revision,
      company,
      company_name: draft.name,
      domain: draft.domain,
      fields: json(draft.fields),
      account_id: accountId,
      login: draft.login,
      by_account_id: draft.by?.accountId ?? null,
      by_login: draft.by?.login ?? null,
      asked_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['installation_id', 'kind', 'agreement_id', 'company', 'account_id']).doNothing(),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** All there are, those that were refused included, the oldest first; as operator those of all installations. */
export async function companyRequests(db: Db): Promise<CompanyRequest[]> {
  return (await db.selectFrom('company_request').selectAll().orderBy('request_id').execute()).map(requestOf);
}

/** What one person asked for, or was invited to. */
export async function companyRequestsOf(
  db: Db,
  { installationId }: { readonly installationId: number },
  accountId: number,
): Promise<CompanyRequest[]> {
  const rows = await db
    .selectFrom('company_request')
    .selectAll()
    .where('installation_id', '=', installationId)
    .where('account_id', '=', accountId)
    .orderBy('request_id')
    .execute();
  return rows.map(requestOf);
}

function requestOf(row: Selectable<CompanyRequestTable>): CompanyRequest {
  return {
    number: row.request_id,
    kind: row.kind,
    agreementId: row.agreement_id,
    revision: row.revision,
    company: row.company,
    name: row.company_name,
    domain: row.domain,
    fields: row.fields,
    accountId: row.account_id,
    login: row.login,
    by: row.by_account_id === null ? null : { accountId: row.by_account_id, login: row.by_login ?? '' },
    askedAt: row.asked_at,
    escalatedAt: row.escalated_at,
    refused: row.refused_at === null ? null : { at: row.refused_at, reason: row.reason ?? '' },
  };
}

/** It is answered: nothing of it is kept. */
export async function forgetCompanyRequests(db: Db, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  await db
    .deleteFrom('company_request')
    .where('request_id', 'in', [...numbers])
    .execute();
}

/** Keeps that it was refused and why, for who asked. */
export async function refuseCompanyRequest(db: Db, number: number, reason: string, now: Date): Promise<void> {
  await db.updateTable('company_request').set({ refused_at: now, reason }).where('request_id', '=', number).execute();
}

/** Somebody was told that these wait for too long. */
export async function markEscalated(db: Db, numbers: readonly number[], now: Date): Promise<void> {
  if (numbers.length === 0) return;
  await db
    .updateTable('company_request')
    .set({ escalated_at: now })
    .where('request_id', 'in', [...numbers])
    .execute();
}

/** Nobody answered for so long, or it was refused so long ago. @returns how many are forgotten */
export async function forgetLapsedRequests(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('company_request')
    .where((row) => row.or([row('asked_at', '<', before), row('refused_at', '<', before)]))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** A person is erased: what they asked for, and were invited to, goes too. */
export async function forgetRequestsOf(
  db: Db,
  { installationId }: { readonly installationId: number },
  accountId: number,
): Promise<void> {
  await db
    .deleteFrom('company_request')
    .where('installation_id', '=', installationId)
    .where((row) => row.or([row('account_id', '=', accountId), row('by_account_id', '=', accountId)]))
    .execute();
}
