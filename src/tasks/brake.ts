import { BUILT_IN } from '../config/schema.ts';
import type { CollectedRepository } from '../github/collect-repositories.ts';
import type { TaskRequest } from '../jobs/jobs.ts';
import { countedWrites, type HeldPlan, isLooser, type PlannedRepository, planHash, weigh } from '../plan/brake.ts';
import {
  approvedWrites,
  type BrakeState,
  hold,
  lockBrake,
  putInForce,
  readBrake,
  readPlanned,
  saveCandidate,
  savePlanned,
  writtenLately,
} from '../store/brake.ts';
import { type ConfigurationFile, configurationsInForce } from '../store/configurations.ts';
import { findSweep } from '../store/sweeps.ts';
import type { Db } from '../store/tables.ts';
import { brakeOf, type Configuration, candidateConfiguration, enforcesAnything, printOf } from './configuration.ts';
import { CONFIGURATION_PATH } from './configuration-files.ts';
import type { TaskContext } from './context.ts';
import type { Judgement } from './judge-repository.ts';
import { approvalRequest, auditRequest } from './requests.ts';
import { sweepAnew } from './sweep-anew.ts';

/**
 * Takes note of how the organisation's files stand on the default branches now. What enforces nothing comes into force
 * at once; anything else waits for the sweep that counts what it would write. Sweeping is asked for in the same
 * transaction.
 * @param change the files as they are to be, from those that were the newest so far
 * @returns whether a sweep was asked for
 */
export async function takeUpFiles(
  context: TaskContext,
  installationId: number,
  change: (newest: readonly ConfigurationFile[], inForce: readonly ConfigurationFile[]) => readonly ConfigurationFile[],
): Promise<boolean> {
  const { store, now, enqueue } = context;
  return store.asInstallation(installationId, async (db) => {
    const { candidate, held, enforcedAt } = await lockBrake(db, installationId);
    const inForce = await organizationFiles(db);
    const newest = candidate ?? inForce;
    const files = change(newest, inForce);
    const isChanged = printOf(files) !== printOf(newest);
    if (printOf(files) === printOf(inForce)) {
      // The commit may be another one.
      await putInForce(db, installationId, files, { isEnforcing: false, now: now() });
    } else if (enforcesAnything(context, files) || (enforcedAt !== null && loosensBrake(context, files, inForce))) {
      await saveCandidate(db, files);
    } else {
      await putInForce(db, installationId, files, { isEnforcing: false, now: now() });
    }
    if (!isChanged) return false;
    if (held?.basis === 'candidate') {
      await hold(db, null, now());
      // Where another candidate takes its place, the sweep tells what became of it.
      if ((await readBrake(db)).candidate === null) {
        await enqueue([approvalRequest({ installationId, work: 'tell' })], db);
      }
    }
    await sweepAnew(context, db, installationId);
    return true;
  });
}

/** Whether these files let more go than those in force. */
function loosensBrake(
  context: TaskContext,
  files: readonly ConfigurationFile[],
  inForce: readonly ConfigurationFile[],
): boolean {
  return isLooser(brakeOf(context, files), brakeOf(context, inForce), BUILT_IN.brake);
}

/** The organisation's files in force; those of repositories are called by no repository. */
async function organizationFiles(db: Db): Promise<ConfigurationFile[]> {
  return (await configurationsInForce(db)).filter(({ path }) => path !== CONFIGURATION_PATH);
}

/** The newest files of the organisation, whether they are in force or wait for it. */
export async function newestFiles(db: Db): Promise<readonly ConfigurationFile[]> {
  return (await readBrake(db)).candidate ?? (await organizationFiles(db));
}

/** The configuration that waits, as it would hold; null where none does. */
export async function loadCandidate(context: TaskContext, inForce: Configuration): Promise<Configuration | null> {
  const { candidate } = await context.store.asInstallation(inForce.installationId, readBrake);
  return candidate === null ? null : candidateConfiguration(context, inForce, candidate);
}

