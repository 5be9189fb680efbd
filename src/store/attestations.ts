import { sql } from 'kysely';
import type { Attestation } from '../ggi/progress.ts';
import { keptFacts } from './evidence.ts';
import { storableText } from './json.ts';
import type { Db } from './tables.ts';

/** What somebody answers for by a comment. */
export interface CommentedAttestation extends Attestation {
  readonly repositoryId: number;
  readonly commentId: number;
  readonly accountId: number;
}

/** Keeps it; the same comment a second time changes nothing. @returns whether it is new */
export async function recordAttestation(
  db: Db,
  installationId: number,
  { repositoryId, commentId, accountId, key, by, at, until, link, note }: CommentedAttestation,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('attestation')
    .values({
      installation_id: installationId,
      repository_id: repositoryId,
      comment_id: commentId,
      key,
      account_id: accountId,
      login: by,
      at,
      until,
      link: link === null ? null : storableText(link),
      note: storableText(note),
    })
    .onConflict((conflict) => conflict.columns(['installation_id', 'repository_id', 'comment_id']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The name under which what the configuration attests is kept among the facts. */
export const CONFIGURED_ATTESTATIONS = 'configuredAttestations';

/** All that people ever answered for, those of the configuration as they are now; also those that ended, the newest first. */
export async function listAttestations(db: Db): Promise<Attestation[]> {
  const rows = await db
    .selectFrom('attestation')
    .select(['key', 'login as by', 'at', 'link', 'note', sql<string>`to_char(until, 'YYYY-MM-DD')`.as('until')])
    .orderBy('at', 'desc')
    .execute();
  const configured = await configuredAttestations(db);
  return [...rows.map((row) => ({ ...row, at: row.at.toISOString() })), ...configured];
}

/** What the configuration attests, each since it was first seen there. */
export async function configuredAttestations(db: Db): Promise<readonly Attestation[]> {
  const kept = (await keptFacts(db)).get(CONFIGURED_ATTESTATIONS)?.fact;
  return kept?.status === 'known' ? (kept.value as readonly Attestation[]) : [];
}
