import { z } from 'zod';
import { OVERRIDE_BUTTON_NAMES } from '../contributions/override.ts';
import { LANGUAGES } from '../core/language.ts';
import type { TaskRequest } from '../jobs/jobs.ts';

const id = z.int().positive();
const trigger = z.string().max(100);

/** Audit one repository. */
export const repositoryTask = z.strictObject({
  installationId: id,
  repositoryId: id,
  nodeId: z.string(),
  trigger,
  /** A person pressed "Open repair PR". */
  isProposalRequested: z.boolean().default(false),
  /** Somebody pressed "Re-run" on the check of the repository's own broken configuration. */
  isCheckRequested: z.boolean().default(false),
  /** What pull requests are judged by has changed on its default branch: all open ones are judged again. */
  isEveryHead: z.literal(true).exactOptional(),
  /** A comment asks what is to be looked at before it becomes public; whether its author may, is looked up on GitHub. */
  isPublicationRequested: z.literal(true).exactOptional(),
  /** The comment that asked for another look, to be answered by a reaction. */
  commentId: id.nullable().default(null),
});

/** The language that the author of a comment asked for; null: one in which Portreeve does not write. */
const languageWish = z.strictObject({ accountId: id, language: z.enum(LANGUAGES).nullable() });

/** Why a comment that was meant to be a signature, or the withdrawal of one, is none. */
export const SIGNING_PROBLEMS = ['not-alone', 'edited', 'outdated', 'asks-more', 'overtaken', 'not-signed'] as const;

/** Judge one pull request; by its number, or by its head commit where the event names no number. */
export const pullRequestTask = z.strictObject({
  installationId: id,
  repositoryId: id,
  nodeId: z.string(),
  number: id.nullable(),
  headSha: z.string().nullable(),
  /** Somebody asked for a new run. */
  isRequested: z.boolean().default(false),
  /** Who pushed this head, or opened the pull request with it, as the event told it. */
  pushedBy: z.strictObject({ id, login: z.string().max(100), type: z.enum(['User', 'Bot']) }).exactOptional(),
  /** The commit of a merge queue that holds it: what was found of it is reported there instead. */
  groupSha: z.string().max(64).exactOptional(),
  /** What that commit was put on top of. */
  groupBaseSha: z.string().max(64).exactOptional(),
  /** No event told of it: a check run of ours may stand that the store does not know. */
  mayStand: z.literal(true).exactOptional(),
  /** GitHub gave no whole answer a while ago: this time it is believed. */
  isSecondLook: z.literal(true).exactOptional(),
  /** It was closed: nothing is to be done unless a comment of ours stands under it. */
  isClosed: z.literal(true).exactOptional(),
  /** A comment asked for another language. */
  language: languageWish.exactOptional(),
  /** A comment takes its commits in without a sign-off; whether it may is looked up on GitHub. */
  isOverride: z.literal(true).exactOptional(),
  /** Somebody pressed a button that takes its commits in without a sign-off; whether they may is looked up on GitHub. */
  pressed: z
    .strictObject({
      button: z.enum(OVERRIDE_BUTTON_NAMES),
      by: z.strictObject({ id, login: z.string().max(100) }),
      deliveryId: z.string().max(100),
    })
    .exactOptional(),
  /** A comment here was meant to sign an agreement, and does not count. */
  signingProblem: z.enum(SIGNING_PROBLEMS).exactOptional(),
  /** The comment that asked for it, to be answered by a reaction. */
  commentId: id.nullable().default(null),
  /** When it asked: what was reported since then answers it already. */
  askedAt: z.iso.datetime().exactOptional(),
});

/** Read an installation and its configuration again. */
export const installationTask = z.strictObject({
  installationId: id,
  /** Audit all its repositories afterwards, even where nothing changed. */
  isSweepWanted: z.boolean().default(false),
  /** What repositories take over from `.github` has changed: judge everything anew. */
  isHandedDown: z.boolean().default(false),
  /** Somebody pressed "Re-run" on the check of a broken configuration. */
  isCheckRequested: z.boolean().default(false),
  /** Deliveries were lost: audit all its repositories, whatever they would have told. */
  isCatchUp: z.boolean().default(false),
  /** GitHub said a while ago that it is gone: this time it is believed. */
  isSecondLook: z.literal(true).exactOptional(),
});

