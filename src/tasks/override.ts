import { type ContributionFinding, finding } from '../contributions/finding.ts';
import { visibleOnly } from '../contributions/identity.ts';
import {
  mayOverride,
  OVERRIDE_BUTTONS,
  OVERRIDE_PROBLEM_NAMES,
  OVERRIDE_PROBLEMS,
  type OverrideProblem,
  readOverrideCommand,
  usualEnd,
} from '../contributions/override.ts';
import { readComment, readRole } from '../github/read-comment.ts';
import { type KeptOverride, recordOverride } from '../store/overrides.ts';
import type { TaskContext } from './context.ts';
import type { PullRequestTask } from './requests.ts';

/** The pull request as it was read when the override is looked at. */
export interface OverriddenSubject {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
  readonly headSha: string;
  /** The commits that fail for want of a sign-off. */
  readonly lacking: readonly string[];
  /** When we first judged its head; null: our check does not stand there. */
  readonly seenAt: Date | null;
  /** Those that are kept of it. */
  readonly kept: readonly KeptOverride[];
}

/** A command that was given by somebody who may and does not count all the same. */
export interface VoidOverride {
  readonly who: string;
  readonly problem: OverrideProblem;
}

/** What came of the comment or the button that this task is about; all null where it is about none. */
export interface HeededOverride {
  readonly taken: KeptOverride | null;
  readonly refused: VoidOverride | null;
  /** Why it does not count, in words for the log. */
  readonly reason: string | null;
}

const NOTHING: HeededOverride = { taken: null, refused: null, reason: null };

/**
 * Takes up the override that a comment or a button gives. It covers the commits that lack a sign-off at this moment, and
 * counts only where our check stood at this head before it was given: nobody takes in what they cannot have seen.
 */
export async function heedOverride(
  context: TaskContext,
  task: PullRequestTask,
  subject: OverriddenSubject,
): Promise<HeededOverride> {
  const { commentId, isOverride, pressed } = task;
  const heeded =
    pressed !== undefined
      ? await heedButton(context, task, pressed, subject)
      : isOverride === true && commentId !== null
        ? await heedComment(context, task, commentId, subject)
        : NOTHING;
  const { log, store } = context;
  const { installationId, repositoryId } = task;
  const { number } = subject;
  if (heeded.reason !== null)
    log.warn({ installationId, repositoryId, number, reason: heeded.reason }, 'override refused');
  const { taken } = heeded;
  if (taken !== null && !subject.kept.includes(taken)) {
    await store.asInstallation(installationId, (db) => recordOverride(db, installationId, taken));
    log.info({ installationId, repositoryId, number, commits: taken.shas.length, by: taken.by.id }, 'overridden');
  }
  return heeded;
}

/** Nothing of the event is believed: the comment is read again, and its author's rights as they are now. */
async function heedComment(
  { github }: TaskContext,
  { installationId, repositoryId }: PullRequestTask,
  commentId: number,
  { owner, name, number, lacking, seenAt, kept }: OverriddenSubject,
): Promise<HeededOverride> {
  const known = kept.find(({ source }) => 'commentId' in source && source.commentId === commentId);
  if (known !== undefined) return take(known);
  const reader = github.reader(installationId);
  const comment = await readComment(reader, { owner, repo: name }, commentId);
  if (comment === null || comment.issueNumber !== number) return refuse('the comment is gone');
  const { author, body, writtenAt } = comment;
  if (!author.isPerson || comment.isByApp) return refuse('not a person');
  const wish = readOverrideCommand(body, new Date(writtenAt));
  if (wish === null) return refuse('no command');
  const role = await readRole(reader, { owner, repo: name }, author.login);
  if (role === null || role.accountId !== author.id || !mayOverride(role.role)) return refuse('not their right');
  const told = (problem: OverrideProblem) => refuse(problem, { who: author.login, problem });
  if (!comment.isUnedited) return told('edited');
  if (!wish.ok) return told(wish.problem);
  if (lacking.length === 0) return refuse('no commit lacks a sign-off');
  // GitHub tells whole seconds.
  if (seenAt === null || Math.floor(seenAt.getTime() / 1000) * 1000 > Date.parse(writtenAt)) {
    return told('later-commits');
  }
  return take({
    repositoryId,
    number,
    source: { commentId },
    by: { id: author.id, login: author.login, type: 'User' },
    role: role.role,
    reason: wish.reason,
    shas: lacking,
    givenAt: new Date(writtenAt),
    expiresAt: wish.expiresAt,
  });
}

/**
 * GitHub attests who pressed a button and on which head's check, in a delivery that was verified; what they may do is
 * asked now. GitHub shows buttons to everybody who may write, so whoever may not override is told so.
 */
async function heedButton(
  { github, now }: TaskContext,
  { installationId, repositoryId, headSha: pressedAt }: PullRequestTask,
  { button, by, deliveryId }: NonNullable<PullRequestTask['pressed']>,
  { owner, name, number, headSha, lacking, seenAt, kept }: OverriddenSubject,
): Promise<HeededOverride> {
  const known = kept.find(({ source }) => 'deliveryId' in source && source.deliveryId === deliveryId);
  if (known !== undefined) return take(known);
  const told = (problem: OverrideProblem) => refuse(problem, { who: by.login, problem });
  const role = await readRole(github.reader(installationId), { owner, repo: name }, by.login);
  if (role === null || role.accountId !== by.id || !mayOverride(role.role)) return told('no-role');
  if (lacking.length === 0) return refuse('no commit lacks a sign-off');
  if (seenAt === null || pressedAt !== headSha) return told('later-commits');
  const givenAt = now();
  return take({
    repositoryId,
    number,
    source: { deliveryId },
    by: { ...by, type: 'User' },
    role: role.role,
    reason: OVERRIDE_BUTTONS[button],
    shas: lacking,
    givenAt,
    expiresAt: usualEnd(givenAt).toISOString(),
  });
}

function take(taken: KeptOverride): HeededOverride {
  return { taken, refused: null, reason: null };
}

/** @param reason for the log; what people are told of it is `refused` */
function refuse(reason: string, refused: VoidOverride | null = null): HeededOverride {
  return { taken: null, refused, reason };
}

/** What the check says of an override that does not count. */
export function voidNotices(voided: VoidOverride | null): ContributionFinding[] {
  if (voided === null) return [];
  const told = { who: visibleOnly(voided.who), problem: OVERRIDE_PROBLEMS[voided.problem] };
  return [finding({ sha: null, outcome: 'notice' }, 'override-void', told)];
}

/** The void override that was kept with a check run; null where none was. */
export function voidIn(value: unknown): VoidOverride | null {
  if (typeof value !== 'object' || value === null || !('who' in value) || !('problem' in value)) return null;
  const { who, problem } = value;
  const known = OVERRIDE_PROBLEM_NAMES.find((name) => name === problem);
  return typeof who !== 'string' || known === undefined ? null : { who, problem: known };
}

/** A moment that was kept with a check run; null where none was. */
export function momentIn(value: unknown): Date | null {
  const moment = new Date(typeof value === 'string' ? value : Number.NaN);
  return Number.isNaN(moment.getTime()) ? null : moment;
}
