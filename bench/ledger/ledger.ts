import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type EntryDraft, NOBODY } from '../../src/ledger/entry.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { appendEntries, readHead, readLedger, signaturesOf } from '../../src/store/ledger.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { SILENT } from '../../src/tasks/silent.ts';
import { figure, median, type Table } from '../table.ts';

export interface LedgerRow {
  readonly work: string;
  readonly ms: number;
  /** Of this process; the database's own are not in it. */
  readonly cpuMs: number;
  readonly goalMs: number | null;
}

const SIGNATURES = 100_000;
const AT_ONCE = 1_000;
/** People of one pull request: its authors, committers and co-authors. */
const PEOPLE = 5;
const LOOK_UPS = 200;
const PLACE = { organizationId: 70, installationId: 7 };

/** Times what stands between a person and a green check, and what an auditor does, on a ledger of a large organisation. */
export async function run({ rounds }: { readonly rounds: number }) {
  const folder = await mkdtemp(join(tmpdir(), 'portreeve-bench-'));
  const databaseUrl = process.env.DATABASE_URL ?? null;
  if (databaseUrl !== null) process.stderr.write('measured on the embedded server, whatever DATABASE_URL says\n');
  const store = await openStore({ databaseUrl: null, dataFolder: folder, log: SILENT });
  try {
    const rows = await measure(store, rounds);
    const table: Table = {
      columns: ['Work', 'ms', 'of them computing here', 'goal, ms'],
      rows: rows.map(({ work, ms, cpuMs, goalMs }) => [
        work,
        figure(ms),
        figure(cpuMs),
        goalMs === null ? '' : `< ${figure(goalMs)}`,
      ]),
      notes: [
        `${SIGNATURES.toLocaleString('en')} signatures of as many accounts in one ledger, on the embedded PostgreSQL.`,
        'verify: the whole chain and all that stands beside it read from the database, every hash computed anew.',
        `look up: the signatures, rosters and endings of ${PEOPLE} accounts, in a transaction of its own; median of ${LOOK_UPS} in a row.`,
      ],
    };
    return { rows, table };
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(store: Store, rounds: number): Promise<LedgerRow[]> {
  await store.asInstallation(PLACE.installationId, (db) =>
    saveInstallation(db, {
      installationId: PLACE.installationId,
      accountId: PLACE.organizationId,
      accountLogin: 'acme',
      accountType: 'Organization',
      permissions: {},
      suspendedAt: null,
    }),
  );
  process.stderr.write(`${SIGNATURES} signatures are written\n`);
  const writing = await timed(async () => {
    for (let at = 0; at < SIGNATURES; at += AT_ONCE) {
      const drafts = Array.from({ length: AT_ONCE }, (_, index) => signature(at + index + 1));
      await store.asInstallation(PLACE.installationId, (db) => appendEntries(db, PLACE, drafts, new Date()));
    }
  });
  await store.pool.query('analyze portreeve.ledger_entry, portreeve.ledger_person');

  const verifying: Duration[] = [];
  for (let round = 0; round < rounds; round += 1) {
    process.stderr.write(`verified for the ${round + 1}. time\n`);
    verifying.push(
      await timed(async () => {
        const { head, ...ledger } = await store.asOperator(async (db) => ({
          ...(await readLedger(db, PLACE)),
          head: await readHead(db, PLACE),
        }));
        const { problems, rows } = verifyLedger({ ...ledger, heads: [head.hash] });
        if (problems.length > 0 || rows !== SIGNATURES) throw new Error('The ledger is not whole.');
      }),
    );
  }

  const lookingUp: Duration[] = [];
  for (let look = 0; look < LOOK_UPS; look += 1) {
    const ids = Array.from({ length: PEOPLE }, (_, index) => ((look * 7919 + index * 104_729) % SIGNATURES) + 1);
    lookingUp.push(
      await timed(async () => {
        const { signatures } = await store.asInstallation(PLACE.installationId, (db) =>
          signaturesOf(db, PLACE.installationId, ids),
        );
        if (signatures.length !== PEOPLE) throw new Error('A signature is missing.');
      }),
    );
  }
  return [
    {
      work: `write ${SIGNATURES.toLocaleString('en')} signatures, ${AT_ONCE} in a transaction`,
      ...writing,
      goalMs: null,
    },
    { work: 'verify', ...medianOf(verifying), goalMs: 3_000 },
    { work: 'look up the people of one pull request', ...medianOf(lookingUp), goalMs: 5 },
  ];
}

function signature(accountId: number): EntryDraft {
  return {
    content: {
      kind: 'signed',
      at: '2026-03-01T10:00:00.000Z',
      agreement: 'individual',
      revision: 'a'.repeat(64),
      language: 'en',
      how: 'comment',
      policy: null,
    },
    personal: {
      ...NOBODY,
      accountId,
      login: `person-${accountId}`,
      comment: { id: accountId, repositoryId: 1, number: 1, bodySha256: 'b'.repeat(64) },
      once: `comment:${accountId}:individual`,
    },
  };
}

type Duration = Pick<LedgerRow, 'ms' | 'cpuMs'>;

async function timed(work: () => Promise<void>): Promise<Duration> {
  const used = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(used);
  return { ms, cpuMs: (user + system) / 1_000 };
}

function medianOf(durations: readonly Duration[]): Duration {
  return { ms: median(durations.map(({ ms }) => ms)), cpuMs: median(durations.map(({ cpuMs }) => cpuMs)) };
}
