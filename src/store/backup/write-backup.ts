import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import type { ClientBase, Pool } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { OperatorError } from '../../core/errors.ts';
import { connectBeside } from '../connect.ts';
import { createPrivateFile } from '../private-file.ts';
import { OPERATOR_ROLE } from '../roles.ts';
import { SCHEMA } from '../schema.ts';
import { readVersion } from '../version.ts';
import { type BackupHeader, FORMAT, frameOf, LARGEST_FRAME } from './format.ts';
import { appliedMigrations, readTables, type TableShape } from './tables.ts';

/** What a backup holds. */
export interface BackupSummary {
  readonly path: string;
  readonly tables: number;
  readonly rows: number;
}

/**
 * Writes everything that our tables hold, as it stood at one moment, while others go on working. The file is there whole
 * or not at all. The queue's jobs are not in it: from the deliveries they are made again.
 * @throws OperatorError `database-empty`, `file-exists`, `file-not-written`
 */
export async function writeBackup(pool: Pool, path: string): Promise<BackupSummary> {
  const client = await connectBeside(pool);
  try {
    await client.query('begin isolation level repeatable read, read only');
    const header = await describe(client);
    const tables = await readTables(client);
    // The one role that sees every installation's rows.
    await client.query(`set local role ${OPERATOR_ROLE}`);
    let rows = 0;
    await createPrivateFile(path, async (file) => {
      await file.write(`${JSON.stringify(header)}\n`);
      await pipeline(
        Readable.from(
          framesOf(client, tables, (count) => {
            rows += count;
          }),
          { objectMode: false },
        ),
        createZstdCompress(),
        async (compressed: AsyncIterable<Buffer>) => {
          for await (const chunk of compressed) await file.appendFile(chunk);
        },
      );
    });
    await client.query('commit');
    return { path, tables: tables.length, rows };
  } finally {
    await client.end();
  }
}

async function describe(client: ClientBase): Promise<BackupHeader> {
  const migrations = await appliedMigrations(client);
  if (migrations.length === 0) throw new OperatorError('database-empty', undefined);
  return { format: FORMAT, portreeve: await readVersion(), createdAt: new Date().toISOString(), migrations };
}

/** All frames; the last one holds the sum of those before. */
async function* framesOf(
  client: ClientBase,
  tables: readonly TableShape[],
  count: (rows: number) => void,
): AsyncGenerator<Buffer, void> {
  const hash = createHash('sha256');
  for (const table of tables) {
    for await (const frame of tableFrames(client, table, count)) {
      hash.update(frame);
      yield frame;
    }
  }
  yield frameOf('Z', { tables: tables.length, sha256: hash.digest('hex') });
}

async function* tableFrames(
  client: ClientBase,
  { name, columns }: TableShape,
  count: (rows: number) => void,
): AsyncGenerator<Buffer, void> {
  yield frameOf('T', { name, columns });
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
  // A query, as row-level security does not let a whole table be copied.
  const copy = client.query(copyTo(`copy (select ${list} from ${SCHEMA}.${client.escapeIdentifier(name)}) to stdout`));
  for await (const chunk of copy as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; at += LARGEST_FRAME) {
      yield frameOf('D', chunk.subarray(at, at + LARGEST_FRAME));
    }
  }
  count(copy.rowCount);
  yield frameOf('E', { rows: copy.rowCount });
}
