import type { ChildProcess } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { GitRepository } from './git.ts';
import type { Ids } from './ids.ts';
import type { GitObject } from './objects.ts';
import type { Versions } from './versions.ts';
import type { Webhooks } from './webhooks.ts';

/** Data as it goes over the wire. */
export type Json = Record<string, unknown>;

export type RepositoryRole = 'admin' | 'maintain' | 'write' | 'triage' | 'read';
export type Access = 'read' | 'write' | 'admin';
export type Permissions = Readonly<Record<string, Access>>;

/** A user, an organisation or the bot of an app. */
export interface Account {
  readonly id: number;
  readonly nodeId: string;
  login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
  name: string | null;
  email: string | null;
  /** All verified addresses; commits by them belong to this account. */
  readonly emails: Set<string>;
  /** Addresses that the account added and did not confirm: nothing belongs to it by them. */
  readonly unverifiedEmails: Set<string>;
  readonly createdAt: string;
  /** Of an organisation: the ids of its members and what they are. */
  readonly members: Map<number, 'admin' | 'member'>;
  readonly publicMembers: Set<number>;
  /** Of an organisation: the ids of its teams' members, by the team's slug. */
  readonly teams: Map<string, Set<number>>;
  /** Members who keep it to themselves: what they write does not tell it. */
  readonly concealedMembers: Set<number>;
  siteAdmin: boolean;
}

/** A registered GitHub App. */
export interface App {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly owner: Account;
  /** PEM (PKCS#1), as GitHub hands it out. */
  readonly privateKey: string;
  /** Of the keys that GitHub accepts: the one above, until keys are added and removed. */
  readonly publicKeys: Map<string, KeyObject>;
  webhookUrl: string | null;
  /** Where people are sent after they signed in, when the request names no other place. */
  callbackUrl: string | null;
  webhookSecret: string;
  permissions: Permissions;
  events: readonly string[];
  /** The account in whose name the app writes: `slug[bot]`. */
  readonly bot: Account;
  readonly hookId: number;
  readonly createdAt: string;
}

export interface Installation {
  readonly id: number;
  readonly nodeId: string;
  readonly app: App;
  readonly account: Account;
  repositorySelection: 'all' | 'selected';
  readonly repositoryIds: Set<number>;
  permissions: Permissions;
  events: readonly string[];
  suspendedAt: string | null;
  suspendedBy: Account | null;
  readonly createdAt: string;
  updatedAt: string;
}

