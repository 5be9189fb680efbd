import type { Migration } from 'kysely/migration';
import * as firstTables from './0001-first-tables.ts';
import * as missingDeliveries from './0002-missing-deliveries.ts';
import * as brake from './0004-brake.ts';
import * as pause from './0005-pause.ts';
import * as sweepBasis from './0006-sweep-basis.ts';
import * as unsure from './0007-unsure.ts';
import * as headsWanted from './0008-heads-wanted.ts';
import * as contributors from './0009-contributors.ts';
import * as pauseReason from './0010-pause-reason.ts';
import * as allowance from './0011-allowance.ts';
import * as writePace from './0012-write-pace.ts';
import * as overrides from './0013-overrides.ts';
import * as members from './0014-members.ts';
import * as ledger from './0015-ledger.ts';
import * as erasureRequests from './0016-erasure-requests.ts';
import * as agreements from './0017-agreements.ts';
import * as board from './0019-board.ts';
import * as evidence from './0021-evidence.ts';
import * as attestations from './0022-attestations.ts';
import * as activity from './0023-activity.ts';
import * as auditOutcomes from './0024-audit-outcomes.ts';
import * as ledgerErasures from './0026-ledger-erasures.ts';
import * as teamsAndCompanyRequests from './0027-teams-and-company-requests.ts';
import * as overrideButtons from './0028-override-buttons.ts';
import * as openProposals from './0032-open-proposals.ts';
import * as lighterDeliveries from './0034-lighter-deliveries.ts';
import type { MigrationName } from './names.ts';

/** All migrations by name, oldest first. A released one is never changed: the next change is the next file. */
export const MIGRATIONS: Readonly<Record<MigrationName, Migration>> = {
  '0001-first-tables': firstTables,
  '0002-missing-deliveries': missingDeliveries,
  '0004-brake': brake,
  '0005-pause': pause,
  '0006-sweep-basis': sweepBasis,
  '0007-unsure': unsure,
  '0008-heads-wanted': headsWanted,
  '0009-contributors': contributors,
  '0010-pause-reason': pauseReason,
  '0011-allowance': allowance,
  '0012-write-pace': writePace,
  '0013-overrides': overrides,
  '0014-members': members,
  '0015-ledger': ledger,
  '0016-erasure-requests': erasureRequests,
  '0017-agreements': agreements,
  '0019-board': board,
  '0021-evidence': evidence,
  '0022-attestations': attestations,
  '0023-activity': activity,
  '0024-audit-outcomes': auditOutcomes,
  '0026-ledger-erasures': ledgerErasures,
  '0027-teams-and-company-requests': teamsAndCompanyRequests,
  '0028-override-buttons': overrideButtons,
  '0032-open-proposals': openProposals,
  '0034-lighter-deliveries': lighterDeliveries,
};