/** The trigger of an audit that follows one to which GitHub gave no whole answer. */
export const SECOND_LOOK = 'second-look';

/** Short enough that what GitHub wrongly calls missing is put right within a quarter of an hour. */
const SECOND_LOOK_SECONDS = 600;

/** The trigger of a sweep that makes up for lost deliveries. */
export const CATCH_UP = 'lost-deliveries';

/** The trigger of the sweep that passes once a day. */
export const DAILY = 'sweep';

/** Audit all repositories of an installation. */
export const sweepTask = z.strictObject({ installationId: id, trigger });

/** Tell what waits for an approver; before that, look whether a comment releases it. */
export const approvalTask = z.strictObject({
  installationId: id,
  work: z.enum(['tell', 'approve']),
  /** Where the comment stands. */
  repositoryId: id.nullable().default(null),
  commentId: id.nullable().default(null),
});

/**
 * Speak to who opened an issue from outside; or, for the whole installation, look whether promises to answer were kept,
 * or read who belongs to it.
 */
export const conversationTask = z.discriminatedUnion('work', [
  z.strictObject({
    work: z.literal('issue'),
    installationId: id,
    repositoryId: id,
    nodeId: z.string(),
    number: id,
    /** The comment that asked for another language, to be answered by a reaction. */
    commentId: id.nullable().default(null),
    language: languageWish.exactOptional(),
  }),
  z.strictObject({
    work: z.literal('signing'),
    installationId: id,
    repositoryId: id,
    nodeId: z.string(),
    /** The repository's name, as the event told it. */
    repository: z.string().max(100),
    number: id,
    isPullRequest: z.boolean(),
    commentId: id,
  }),
  z.strictObject({ work: z.literal('promises'), installationId: id }),
  z.strictObject({ work: z.literal('members'), installationId: id }),
  /** What is asked in companies' names is told, and what nobody answers lapses. */
  z.strictObject({ work: z.literal('companies'), installationId: id }),
  /** A comment below the issue that tells it, in which somebody answers. */
  z.strictObject({ work: z.literal('company'), installationId: id, repositoryId: id, commentId: id }),
]);

/** Read what reports rest on, and write the report where one is due. */
export const reportTask = z.strictObject({
  installationId: id,
  /** Only the bills of materials that GitHub had not written yet. */
  isBills: z.literal(true).exactOptional(),
});

/** Keep the board of good governance: because somebody asked for it, or to see what people changed. */
export const boardTask = z.strictObject({
  work: z.enum(['init', 'refresh', 'attest']),
  installationId: id,
  /** Where the comment stands that asked for it. */
  repositoryId: id.nullable().default(null),
  commentId: id.nullable().default(null),
});

/** Delete what is kept about an installation. */
export const forgetTask = z.strictObject({ installationId: id });

/** What the clock asks for; it concerns no one installation. */
export const housekeepingTask = z.strictObject({
  installationId: z.literal(0),
  work: z.enum(['sweep-all', 'clean', 'missing-deliveries', 'report-all', 'judge-due']),
});

export type ConversationTask = z.infer<typeof conversationTask>;
export type IssueTask = Extract<ConversationTask, { readonly work: 'issue' }>;
export type CompanyAnswerTask = Extract<ConversationTask, { readonly work: 'company' }>;
export type SigningTask = Extract<ConversationTask, { readonly work: 'signing' }>;
export type LanguageWish = z.infer<typeof languageWish>;
export type BoardTask = z.infer<typeof boardTask>;
export type ForgetTask = z.infer<typeof forgetTask>;
export type HousekeepingTask = z.infer<typeof housekeepingTask>;
export type RepositoryTask = z.infer<typeof repositoryTask>;
export type PullRequestTask = z.infer<typeof pullRequestTask>;
export type InstallationTask = z.infer<typeof installationTask>;
export type ApprovalTask = z.infer<typeof approvalTask>;
export type ReportTask = z.infer<typeof reportTask>;
export type SweepTask = z.infer<typeof sweepTask>;

/** Whether a person waits for the audit. */
export function isAskedFor({ isProposalRequested, isCheckRequested, commentId }: RepositoryTask): boolean {
  return isProposalRequested || isCheckRequested || commentId !== null;
}

// A key names what one task at a time works on. What somebody asked for has a key of its own: a waiting task without
// the wish would swallow it.

