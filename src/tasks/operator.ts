import type { Verdict } from '../core/verdict.ts';
import type { DeadLetter, Jobs, QueueState } from '../jobs/jobs.ts';
import { openJobs } from '../jobs/open-jobs.ts';
import { latestVerdicts } from '../store/audits.ts';
import { countDeliveries, retryFailedDeliveries } from '../store/deliveries.ts';
import { activeInstallations } from '../store/installations.ts';
import { openStore } from '../store/open-store.ts';
import { listRepositories } from '../store/repositories.ts';
import type { Store } from '../store/store.ts';

/** The state of the app, as a command sees it beside the running app or without it. */
export interface OperatorView {
  readonly queues: () => Promise<QueueState[]>;
  readonly deadLetters: () => Promise<DeadLetter[]>;
  readonly retryDeadLetter: Jobs['retryDeadLetter'];
  readonly deleteDeadLetter: Jobs['deleteDeadLetter'];
  /** The newest verdicts of every repository, by `owner/name`, restricted ones included: for the operator's eyes. */
  readonly findings: () => Promise<ReadonlyMap<string, readonly Verdict[]>>;
  /** Deliveries that could not be turned into tasks, or whose task failed for good. */
  readonly failedDeliveries: () => Promise<number>;
  /** Has them dispatched again, as far as their payload is still kept. @returns how many */
  readonly retryDeliveries: () => Promise<number>;
  readonly close: () => Promise<void>;
}

const SILENT = { info() {}, warn() {}, error() {} };

/** Opens the app's database for a command: it reads, and puts dead letters back when told so. */
export async function openOperatorView(databaseUrl: string | null, dataFolder: string): Promise<OperatorView> {
  const store = await openStore({ databaseUrl, dataFolder, log: SILENT });
  const jobs = await openJobs({ pool: store.pool, log: SILENT });
  return {
    queues: () => jobs.waiting(),
    deadLetters: () => jobs.deadLetters(),
    retryDeadLetter: (id) => jobs.retryDeadLetter(id),
    deleteDeadLetter: (id) => jobs.deleteDeadLetter(id),
    findings: () => findingsOf(store),
    failedDeliveries: async () => (await store.asOperator(countDeliveries)).failed,
    retryDeliveries: () => store.asOperator(retryFailedDeliveries),
    async close() {
      await jobs.stop();
      await store.close();
    },
  };
}

async function findingsOf(store: Store): Promise<Map<string, readonly Verdict[]>> {
  const installations = await store.asOperator(activeInstallations);
  const findings = new Map<string, readonly Verdict[]>();
  for (const { installation_id } of installations) {
    await store.asInstallation(installation_id, async (db) => {
      const verdicts = await latestVerdicts(db);
      for (const { repositoryId, owner, name } of await listRepositories(db)) {
        findings.set(`${owner}/${name}`, verdicts.get(repositoryId) ?? []);
      }
    });
  }
  return findings;
}
