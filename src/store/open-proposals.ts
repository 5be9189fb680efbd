import type { OpenedProposal } from '../insights/report/waits.ts';
import type { Db } from './tables.ts';

/** How a proposal stood when its repository was judged. */
export interface SeenProposal {
  readonly key: string;
  /** ISO 8601; null: it is not open. */
  readonly openSince: string | null;
}

export async function noteProposals(db: Db, seen: readonly SeenProposal[]): Promise<void> {
  for (const { key, openSince } of seen) {
    await db
      .updateTable('artifact')
      .set({ open_since: openSince })
      .where('key', '=', key)
      .where('open_since', 'is distinct from', openSince === null ? null : new Date(openSince))
      .execute();
  }
}

/** The proposals that were open when their repositories were last judged, the oldest first. */
export async function openProposals(db: Db): Promise<OpenedProposal[]> {
  const rows = await db
    .selectFrom('artifact')
    .innerJoin('repository', 'repository.repository_id', 'artifact.repository_id')
    .select(['artifact.repository_id', 'artifact.number', 'artifact.open_since'])
    .where('repository.removed_at', 'is', null)
    .where('repository.archived', '=', false)
    .where('artifact.open_since', 'is not', null)
    .orderBy('artifact.open_since')
    .orderBy('artifact.key')
    .execute();
  return rows.flatMap(({ repository_id: repositoryId, number, open_since: openedAt }) =>
    number === null || openedAt === null ? [] : [{ repositoryId, number, openedAt: openedAt.toISOString() }],
  );
}
