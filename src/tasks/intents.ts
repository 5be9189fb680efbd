import { GitHubFailure } from '../github/failure.ts';
import type { ExternalId, IntentState, Intents } from '../github/intents.ts';
import type { Rights } from '../github/rights.ts';
import type { Action, ActionKind } from '../plan/action.ts';
import { isCounted } from '../plan/brake.ts';
import { MOST_REQUESTS, REQUESTS, recordAction } from '../store/actions.ts';
import {
  type Artifact,
  forgetStanding,
  intend,
  lockWrites,
  markDead,
  markDone,
  markPendingHead,
  markRefused,
  markSending,
  writesSince,
} from '../store/artifacts.ts';
import { isApproved, isNew, readBrake, subjectOf, useApproval, writtenLately } from '../store/brake.ts';
import { readInstallation, takeTurn } from '../store/installations.ts';
import type { Db } from '../store/tables.ts';
import { readWritingStop } from '../store/writing-stop.ts';
import type { TaskContext } from './context.ts';

/**
 * What GitHub lets an app write, over all processes; and how much of it stays reserved for what people wait for.
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
const CONTENT_LIMITS = [
  { writes: 80, reserved: 20, seconds: 60 },
  { writes: 500, reserved: 100, seconds: 3600 },
] as const;

/** 900 points a minute, of which a request that writes takes five: counted as if all did, which leaves room for reading. */
const REQUESTS_A_MINUTE = 180;
const RESERVED_REQUESTS = 40;

/** A pull request waits for its check run, and whoever commented for the answer. A sweep's issues and proposals can wait. */
const AWAITED: readonly ActionKind[] = ['report-check-run', 'react'];

/** An issue or comment whose making was never answered so often is left to the operator. */
const MOST_UNANSWERED = 3;

/**
 * Keeps the intents of one installation in the store, each step in a transaction of its own. Whether anything may be
 * written at all is looked up in the transaction that says that it is about to be.
 * @param rights where may be written, and how much of it at once
 * @param plannedOn what the store held when the facts behind the plan were read: where it holds something else by now,
 * another worker has written since, and the plan is made again
 */
export function storedIntents(
  context: TaskContext,
  installationId: number,
  rights: Rights,
  plannedOn: readonly Artifact[] | null = null,
): Intents {
  const { store, now, pace, checkpoint } = context;
  const seen = new Map<string, Artifact>();
  const inStore = <T>(work: (db: Db) => Promise<T>): Promise<T> => store.asInstallation(installationId, work);
  const settle = (action: Action, external: ExternalId, outcome: 'written' | 'adopted', fingerprint: string | null) =>
    inStore(async (db) => {
      await markDone(db, { ...action, fingerprint }, external, now());
      const { owner, name } = action.repository;
      const approved = (await useApproval(db, action, now())) ? { approved: true } : {};
      const detail = { on: `${owner}/${name}`, number: external.number, ...approved };
      await recordAction(db, installationId, action, outcome, detail, now());
    });
  return {
    async begin(action) {
      const { artifact, isUnsure } = await inStore(async (db) => {
        await assertMayWrite(context, db, action, rights);
        const installation = await readInstallation(db, installationId);
        const isUnsure = (installation?.unsure_since ?? null) !== null;
        return { artifact: await intend(db, installationId, action, now()), isUnsure };
      });
      if (artifact.repositoryId !== action.repository.repositoryId) {
        throw new GitHubFailure('refused', action.kind, `${action.key} stands in another repository`);
      }
      if (plannedOn !== null && !isAsPlanned(artifact, plannedOn)) {
        throw wait('unconfirmed', action, 'it changed after it was read', 1);
      }
      seen.set(action.key, artifact);
      await checkpoint(`intended ${action.kind}`);
      return stateOf(artifact, now(), isUnsure);
    },
    async renew(action, gone) {
      const artifact = await inStore((db) => forgetStanding(db, action.key, gone.id));
      seen.set(action.key, artifact);
      return stateOf(artifact, now(), false);
    },
    moving: (action, headSha) => inStore((db) => markPendingHead(db, action.key, headSha, now())),
    async sending(action) {
      const fence = seen.get(action.key);
      if (fence === undefined) throw new Error(`${action.key} is sent without having been intended`);
      await awaitTurn(context, installationId, action);
      // Only these could stand twice. Everything else may be sent again as often as its job is tried.
      const isRisky = action.kind === 'create-issue' || action.kind === 'create-comment';
      const isSpent = await inStore(async (db) => {
        if (isRisky && fence.attempts >= MOST_UNANSWERED) {
          await markDead(db, action.key, now());
          await recordAction(db, installationId, action, 'failed', { reason: 'never answered' }, now());
          return true;
        }
        await lockWrites(db, installationId);
        await assertMayWrite(context, db, action, rights);
        if (pace.isLimited) await assertRoom(db, action, now());
        const mayTry = await markSending(db, action, fence, now());
        if (!mayTry) throw wait('unconfirmed', action, 'another worker is writing it', 5);
        return false;
      });
      if (isSpent)
        throw new GitHubFailure('refused', action.kind, `GitHub never answered ${MOST_UNANSWERED} requests for it`);
      await checkpoint(`sent ${action.kind}`);
    },
    async done(action, external) {
      await checkpoint(`answered ${action.kind}`);
      await settle(action, external, 'written', action.fingerprint);
      await checkpoint(`done ${action.kind}`);
    },
    async adopt(action, external) {
      const sent = seen.get(action.key);
      // What was never sent from here holds a content that nobody remembers.
      const stands = sent === undefined || sent.sentAt === null ? null : sent.pendingFingerprint;
      await settle(action, external, 'adopted', stands);
      return stands === action.fingerprint;
    },
    refused: (action, reason) =>
      inStore(async (db) => {
        await markRefused(db, action.key, now());
        await recordAction(db, installationId, action, 'refused', { reason }, now());
      }),
  };
}

