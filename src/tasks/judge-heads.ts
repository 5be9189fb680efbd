import type { CollectedRepository } from '../github/collect-repositories.ts';
import { listOpenHeads, type OpenHead } from '../github/list-open-heads.ts';
import { openCheckRuns } from '../github/read-check-runs.ts';
import { checkRunKey } from '../plan/plan-check-run.ts';
import { pendingIn } from '../store/agreements.ts';
import { findArtifacts } from '../store/artifacts.ts';
import { lastAudits } from '../store/audits.ts';
import { endsOfOverrides } from '../store/overrides.ts';
import { heedAllowance } from './allowance.ts';
import type { TaskContext } from './context.ts';
import { pullRequestRequest } from './requests.ts';

/** Where the heads of a repository's pull requests are looked at. */
export interface HeadsToLookAt {
  readonly repository: CollectedRepository;
  /** The check runs that each has to have. */
  readonly checkNames: readonly string[];
  /** All are judged again. */
  readonly isEvery: boolean;
  /** As far as there are any; else only as long as one of those looked at lacks something. */
  readonly isToTheLast: boolean;
}

/**
 * Has those open pull requests judged whose head lacks a completed check run of ours, since an event was lost or the
 * permission to report it was not granted before. What changed last is looked at first, and where nothing is lacking
 * the older ones are left to the day's sweep.
 */
export async function judgeHeads(context: TaskContext, installationId: number, look: HeadsToLookAt): Promise<void> {
  const { openPullRequests, nodeId } = look.repository;
  let { heads, next } = openPullRequests;
  while (true) {
    const judged = await judgeThese(context, installationId, look, heads);
    if (next === null || (judged === 0 && !look.isToTheLast)) return;
    await heedAllowance(context, installationId);
    ({ heads, next } = await listOpenHeads(context.github.reader(installationId), nodeId, next));
  }
}

/** By so much GitHub's clock and ours may differ, and so long may pass between reading and recording. */
const MARGIN_MILLISECONDS = 5 * 60_000;

/**
 * Those without a completed check run of ours: the one of the head, or the one by which a person asked for the check
 * again. Those that were not judged themselves at this head: what stands there is another's, with the same commit. Those
 * in which an override has ended since. Those that wait for a signature and in which something happened since they were
 * judged: the comment that signs may be of a lost delivery. After a new configuration, all of them. @returns how many
 */
async function judgeThese(
  { store, github, enqueue, now }: TaskContext,
  installationId: number,
  { repository: { repositoryId, nodeId, description }, checkNames, isEvery }: HeadsToLookAt,
  openHeads: readonly OpenHead[],
): Promise<number> {
  const heads = await store.asInstallation(installationId, async (db) => {
    const found = [];
    const waiting = await pendingIn(db, repositoryId);
    const subjectOf = ({ number }: OpenHead): string => `${description.owner}/${description.name}#${number}`;
    const audits = await lastAudits(db, repositoryId, openHeads.map(subjectOf));
    const ended = await endsOfOverrides(db, repositoryId, now());
    for (const head of openHeads) {
      const last = audits.get(subjectOf(head));
      const judgedAt = last?.at.getTime() ?? 0;
      const mayBeSigned = waiting.has(head.number) && Date.parse(head.updatedAt) > judgedAt - MARGIN_MILLISECONDS;
      const isOverrideOver = (ended.get(head.number)?.getTime() ?? 0) > judgedAt;
      const keys = checkNames.map((name) => checkRunKey(repositoryId, name, head.headSha));
      found.push({
        ...head,
        isDue: mayBeSigned || isOverrideOver || last?.commit !== head.headSha,
        reported: await findArtifacts(db, keys),
      });
    }
    return found;
  });
  const known = heads.flatMap(({ reported }) => reported.flatMap(({ nodeId: run }) => run ?? []));
  const open = await openCheckRuns(github.reader(installationId), known);
  let judged = 0;
  for (const { number, headSha, isDue, reported } of heads) {
    const isRequested = reported.some(({ nodeId: run }) => run !== null && open.has(run));
    const done = reported.filter(({ intentStatus }) => intentStatus === 'done');
    if (done.length === checkNames.length && !isEvery && !isRequested && !isDue) continue;
    const unknown = reported.length < checkNames.length ? ({ mayStand: true } as const) : {};
    const about = { installationId, repositoryId, nodeId, number, headSha };
    await enqueue([pullRequestRequest({ ...about, isRequested, ...unknown })]);
    judged += 1;
  }
  return judged;
}