/** Keeps what a repository's plan would write, until the sweep has seen them all. */
export async function notePlan(
  { store }: TaskContext,
  { installationId, isHeld }: Configuration,
  { repositoryId, nodeId, description }: CollectedRepository,
  judgement: Pick<Judgement, 'actions' | 'verdicts'> | null,
): Promise<void> {
  const failing = (judgement?.verdicts ?? []).filter(({ outcome }) => outcome === 'fail');
  const open = failing.filter(({ disclosure }) => disclosure === 'public');
  const plan: PlannedRepository = {
    repositoryId,
    nodeId,
    name: description.name,
    isPublic: description.visibility === 'public',
    writes: countedWrites(judgement?.actions ?? []),
    policies: open.map(({ policy }) => policy),
    restricted: failing.length - open.length,
  };
  await store.asInstallation(installationId, (db) =>
    savePlanned(db, installationId, isHeld ? 'candidate' : 'in-force', plan),
  );
}

/**
 * Decides, once a sweep has seen every repository, what becomes of its plans: they are carried out, or they wait for an
 * approver. All or nothing, in the caller's transaction.
 * @param trigger what the audits are told to come from
 */
export async function settleSweep(
  context: TaskContext,
  db: Db,
  { inForce, candidate }: { readonly inForce: Configuration; readonly candidate: Configuration | null },
  trigger: string,
): Promise<void> {
  const { installationId } = inForce;
  const { now, log } = context;
  const state = await lockBrake(db, installationId);
  const isOvertaken =
    printOf(await organizationFiles(db)) !== inForce.print ||
    (state.candidate === null ? null : printOf(state.candidate)) !== (candidate?.print ?? null);
  // Whoever changed what is planned under has asked for the next sweep.
  if (isOvertaken) return;
  const scale = await scaleOf(context, db, state, inForce);
  const requests: TaskRequest[] = [];

  let held: HeldPlan | null = null;
  if (candidate !== null && state.candidate !== null) {
    const planned = await readPlanned(db, 'candidate');
    held = scale.weigh(candidate, planned, isLooser(candidate.brake, inForce.brake, BUILT_IN.brake));
    if (held === null) {
      await putInForce(db, installationId, state.candidate, { isEnforcing: true, now: now() });
      await hold(db, null, now());
      if (state.held !== null) requests.push(approvalRequest({ installationId, work: 'tell' }));
      // Under what is in force from now on, everything is judged anew.
      await context.enqueue(requests, db);
      await sweepAnew(context, db, installationId);
      log.info({ installationId, repositories: planned.length }, 'configuration in force');
      return;
    }
  }
  const planned = await readPlanned(db, 'in-force');
  const alsoHeld = scale.weigh(inForce, planned);
  const going = planned.filter((plan) => alsoHeld === null || scale.isApproved(plan));
  requests.push(
    ...going.map(({ repositoryId, nodeId }) => auditRequest({ installationId, repositoryId, nodeId, trigger })),
  );
  held ??= alsoHeld;
  await hold(db, held, now());
  if (held?.hash !== state.held?.hash) {
    requests.push(approvalRequest({ installationId, work: 'tell' }));
    if (held !== null) {
      const { reason, hash, repositories, total } = held;
      log.warn({ installationId, reason, hash, repositories: repositories.length, total }, 'held for an approver');
    }
  }
  await context.enqueue(requests, db);
}

/** What plans of this installation are weighed with. The limits are those in force: what waits cannot raise them for itself. */
async function scaleOf({ isBraked, now }: TaskContext, db: Db, state: BrakeState, { brake: limits }: Configuration) {
  const approved = await approvedWrites(db, now());
  const lately = (await writtenLately(db, now())).size;
  const total = (await findSweep(db))?.repositories ?? 0;
  const isApproved = ({ writes }: PlannedRepository): boolean => writes.every((name) => approved.has(name));
  return {
    isApproved,
    /** What has to wait of a plan; null where nothing has to. */
    weigh(configuration: Configuration, planned: readonly PlannedRepository[], isLoosening = false): HeldPlan | null {
      if (!isBraked) return null;
      const repositories = planned.filter((plan) => plan.writes.length > 0 && !isApproved(plan));
      const isFirst = configuration.enforces && state.enforcedAt === null;
      const weight = { repositories: repositories.length, lately, total, isFirst };
      const reason = weigh(weight, limits) ?? (isLoosening && state.enforcedAt !== null ? 'brake-loosened' : null);
      if (reason === null) return null;
      const basis = configuration.isHeld ? 'candidate' : 'in-force';
      return { basis, reason, total, repositories, hash: planHash(configuration.print, repositories) };
    },
  };
}