/** Writes keep their distance over all processes; one that takes several requests takes as many turns. */
async function awaitTurn({ store, now, pace }: TaskContext, installationId: number, action: Action): Promise<void> {
  if (pace.seconds === 0) return;
  const seconds = pace.seconds * REQUESTS[action.kind];
  const turn = await store.asInstallation(installationId, (db) => takeTurn(db, installationId, seconds, now()));
  if (turn === null) throw wait('limited', action, 'others write before it', TURN_FAR_SECONDS);
  const milliseconds = turn.getTime() - now().getTime();
  if (milliseconds > 0) await pace.wait(milliseconds);
}

/** So long until another try, where too many wait for their turn. */
const TURN_FAR_SECONDS = 10;

/** Sending changes a row, so an equal row means that nobody has sent anything in between. */
function isAsPlanned(artifact: Artifact, plannedOn: readonly Artifact[]): boolean {
  if (!PLANNED_KEYS.test(artifact.key)) return true;
  const before = plannedOn.find(({ key }) => key === artifact.key);
  return (
    artifact.externalId === (before?.externalId ?? null) &&
    (artifact.sentAt?.getTime() ?? null) === (before?.sentAt?.getTime() ?? null)
  );
}

/** Check runs and reactions are planned on what was looked up for them alone. */
const PLANNED_KEYS = /^(?:policy-issue|governance-issue|proposal):/;

function stateOf(artifact: Artifact, now: Date, isUnsure: boolean): IntentState {
  const { externalId, nodeId, number, headSha, intentStatus, sentAt } = artifact;
  if (externalId !== null) return { status: 'done', external: { id: externalId, nodeId, number, headSha } };
  if (intentStatus === 'sent' && sentAt !== null) {
    return { status: 'sent', secondsAgo: Math.max(0, (now.getTime() - sentAt.getTime()) / 1000) };
  }
  return intentStatus === 'dead' ? { status: 'dead' } : { status: 'intended', isUnsure };
}

/** @throws GitHubFailure `stopped` or `held`: nothing is wrong, and nothing may be written */
async function assertMayWrite(
  { isReadOnly, isBraked, now }: TaskContext,
  db: Db,
  action: Action,
  { ownRepositories, mostNewAnHour }: Rights,
): Promise<void> {
  if (isReadOnly || (await readWritingStop(db)) !== null) {
    throw new GitHubFailure('stopped', action.kind, 'the operator has stopped all writing');
  }
  if (!isBraked) return;
  if (isCounted(action) && !ownRepositories.includes(action.repository.repositoryId)) {
    const { enforcedAt } = await readBrake(db);
    if (enforcedAt === null) throw new GitHubFailure('held', action.kind, 'nobody has approved the first enforcement');
  }
  if (!isNew(action) || (await isApproved(db, action, now()))) return;
  const lately = await writtenLately(db, now());
  const subject = subjectOf(action.key);
  if (lately.size < mostNewAnHour || (subject !== null && lately.has(subject))) return;
  throw new GitHubFailure('held', action.kind, `${lately.size} repositories were written to within an hour`);
}

async function assertRoom(db: Db, action: Action, now: Date): Promise<void> {
  const isAwaited = AWAITED.includes(action.kind);
  for (const { writes, reserved, seconds } of CONTENT_LIMITS) {
    const before = await writesSince(db, new Date(now.getTime() - seconds * 1000));
    const most = isAwaited ? writes : writes - reserved;
    const mostRequests = isAwaited ? REQUESTS_A_MINUTE : REQUESTS_A_MINUTE - RESERVED_REQUESTS;
    const isSpent = seconds === 60 && before.requests + MOST_REQUESTS > mostRequests;
    if (before.writes >= most || isSpent) {
      throw wait('limited', action, `no more room within ${seconds} seconds`, Math.ceil(seconds / 10));
    }
  }
}

function wait(
  kind: 'limited' | 'unconfirmed',
  action: Action,
  message: string,
  retryAfterSeconds: number,
): GitHubFailure {
  return new GitHubFailure(kind, action.kind, message, { retryAfterSeconds });
}
