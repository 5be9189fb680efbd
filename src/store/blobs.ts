import type { FileContent } from '../core/files.ts';
import { json } from './json.ts';
import type { Db } from './tables.ts';

/** What was read before of these git objects. */
export async function findBlobs(db: Db, oids: readonly string[]): Promise<Map<string, FileContent>> {
  if (oids.length === 0) return new Map();
  const rows = await db.selectFrom('blob').select(['oid', 'content']).where('oid', 'in', oids).execute();
  return new Map(rows.map(({ oid, content }) => [oid, content]));
}

export async function saveBlobs(
  db: Db,
  installationId: number,
  contents: ReadonlyMap<string, FileContent>,
  now: Date,
): Promise<void> {
  if (contents.size === 0) return;
  const rows = [...contents].map(([oid, content]) => ({
    installation_id: installationId,
    oid,
    content: json(content),
    seen_at: now,
  }));
  await db
    .insertInto('blob')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['installation_id', 'oid']).doNothing())
    .execute();
}
