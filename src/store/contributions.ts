import type { Conversation } from '../contributions/onboarding.ts';
import { LANGUAGES, type Language } from '../core/language.ts';
import type { Db } from './tables.ts';

/** A pull request or an issue that somebody from outside opened, by its place. */
export interface ContributionPlace {
  readonly repositoryId: number;
  readonly number: number;
}

/** What is first known of it. */
export interface OpenedContribution extends ContributionPlace {
  readonly nodeId: string;
  readonly kind: Conversation['kind'];
  readonly accountId: number;
  readonly openedAt: Date;
}

/** One that nobody is known to have answered. */
export interface WaitingContribution extends ContributionPlace {
  readonly nodeId: string;
  readonly kind: Conversation['kind'];
  readonly openedAt: Date;
  /** When it was told that it waits for longer than was promised; null: it was not. */
  readonly toldAt: Date | null;
}

/** What the record says of a contribution and its author. */
export interface Acquaintance {
  /** It is the first of its kind that the account opened here, as far as the record goes, or as it was decided. */
  readonly isFirst: boolean;
  /** The contribution itself is on the record. */
  readonly isKept: boolean;
  /** The language that the account asked for; null: none. */
  readonly language: Language | null;
  /** `broken`: somebody was told that it waits for longer than was promised. `over`: nobody waits for it any more. */
  readonly promise: 'open' | 'broken' | 'over';
}

/** What is known, without keeping anything. */
export async function readAcquaintance(db: Db, opened: OpenedContribution): Promise<Acquaintance> {
  const { repositoryId, number, kind, accountId, openedAt } = opened;
  const kept = await db
    .selectFrom('contribution')
    .select(['is_first', 'told_at', 'answered_at'])
    .where('repository_id', '=', repositoryId)
    .where('number', '=', number)
    .executeTakeFirst();
  const language = await readLanguage(db, accountId);
  if (kept !== undefined) {
    return { isFirst: kept.is_first, isKept: true, language, promise: promiseOf(kept) };
  }
  const earlier = await db
    .selectFrom('contribution')
    .select('number')
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('opened_at', '<=', openedAt)
    .limit(1)
    .executeTakeFirst();
  return { isFirst: earlier === undefined, isKept: false, language, promise: 'open' };
}

function promiseOf({ told_at, answered_at }: { readonly told_at: Date | null; readonly answered_at: Date | null }) {
  if (answered_at !== null) return 'over';
  return told_at === null ? 'open' : 'broken';
}

/** Keeps that it was opened. What is kept already stays: whether it was the first is decided once. */
export async function recordContribution(
  db: Db,
  installationId: number,
  opened: OpenedContribution,
  isFirst: boolean,
): Promise<void> {
  await db
    .insertInto('contribution')
    .values({
      installation_id: installationId,
      repository_id: opened.repositoryId,
      number: opened.number,
      node_id: opened.nodeId,
      kind: opened.kind,
      account_id: opened.accountId,
      is_first: isFirst,
      opened_at: opened.openedAt,
    })
    .onConflict((conflict) => conflict.columns(['installation_id', 'repository_id', 'number']).doNothing())
    .execute();
}

async function readLanguage(db: Db, accountId: number): Promise<Language | null> {
  const row = await db
    .selectFrom('contributor')
    .select('language')
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return LANGUAGES.find((language) => language === row?.language) ?? null;
}

/** Remembers the language that a person asked for. */
export async function saveLanguage(
  db: Db,
  installationId: number,
  { accountId, language }: { readonly accountId: number; readonly language: Language },
  now: Date,
): Promise<void> {
  await db
    .insertInto('contributor')
    .values({ installation_id: installationId, account_id: accountId, language, chosen_at: now })
    .onConflict((conflict) =>
      conflict.columns(['installation_id', 'account_id']).doUpdateSet({ language, chosen_at: now }),
    )
    .execute();
}

/** The oldest that wait, at most so many. @param openedBefore younger ones were promised nothing yet */
export async function waitingContributions(db: Db, openedBefore: Date, most: number): Promise<WaitingContribution[]> {
  return db
    .selectFrom('contribution')
    .select([
      'repository_id as repositoryId',
      'number',
      'node_id as nodeId',
      'kind',
      'opened_at as openedAt',
      'told_at as toldAt',
    ])
    .where('answered_at', 'is', null)
    .where('opened_at', '<', openedBefore)
    .orderBy('opened_at')
    .orderBy('repository_id')
    .orderBy('number')
    .limit(most)
    .execute();
}

/** Nobody waits for it any more: it was answered, or is over or gone. */
export async function markAnswered(db: Db, places: readonly ContributionPlace[], now: Date): Promise<void> {
  for (const { repositoryId, number } of places) {
    await db
      .updateTable('contribution')
      .set({ answered_at: now })
      .where('repository_id', '=', repositoryId)
      .where('number', '=', number)
      .execute();
  }
}

/** It was told that these wait: nobody is told a second time. */
export async function markTold(db: Db, places: readonly ContributionPlace[], now: Date): Promise<void> {
  for (const { repositoryId, number } of places) {
    await db
      .updateTable('contribution')
      .set({ told_at: now })
      .where('repository_id', '=', repositoryId)
      .where('number', '=', number)
      .where('told_at', 'is', null)
      .execute();
  }
}
