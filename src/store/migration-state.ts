import type { ClientBase, Pool } from 'pg';
import { OperatorError } from '../core/errors.ts';
import { appliedMigrations } from './backup/tables.ts';
import { MIGRATION_NAMES } from './migrations/names.ts';

/** How the schema stands: nothing is changed. */
export interface MigrationState {
  readonly applied: readonly string[];
  readonly missing: readonly string[];
  /** Of a newer Portreeve. */
  readonly unknown: readonly string[];
}

export async function readMigrations(
  database: Pool | ClientBase,
  known: readonly string[] = MIGRATION_NAMES,
): Promise<MigrationState> {
  const applied = await appliedMigrations(database);
  return {
    applied,
    missing: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

/**
 * Holds the schema to this version, for who changes nothing of it.
 * @throws OperatorError `database-empty`, `database-older`, `database-newer`
 */
export async function requireMigrated(pool: Pool): Promise<void> {
  const state = await readMigrations(pool);
  refuseNewer(state);
  if (state.applied.length === 0) throw new OperatorError('database-empty', undefined);
  if (state.missing.length > 0) throw new OperatorError('database-older', { missing: state.missing.join(', ') });
}

/**
 * The first that the schema has not seen; null when it has seen all.
 * @throws OperatorError `database-newer`
 */
export async function nextMigration(
  database: Pool | ClientBase,
  known: readonly string[] = MIGRATION_NAMES,
): Promise<string | null> {
  const state = await readMigrations(database, known);
  refuseNewer(state);
  return state.missing[0] ?? null;
}

function refuseNewer({ unknown }: MigrationState): void {
  if (unknown.length > 0) throw new OperatorError('database-newer', { migrations: unknown.join(', ') });
}
