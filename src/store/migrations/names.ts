/**
 * All migrations, oldest first. Beside them, as the app asks at each start whether one is missing, and reads them only then.
 */
export const MIGRATION_NAMES = [
  '0001-first-tables',
  '0002-missing-deliveries',
  '0004-brake',
  '0005-pause',
  '0006-sweep-basis',
  '0007-unsure',
  '0008-heads-wanted',
  '0009-contributors',
  '0010-pause-reason',
  '0011-allowance',
  '0012-write-pace',
  '0013-overrides',
  '0014-members',
  '0015-ledger',
  '0016-erasure-requests',
  '0017-agreements',
  '0019-board',
  '0021-evidence',
  '0022-attestations',
  '0023-activity',
  '0024-audit-outcomes',
  '0026-ledger-erasures',
  '0027-teams-and-company-requests',
  '0028-override-buttons',
  '0032-open-proposals',
  '0034-lighter-deliveries',
] as const;

export type MigrationName = (typeof MIGRATION_NAMES)[number];
