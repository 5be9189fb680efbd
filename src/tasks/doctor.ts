import { statfs } from 'node:fs/promises';
import type { Diagnosis, PartDiagnosis } from '../core/diagnosis.ts';
import { worstOf } from '../core/diagnosis.ts';
import { OperatorError } from '../core/errors.ts';
import { count, durationOf, type Health, isSweepLate, type SweepFigures } from '../core/health.ts';
import { readJobFigures } from '../jobs/inspect.ts';
import { hasEmbeddedDatabase } from '../store/embedded/place.ts';
import { databaseFigures } from '../store/figures.ts';
import { readMigrations } from '../store/migration-state.ts';
import { openStore } from '../store/open-store.ts';
import { currentPauses, type Pause } from '../store/pauses.ts';
import type { Store } from '../store/store.ts';
import { readWritingStop, type WritingStop } from '../store/writing-stop.ts';
import { type AppAccess, diagnoseGitHub } from './doctor-github.ts';
import { judgeWork, readWork, type WorkFigures, type WorkPart } from './health.ts';
import { type VerifiedLedger, verifyLedgers, type WaitingRequest, waitingRequests } from './ledger.ts';
import { type HeldInstallation, heldPlans } from './operator.ts';
import { SILENT } from './silent.ts';
import { readVersion } from './version.ts';

export interface DoctorRequest {
  readonly access: AppAccess;
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  readonly now: () => Date;
}

/** Looks at everything that the app's work rests on, beside the running app or without it. Reads only. */
export async function examine(request: DoctorRequest): Promise<Diagnosis> {
  const version = await readVersion();
  const [onGitHub, here] = await Promise.all([
    diagnoseGitHub(request.access, version, request.now),
    diagnoseDatabase(request),
  ]);
  const parts = [...onGitHub, ...here];
  return { version, at: request.now().toISOString(), verdict: worstOf(parts), parts };
}

async function diagnoseDatabase(request: DoctorRequest): Promise<PartDiagnosis[]> {
  const { databaseUrl, dataFolder } = request;
  if (databaseUrl === null && !hasEmbeddedDatabase(dataFolder)) {
    const sentence = `There is none in ${dataFolder}: the app has never run with this data folder.`;
    return [
      database(
        'attention',
        sentence,
        'Start it with `npm start`, or set PORTREEVE_DATA or DATABASE_URL as the app has it.',
      ),
    ];
  }
  let store: Store;
  try {
    store = await openStore({ databaseUrl, dataFolder, log: SILENT, isUntouched: true });
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return [database('bad', error.message, error.hint)];
  }
  try {
    return await lookInto(store, request);
  } finally {
    await store.close();
  }
}

async function lookInto(store: Store, request: DoctorRequest): Promise<PartDiagnosis[]> {
  const { applied, missing, unknown } = await readMigrations(store.pool);
  if (unknown.length > 0) {
    const sentence = `It was last used by a newer Portreeve, whose changes this one does not know: ${unknown.join(', ')}.`;
    return [database('bad', sentence, 'Run the newer version, or restore the backup from before the upgrade.')];
  }
  if (missing.length > 0) {
    const sentence =
      applied.length === 0 ? 'It is empty: the app has never used it.' : `It lacks ${missing.join(', ')}.`;
    return [database('attention', sentence, 'Start the app of this version: it brings the database up to date.')];
  }
  const figures = await store.asOperator(databaseFigures).catch((error: unknown) => {
    if (isDenied(error)) return null;
    throw error;
  });
  if (figures === null) {
    const sentence = 'The roles portreeve_app and portreeve_operator cannot be taken.';
    return [database('bad', sentence, 'Grant both to the login role: docs/operating.md, section 3.')];
  }
  const free = request.databaseUrl === null ? await freeBytes(request.dataFolder) : null;
  const details = [
    `PostgreSQL ${figures.version}, ${request.databaseUrl === null ? 'embedded' : 'at DATABASE_URL'}, ${sizeOf(figures.bytes)}.`,
    ...(free === null ? [] : [`${sizeOf(free)} free on its disk.`]),
    `${applied.length} migrations applied, none missing; both roles can be taken.`,
  ];
  const writing = writingPart(await store.asOperator(readWritingStop), await heldPlans(store));
  const executeSql = async (text: string, values?: unknown[]) => store.pool.query(text, values);
  const work = await readWork({ store, jobs: () => readJobFigures({ executeSql }), now: request.now });
  const pauses = await store.asOperator((db) => currentPauses(db, request.now()));
  const ledger = ledgerPart(await verifyLedgers(store, null, []), await waitingRequests(store, null));
  return [databaseOf(free, details), ...partsOf(work), pausesPart(pauses), ledger, writing];
}

const PERMISSION_DENIED = '42501';
const UNKNOWN_ROLE = '22023';

function isDenied(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return code === PERMISSION_DENIED || code === UNKNOWN_ROLE;
}

const GIGABYTE = 1e9;
/** PostgreSQL stops when its disk is full, and so does the intake of deliveries. */
const DISK_ALMOST_FULL = 0.5 * GIGABYTE;
const DISK_GETTING_FULL = 2 * GIGABYTE;

