import type { EffectiveConfiguration } from '../config/effective-configuration.ts';
import {
  type Completeness,
  changeLabels,
  decideOnboarding,
  isInsider,
  isNewToRepository,
  promisedUntil,
} from '../contributions/onboarding.ts';
import { type Fact, valueOr } from '../core/fact.ts';
import type { InheritedFiles, RepositoryFiles } from '../core/files.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import type { CollectedConversation } from '../github/conversation-fields.ts';
import type { Action, RepositoryTarget } from '../plan/action.ts';
import { onboardingKey, planComment } from '../plan/plan-comment.ts';
import { planLabels } from '../plan/plan-labels.ts';
import { type LivingCommentContent, type Missing, renderLivingComment } from '../report/living-comment.ts';
import { helpfulPlaces } from '../report/places.ts';
import { type Artifact, findArtifact } from '../store/artifacts.ts';
import { type Acquaintance, readAcquaintance, recordContribution, saveLanguage } from '../store/contributions.ts';
import { acknowledge } from './acknowledge.ts';
import { carryOut } from './carry-out.ts';
import { type Configuration, ownConfigurationText, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { findMembers } from './members.ts';
import { frameFor } from './report-frame.ts';
import type { LanguageWish } from './requests.ts';

/** A pull request or an issue, with all that bears on the one comment under it. */
export interface OnboardingSubject {
  readonly repositoryId: number;
  readonly number: number;
  readonly description: RepositoryDescription;
  readonly conversation: CollectedConversation;
  /** Of the default branch. */
  readonly files: Fact<RepositoryFiles>;
  readonly inherited: Fact<InheritedFiles>;
  readonly missing: Missing;
  /** What a pull request changes. */
  readonly changedPaths?: readonly string[];
  /** Something could not be found out. */
  readonly isUnknown: boolean;
  /** Our comment, as the store had it before GitHub was read. */
  readonly comment: Artifact | undefined;
}

export interface OnboardingPlan {
  readonly actions: readonly Action[];
  /** Nothing could be said, as the conversation is locked: the check says so. */
  readonly isLocked: boolean;
}

/** Of what nobody judges. */
export const NOTHING_MISSING = { missing: { commits: null, policies: [] }, isUnknown: false } as const;

const NOTHING: OnboardingPlan = { actions: [], isLocked: false };

/** Our one comment under a pull request or issue, as the store has it. */
export function findComment(
  { store }: TaskContext,
  installationId: number,
  repositoryId: number,
  number: number,
): Promise<Artifact | undefined> {
  return store.asInstallation(installationId, (db) => findArtifact(db, onboardingKey(repositoryId, number)));
}

/** Remembers the language that somebody asked for in a comment, for all that they do in this organisation. */
export async function rememberLanguage(
  { store, now }: TaskContext,
  { installationId, language: wish }: { readonly installationId: number; readonly language?: LanguageWish },
): Promise<void> {
  if (wish === undefined || wish.language === null) return;
  const { accountId, language } = wish;
  await store.asInstallation(installationId, (db) => saveLanguage(db, installationId, { accountId, language }, now()));
}

/** Brings the one comment up to date where nothing is judged: under an issue, or a pull request that is over. */
export async function keepComment(
  context: TaskContext,
  configuration: Configuration,
  subject: OnboardingSubject,
  task: Parameters<typeof acknowledge>[2],
): Promise<void> {
  const { repositoryId, description, conversation } = subject;
  const effective = configuration.forRepository(description, ownConfigurationText(configuration, repositoryId));
  const { actions } = await planOnboarding(context, configuration, effective, subject);
  const reactions = await acknowledge(context, targetOf(subject), task);
  await context.checkpoint('planned');
  const rights = rightsUnder(configuration, effective.mode);
  const mayWrite = rights.mode === 'enforce' || rights.ownRepositories.includes(repositoryId);
  const { retry } = await carryOut(context, task.installationId, mayWrite ? [...actions, ...reactions] : [], rights);
  await context.checkpoint('executed');
  const { kind, state } = conversation;
  context.log.info(
    { installationId: task.installationId, repositoryId, number: subject.number, kind, state },
    'tended',
  );
  if (retry !== null) throw retry;
}

/** Plans the one comment and the labels for who contributes from outside, and keeps that they do. */
export async function planOnboarding(
  context: TaskContext,
  configuration: Configuration,
  effective: EffectiveConfiguration,
  subject: OnboardingSubject,
): Promise<OnboardingPlan> {
  const { conversation, missing, isUnknown, comment } = subject;
  const { onboarding: settings } = effective.contributions;
  const isWanted = conversation.kind === 'issue' ? settings.issues : settings.pullRequests;
  const { author } = conversation;
  if (author === null || (!isWanted && comment === undefined)) return NOTHING;
  const members = valueOr(await findMembers(context, configuration, [author.id]), NO_MEMBERS);
  const isOutside = author.isPerson && !isInsider(author, members);
  const acquaintance = await acquaint(context, configuration.installationId, subject, isOutside && isWanted);
  const decision = decideOnboarding({
    conversation,
    isWanted,
    members,
    isFirstOnRecord: acquaintance.isFirst,
    completeness: completenessOf(missing, isUnknown),
    comment: conversation.isCommentGone ? 'deleted' : comment?.externalId == null ? 'none' : 'stands',
    now: context.now().toISOString(),
  });
  const repository = targetOf(subject);
  const labels = isOutside && isWanted ? labelsOf(subject, settings.labels, acquaintance) : [];
  if (decision.kind === 'silent') return { actions: labels, isLocked: decision.reason === 'locked' };
  const language = acquaintance.language ?? effective.language;
  const { tone, isFirst } = decision;
  const { openedAt, kind } = conversation;
  const body = renderLivingComment(frameFor(context, configuration, { ...effective, language }), {
    kind,
    tone,
    isFirst,
    author: author.login,
    missing,
    isUnknown,
    promise: promiseOf(settings.answerWithinDays, openedAt, acquaintance),
    places: helpfulPlaces({
      files: subject.files,
      inherited: subject.inherited,
      repositoryUrl: conversation.repositoryUrl,
      defaultBranch: subject.description.defaultBranch,
      contact: effective.contact,
      changedPaths: subject.changedPaths ?? [],
    }),
  } satisfies LivingCommentContent);
  const written = planComment({
    repository,
    number: subject.number,
    body,
    standing: comment?.externalId == null ? null : { id: comment.externalId, fingerprint: comment.fingerprint },
    mayStand: await mayStand(context, conversation),
  });
  return { actions: [...written, ...labels], isLocked: false };
}

/** Where it is not known who belongs to the organisation, nobody does but whom GitHub says so of here. */
const NO_MEMBERS: ReadonlySet<number> = new Set();

function promiseOf(days: number | null, openedAt: string, { promise }: Acquaintance): LivingCommentContent['promise'] {
  if (days === null || promise === 'over') return null;
  return { days, until: promisedUntil(openedAt, days), isBroken: promise === 'broken' };
}

/** What the record says of the author; and it is told of this contribution, where that is wanted. */
function acquaint(
  { store }: TaskContext,
  installationId: number,
  { repositoryId, number, conversation }: OnboardingSubject,
  wantsRecord: boolean,
): Promise<Acquaintance> {
  const { author, nodeId, kind, openedAt } = conversation;
  const opened = { repositoryId, number, nodeId, kind, accountId: author?.id ?? 0, openedAt: new Date(openedAt) };
  return store.asInstallation(installationId, async (db) => {
    const read = await readAcquaintance(db, opened);
    // The record may be younger than the person's work: GitHub's word counts too, when it is first seen.
    const isFirst = read.isFirst && (read.isKept || (author !== null && isNewToRepository(author)));
    if (wantsRecord && !read.isKept) await recordContribution(db, installationId, opened, isFirst);
    return { ...read, isFirst };
  });
}

/** Only what fails the check is missing; what is recommended is mentioned where a comment is written anyway. */
function completenessOf({ commits, policies }: Missing, isUnknown: boolean): Completeness {
  if (commits !== null || policies.some(({ verdict }) => verdict.severity === 'error')) return 'lacking';
  return isUnknown ? 'unknown' : 'complete';
}

function labelsOf(
  subject: OnboardingSubject,
  names: EffectiveConfiguration['contributions']['onboarding']['labels'],
  { isFirst }: Acquaintance,
): Action[] {
  const { conversation, missing, isUnknown, number } = subject;
  if (conversation.kind === 'issue' || conversation.state !== 'open') return [];
  const known = (holds: boolean): boolean | null => (isUnknown && !holds ? null : holds);
  const facts = {
    newcomer: isFirst,
    signOff: known(missing.commits?.lacksSignOff === true),
    policies: known(missing.policies.some(({ verdict }) => verdict.severity === 'error')),
  };
  return planLabels(targetOf(subject), number, changeLabels(names, facts, conversation.labels));
}

function targetOf({ repositoryId, description: { owner, name } }: OnboardingSubject): RepositoryTarget {
  return { repositoryId, owner, name };
}

/** Somebody under our name has commented already, or could have among those that were not looked at. */
async function mayStand(
  { app }: TaskContext,
  { commentingApps, hasMoreComments }: CollectedConversation,
): Promise<boolean> {
  if (hasMoreComments) return true;
  return commentingApps.length > 0 && commentingApps.includes(await app.botLogin());
}