/** An installation access token. */
export interface InstallationToken {
  readonly value: string;
  readonly installation: Installation;
  readonly permissions: Permissions;
  /** `null`: all repositories of the installation. */
  readonly repositoryIds: ReadonlySet<number> | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A token with which a person calls; through an app it sees no more than app and person both may. */
export interface UserToken {
  readonly account: Account;
  readonly app: App | null;
  /** Milliseconds since 1970; `null` for never. */
  readonly expiresAt: number | null;
}

/** What a code or a refresh token stands for. */
export interface Grant {
  readonly kind: 'code' | 'refresh';
  readonly account: Account;
  readonly app: App;
  readonly redirectUri: string | null;
  /** The S256 challenge of PKCE, when the sign-in began with one. */
  readonly challenge: string | null;
  readonly expiresAt: number;
}

export interface Label {
  readonly id: number;
  readonly nodeId: string;
  name: string;
  color: string;
  description: string | null;
  readonly isDefault: boolean;
}

export interface Milestone {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly repository: Repository;
  readonly title: string;
  readonly description: string | null;
  readonly dueOn: string | null;
  readonly creator: Account;
  readonly createdAt: string;
}

/** A project of an organisation. */
export interface Project {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly owner: Account;
  readonly creator: Account;
  title: string;
  readme: string | null;
  readonly fields: ProjectField[];
  readonly items: ProjectItem[];
}

export interface ProjectField {
  readonly id: number;
  readonly nodeId: string;
  readonly name: string;
  readonly dataType: string;
  /** Of a single select. */
  readonly options: readonly ProjectOption[];
}

export interface ProjectOption {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly description: string;
}

export interface ProjectItem {
  readonly id: number;
  readonly nodeId: string;
  readonly issue: Issue;
  /** By the id of a field: what was set, as text, a day or the id of an option. */
  readonly values: Map<number, string>;
}

export interface Comment {
  readonly id: number;
  readonly nodeId: string;
  readonly issue: Issue;
  readonly user: Account;
  readonly app: App | null;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  minimizedReason: string | null;
  reactions: readonly Reaction[];
}

export interface Reaction {
  readonly id: number;
  readonly nodeId: string;
  readonly user: Account;
  readonly content: string;
  readonly createdAt: string;
}

/** What happened to an issue or a pull request, under the names of GitHub's timeline. */
export type TimelineEvent = {
  readonly actor: Account;
  readonly createdAt: string;
} & (
  | { readonly event: 'commented'; readonly comment: Comment }
  | { readonly event: 'closed'; readonly reason: string | null }
  | { readonly event: 'committed' | 'head_ref_force_pushed' | 'merged'; readonly sha: string }
  | { readonly event: 'labeled' | 'unlabeled'; readonly label: Label }
  | { readonly event: 'renamed' | 'base_ref_changed'; readonly from: string; readonly to: string }
  | { readonly event: 'reopened' | 'head_ref_deleted' | 'convert_to_draft' | 'ready_for_review' }
);

/** An issue, or the issue side of a pull request. */
export interface Issue {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly repository: Repository;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: string | null;
  readonly user: Account;
  readonly app: App | null;
  labels: readonly Label[];
  assignees: readonly Account[];
  milestone: Milestone | null;
  /** The issue whose sub-issue it is. */
  parent: Issue | null;
  locked: boolean;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  closedBy: Account | null;
  readonly comments: Comment[];
  /** What the body was, oldest first: from its first edit on, beginning with what was written at first. */
  edits: readonly { readonly at: string; readonly body: string; readonly editor: Account }[];
  /** Oldest first; comments stand in it among the rest. */
  readonly timeline: TimelineEvent[];
  reactions: readonly Reaction[];
  pull: PullRequest | null;
}

export interface PullRequest {
  readonly id: number;
  readonly nodeId: string;
  readonly issue: Issue;
  readonly head: { repository: Repository | null; readonly ref: string; sha: string; readonly owner: Account };
  base: { readonly ref: string; sha: string };
  draft: boolean;
  mergedAt: string | null;
  mergedBy: Account | null;
  mergeCommitSha: string | null;
  maintainerCanModify: boolean;
  /** Oldest first. */
  readonly reviews: Review[];
}

export interface Review {
  readonly id: number;
  readonly nodeId: string;
  readonly user: Account;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';
  readonly body: string;
  readonly submittedAt: string;
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number | null;
  readonly end_column: number | null;
  readonly annotation_level: string;
  readonly title: string | null;
  readonly message: string;
  readonly raw_details: string | null;
}

export interface CheckSuite {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly app: App;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly before: string | null;
  readonly createdAt: string;
  updatedAt: string;
}

export interface CheckRun {
  readonly id: number;
  readonly nodeId: string;
  readonly suite: CheckSuite;
  name: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  externalId: string;
  detailsUrl: string | null;
  startedAt: string | null;
  completedAt: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: readonly Annotation[];
  actions: readonly Json[];
}

/** What GitHub says of a commit's signature. */
export interface Verification {
  readonly verified: boolean;
  readonly reason: string;
  readonly signer: Account | null;
}

export interface Repository {
  readonly id: number;
  readonly nodeId: string;
  owner: Account;
  name: string;
  visibility: 'public' | 'private' | 'internal';
  archived: boolean;
  disabled: boolean;
  isTemplate: boolean;
  mirrorUrl: string | null;
  parent: Repository | null;
  readonly forks: Repository[];
  description: string | null;
  homepage: string | null;
  language: string | null;
  /** SPDX id of the licence that GitHub is to have detected. */
  license: string | null;
  topics: readonly string[];
  defaultBranch: string;
  hasIssues: boolean;
  hasProjects: boolean;
  hasWiki: boolean;
  hasDiscussions: boolean;
  hasPages: boolean;
  webCommitSignoffRequired: boolean;
  deleteBranchOnMerge: boolean;
  /** Settings that only GraphQL and the settings endpoints show, by their GraphQL field name. */
  settings: Json;
  readonly createdAt: string;
  updatedAt: string;
  pushedAt: string | null;
  readonly collaborators: Map<number, RepositoryRole>;
  readonly git: GitRepository;
  /** Issues and pull requests by their number. */
  readonly issues: Map<number, Issue>;
  readonly labels: Map<string, Label>;
  /** By their number. */
  readonly milestones: Map<number, Milestone>;
  readonly checkSuites: CheckSuite[];
  readonly checkRuns: CheckRun[];
  /** The last issue or pull request number given. */
  lastNumber: number;
  /** Trees that the trees endpoint is to answer as truncated after so many entries. */
  truncateTreesAt: number;
  deleted: boolean;
}

/** All that the server knows, and the few things that everyone who changes it needs. */
export interface World {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly webhooks: Webhooks;
  readonly versions: Versions;
  /** The server's address without a slash at its end; empty until it listens. */
  url: string;
  readonly directory: string;
  /** Git processes at work, which end with the server. */
  readonly processes: Set<ChildProcess>;
  readonly pool: Map<string, GitObject>;
  readonly accounts: Map<number, Account>;
  readonly apps: Map<number, App>;
  readonly installations: Map<number, Installation>;
  readonly tokens: Map<string, InstallationToken>;
  /** Tokens of people: personal ones, and those that an app got when they signed in. */
  readonly userTokens: Map<string, UserToken>;
  /** Codes and refresh tokens of sign-ins that wait to be exchanged. */
  readonly grants: Map<string, Grant>;
  /** By the code that a registered app's credentials are asked for with, once. */
  readonly conversions: Map<string, { readonly app: App; readonly expiresAt: number }>;
  /** Who sits at the browser and agrees to every sign-in; `null` shows a page to choose. */
  signedIn: Account | null;
  readonly repositories: Map<number, Repository>;
  /** By their id. */
  readonly projects: Map<number, Project>;
  /** Repositories by `owner/name` in lower case, with former names, which GitHub redirects. */
  readonly names: Map<string, { readonly repository: Repository; readonly isFormer: boolean }>;
  readonly verifications: Map<string, Verification>;
  readonly ghost: Account;
  readonly webFlow: Account;
  /** Whether a token may read public repositories outside its installation, as on github.com. */
  readonly publicReads: boolean;
  /** Whether issues may have sub-issues: an older Enterprise Server does not know them. */
  readonly hasSubIssues: boolean;
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** Who does something: a person, or an app through its bot. */
export interface Actor {
  readonly account: Account;
  readonly app: App | null;
}

export function accountByLogin(world: World, login: string): Account | undefined {
  const wanted = login.toLowerCase();
  return [...world.accounts.values()].find((account) => account.login.toLowerCase() === wanted);
}

/** The account that owns an e-mail address, GitHub's no-reply addresses included. */
export function accountByEmail(world: World, email: string): Account | undefined {
  const noReply = /^(\d+)\+[^@]+@users\.noreply\.github\.com$/.exec(email);
  if (noReply) return world.accounts.get(Number(noReply[1]));
  return [...world.accounts.values()].find((account) => account.emails.has(email.toLowerCase()));
}

export function noReplyAddress(account: Account): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}

/** A repository by its present or a former name. */
export function repositoryByName(world: World, owner: string, name: string): Repository | undefined {
  const found = world.names.get(`${owner}/${name}`.toLowerCase())?.repository;
  return found?.deleted ? undefined : found;
}

/** The installation of an app that covers a repository, suspended ones included. */
export function covers(installation: Installation, repository: Repository): boolean {
  if (installation.account.id !== repository.owner.id) return false;
  return installation.repositorySelection === 'all' || installation.repositoryIds.has(repository.id);
}

export function repositoriesOf(world: World, installation: Installation): Repository[] {
  return [...world.repositories.values()].filter(
    (repository) => !repository.deleted && covers(installation, repository),
  );
}