export function auditRequest(task: z.input<typeof repositoryTask>): TaskRequest {
  const data = repositoryTask.parse(task);
  const look = data.trigger === SECOND_LOOK ? `:${SECOND_LOOK}` : '';
  const asked = data.isProposalRequested
    ? ':proposal'
    : data.isCheckRequested
      ? ':check'
      : data.isEveryHead === true
        ? ':heads'
        : '';
  const wish = data.commentId === null ? asked : `:${data.commentId}`;
  return { queue: 'repository', key: `${data.installationId}:${data.repositoryId}${wish}${look}`, data };
}

export function pullRequestRequest(task: z.input<typeof pullRequestTask>): TaskRequest {
  const data = pullRequestTask.parse(task);
  const group = data.groupSha === undefined ? '' : `:${data.groupSha}`;
  const asked = data.isRequested ? ':again' : data.isClosed === true ? ':closed' : group;
  const look = data.isSecondLook === true ? `:${SECOND_LOOK}` : '';
  const pressed = data.pressed === undefined ? asked : `:${data.pressed.deliveryId}`;
  const wish = data.commentId === null ? pressed : `:${data.commentId}`;
  const subject = data.number ?? data.headSha;
  return { queue: 'pull-request', key: `${data.installationId}:${data.repositoryId}:${subject}${wish}${look}`, data };
}

export function installationRequest(task: z.input<typeof installationTask>): TaskRequest {
  const data = installationTask.parse(task);
  const wishes = {
    [`:${SECOND_LOOK}`]: data.isSecondLook === true,
    ':handed-down': data.isHandedDown,
    ':sweep': data.isSweepWanted,
    ':check': data.isCheckRequested,
  };
  const [wish = data.isCatchUp ? ':catch-up' : ''] = Object.entries(wishes).flatMap(([name, is]) => (is ? [name] : []));
  return { queue: 'configuration', key: `${data.installationId}${wish}`, data };
}

export function sweepRequest(task: z.input<typeof sweepTask>): TaskRequest {
  const data = sweepTask.parse(task);
  return { queue: 'sweep', key: String(data.installationId), data };
}

export function reportRequest(task: z.input<typeof reportTask>): TaskRequest {
  const data = reportTask.parse(task);
  return { queue: 'report', key: `${data.installationId}${data.isBills === true ? ':bills' : ''}`, data };
}

export function housekeepingRequest(work: HousekeepingTask['work']): TaskRequest {
  return { queue: 'housekeeping', key: work, data: { installationId: 0, work } };
}

export function approvalRequest(task: z.input<typeof approvalTask>): TaskRequest {
  const data = approvalTask.parse(task);
  return { queue: 'approval', key: `${data.installationId}:${data.commentId ?? 'tell'}`, data };
}

export function conversationRequest(task: z.input<typeof conversationTask>): TaskRequest {
  const data = conversationTask.parse(task);
  const { installationId } = data;
  if (data.work === 'signing') {
    const { repositoryId, commentId } = data;
    return { queue: 'conversation', key: `${installationId}:${repositoryId}:signing:${commentId}`, data };
  }
  if (data.work === 'company') {
    return { queue: 'conversation', key: `${installationId}:company:${data.commentId}`, data };
  }
  if (data.work !== 'issue') return { queue: 'conversation', key: `${installationId}:${data.work}`, data };
  const wish = data.commentId === null ? '' : `:${data.commentId}`;
  return { queue: 'conversation', key: `${installationId}:${data.repositoryId}:${data.number}${wish}`, data };
}

export function boardRequest(task: z.input<typeof boardTask>): TaskRequest {
  const data = boardTask.parse(task);
  return { queue: 'board', key: `${data.installationId}:${data.commentId ?? data.work}`, data };
}

export function forgetRequest(task: z.input<typeof forgetTask>): TaskRequest {
  const data = forgetTask.parse(task);
  return { queue: 'forget', key: String(data.installationId), data };
}

/** The same task a while later, when what was wrong at GitHub had time to pass. */
export function aWhileLater(request: TaskRequest): TaskRequest {
  return { ...request, startAfterSeconds: SECOND_LOOK_SECONDS };
}

/** Of an installation that GitHub calls gone: should it be there after all, it is swept. */
export function secondLookAt(installationId: number): TaskRequest {
  return aWhileLater(installationRequest({ installationId, isCatchUp: true, isSecondLook: true }));
}