function databaseOf(free: number | null, details: readonly string[]): PartDiagnosis {
  if (free !== null && free < DISK_ALMOST_FULL) {
    return database(
      'bad',
      `Its disk is almost full: ${sizeOf(free)} are left.`,
      'Make room, or move the data folder.',
      details,
    );
  }
  if (free !== null && free < DISK_GETTING_FULL) {
    return database(
      'attention',
      `Its disk is getting full: ${sizeOf(free)} are left.`,
      'Make room, or move the data folder.',
      details,
    );
  }
  return database('good', 'It answers, and is up to date.', null, details);
}

function database(
  verdict: Health['verdict'],
  sentence: string,
  todo: string | null,
  details: readonly string[] = [],
): PartDiagnosis {
  return { part: 'database', title: 'Database', verdict, sentence, todo, details };
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function sizeOf(bytes: number): string {
  return bytes < GIGABYTE ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / GIGABYTE).toFixed(1)} GB`;
}

const TITLES: Readonly<Record<WorkPart, string>> = {
  'delivery-log': 'Delivery log',
  deliveries: 'Deliveries',
  queues: 'Queues',
  'dead-letters': 'Dead letters',
  sweeps: 'Sweeps',
};

function partsOf(work: WorkFigures): PartDiagnosis[] {
  const judged = judgeWork(work);
  const details: Partial<Record<WorkPart, readonly string[]>> = {
    queues: work.queues
      .filter(({ waiting, active, deferred }) => waiting + active + deferred > 0)
      .map(
        ({ queue, waiting, active, deferred }) =>
          `${queue}: ${waiting} waiting, ${active} active, ${deferred} put off.`,
      ),
    sweeps: work.sweeps.map(sweepLine),
  };
  const names: readonly WorkPart[] = ['delivery-log', 'deliveries', 'queues', 'dead-letters', 'sweeps'];
  return names.map((name) => ({ part: name, title: TITLES[name], ...judged[name], details: details[name] ?? [] }));
}

/** What keeps Portreeve from working for an installation, by GitHub's will. */
function pausesPart(pauses: readonly Pause[]): PartDiagnosis {
  const frame = { part: 'pauses', title: 'Pauses' } as const;
  if (pauses.length === 0) {
    return { ...frame, verdict: 'good', sentence: 'GitHub lets every installation go on.', todo: null, details: [] };
  }
  const sentence = `${count(pauses.length, 'pause', 'pauses')}, as GitHub asked for it or its hour is used up.`;
  const todo = 'Nothing, if it is rare: the work goes on by itself. If it is not, see docs/operating.md, section 9.';
  const details = pauses.map(({ account, until, reason }) => `${account}: until ${until.toISOString()}: ${reason}`);
  return { ...frame, verdict: 'attention', sentence, todo, details };
}

/** Whether what was signed stands as it was written. */
function ledgerPart(ledgers: readonly VerifiedLedger[], waiting: readonly WaitingRequest[]): PartDiagnosis {
  const frame = { part: 'ledger', title: 'Ledger' } as const;
  const rows = ledgers.reduce((sum, { reading }) => sum + reading.rows, 0);
  const problems = ledgers.flatMap(({ ledger, reading }) =>
    reading.problems.map(({ sentence }) => `${ledger.login ?? ledger.organizationId}: ${sentence}`),
  );
  if (problems.length > 0) {
    const sentence = `${count(problems.length, 'thing is', 'things are')} not as it was written.`;
    const todo =
      'Restore a backup in which it is whole; see docs/ledger.md, section 2. `portreeve ledger verify` names all.';
    return { ...frame, verdict: 'bad', sentence, todo, details: problems.slice(0, MOST_PROBLEMS) };
  }
  if (waiting.length > 0) {
    const sentence = `${count(waiting.length, 'person asks', 'people ask')} to be erased from it.`;
    return { ...frame, verdict: 'attention', sentence, todo: '`portreeve ledger requests` shows who.', details: [] };
  }
  const sentence =
    rows === 0 ? 'Nobody has signed anything yet.' : `${count(rows, 'row is', 'rows are')} as they were written.`;
  return { ...frame, verdict: 'good', sentence, todo: null, details: [] };
}

const MOST_PROBLEMS = 10;

/** What keeps Portreeve from writing, by somebody's will. */
function writingPart(stop: WritingStop | null, held: readonly HeldInstallation[]): PartDiagnosis {
  const frame = { part: 'writing', title: 'Writing' } as const;
  const details = held.map(
    ({ account, plan }) =>
      `${account}: a plan for ${count(plan.repositories.length, 'repository', 'repositories')} waits.`,
  );
  if (stop !== null) {
    const sentence = `All writing was stopped by ${stop.by} at ${stop.at}: ${stop.reason}`;
    const todo = '`portreeve resume-writing`, once the reason is gone.';
    return { ...frame, verdict: 'attention', sentence, todo, details };
  }
  if (held.length > 0) {
    const sentence = `${count(held.length, 'plan waits', 'plans wait')} for an approver.`;
    return { ...frame, verdict: 'attention', sentence, todo: '`portreeve approve` shows what waits.', details };
  }
  return {
    ...frame,
    verdict: 'good',
    sentence: 'Nothing is stopped, and no plan waits for an approver.',
    todo: null,
    details,
  };
}

function sweepLine(sweep: SweepFigures): string {
  const { account, finishedSecondsAgo } = sweep;
  const when = finishedSecondsAgo === null ? 'not yet' : `${durationOf(finishedSecondsAgo)} ago`;
  return `${account}: ${when}${isSweepLate(sweep) ? ', late' : ''}.`;
}
