import { rm } from 'node:fs/promises';
import { VERDICT_OUTCOMES, type VerdictOutcome } from '../../src/core/verdict.ts';
import type { EvidenceOutcome } from '../../src/ggi/evidence/evidence.ts';
import { endsSoon } from '../../src/ggi/evidence/standing.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { listAttestations } from '../../src/store/attestations.ts';
import { latestVerdicts } from '../../src/store/audits.ts';
import { openEmbeddedServer } from '../../src/store/embedded/server.ts';
import { latestMeasurements } from '../../src/store/evidence.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { GitHub } from '../github/index.ts';
import { untilSettled } from '../support/settled.ts';
import { silentLog } from '../support/silent-log.ts';

/** What stands on the board of good governance. */
export interface DemoBoard {
  readonly issues: number;
  readonly points: number;
  /** Points that people have ticked. */
  readonly ticked: number;
  /** Points for which a machine looked for evidence. */
  readonly measured: number;
  /** Points of these for which it found some. */
  readonly supported: number;
  /** Points of these against which it found some. */
  readonly contradicted: number;
  /** Points that people have ticked, and that what was measured contradicts. */
  readonly disputed: number;
  /** Points that somebody answers for, for some days more. */
  readonly ending: number;
}

/** Looks into the state of a running Portreeve, as an operator's command does beside it. */
export interface Observer {
  /** Resolves when every delivery was answered, dispatched and done with. */
  settled(github: GitHub): Promise<void>;
  /** The newest verdicts of all repositories, counted. */
  verdicts(installationId: number): Promise<Record<VerdictOutcome, number>>;
  /** The policy issues that Portreeve keeps, open and closed. */
  policyIssues(installationId: number): Promise<number>;
  /** The board of good governance, counted. */
  board(installationId: number): Promise<DemoBoard>;
  close(): Promise<void>;
  /** Deletes the state, wherever the server's account had to keep it. After everybody has closed. */
  removeData(): Promise<void>;
}

export async function openObserver(dataFolder: string): Promise<Observer> {
  const server = await openEmbeddedServer(dataFolder, silentLog);
  const store = await openStore({ databaseUrl: null, dataFolder, log: silentLog });
  const jobs = await openJobs({ pool: store.pool, log: silentLog });
  return {
    settled: (github) => untilSettled(github, { store, jobs }),
    async verdicts(installationId) {
      const latest = await store.asInstallation(installationId, latestVerdicts);
      const all = [...latest.values()].flat();
      const count = (outcome: VerdictOutcome) => all.filter((verdict) => verdict.outcome === outcome).length;
      return Object.fromEntries(VERDICT_OUTCOMES.map((outcome) => [outcome, count(outcome)])) as Record<
        VerdictOutcome,
        number
      >;
    },
    policyIssues: (installationId) =>
      store.asInstallation(installationId, async (db) => {
        const { count } = await db
          .selectFrom('artifact')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('key', 'like', 'policy-issue:%')
          .where('external_id', 'is not', null)
          .executeTakeFirstOrThrow();
        return Number(count);
      }),
    board: (installationId) =>
      store.asInstallation(installationId, async (db) => {
        const rows = await db.selectFrom('board_activity').select('activity').execute();
        const points = await db.selectFrom('board_point').select(['key', 'is_ticked']).execute();
        const ticked = points.filter((point) => point.is_ticked);
        const measurements = await latestMeasurements(db);
        const found = (as: EvidenceOutcome) =>
          [...measurements.values()].filter(({ outcome }) => outcome === as).length;
        const disputed = ticked.filter(({ key }) => measurements.get(key)?.outcome === 'contradicted');
        const day = new Date().toISOString().slice(0, 10);
        const ending = (await listAttestations(db)).filter((one) => endsSoon(one, day));
        return {
          issues: rows.length,
          points: points.length,
          ticked: ticked.length,
          measured: measurements.size,
          supported: found('supported'),
          contradicted: found('contradicted'),
          disputed: disputed.length,
          ending: ending.length,
        };
      }),
    removeData: () => rm(server.folder, { recursive: true, force: true }),
    async close() {
      await jobs.stop();
      await store.close();
    },
  };
}
