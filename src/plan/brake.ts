import { BOARD_KEYS } from '../ggi/board/keys.ts';
import type { Action, ActionKind } from './action.ts';
import { fingerprint } from './fingerprint.ts';
import { PUBLICATION_KEYS } from './plan-publication.ts';

/** What the brake weighs of one repository's plan. */
export interface PlannedRepository {
  readonly repositoryId: number;
  readonly nodeId: string;
  /** Without the owner. */
  readonly name: string;
  readonly isPublic: boolean;
  /** `create-issue policy-issue:12` for each write that counts. Empty: something else is to be looked at. */
  readonly writes: readonly string[];
  /** Ids of the policies that fail there and that everybody may know of; how many others there are. */
  readonly policies: readonly string[];
  readonly restricted: number;
}

/** Why a plan waits. */
export type HoldReason =
  /** The organisation has never had anything written to its repositories. */
  | 'first-enforcement'
  /** More repositories than the limit. */
  | 'many-repositories'
  /** A larger share of the repositories than the limit. */
  | 'large-share'
  /** Within the limit, but too many were written to for the first time within the last hour. */
  | 'many-lately'
  /** It raises the limits, or names another approver: else two changes would get round what holds one. */
  | 'brake-loosened';

/** A plan that waits for an approver. */
export interface HeldPlan {
  /** What it was planned under: the configuration in force, or the newer one that waits with it. */
  readonly basis: 'in-force' | 'candidate';
  readonly reason: HoldReason;
  /** Stands for exactly this plan: another plan has another hash. */
  readonly hash: string;
  /** How many repositories there are. */
  readonly total: number;
  readonly repositories: readonly PlannedRepository[];
}

/** What was wrong with an approval that a person gave. */
export const REFUSALS = ['another-plan', 'edited', 'not-approver'] as const;
export type Refusal = (typeof REFUSALS)[number];

export interface BrakeLimits {
  readonly repositories: number;
  readonly percent: number;
}

/** What the configuration says of the brake. */
export interface BrakeSettings extends BrakeLimits {
  /** Logins. */
  readonly approvers: readonly string[];
}

/**
 * Whether a configuration lets more go than the one in force does. What it lets go is never less than what holds where
 * nothing is said, since a configuration may be taken away.
 */
export function isLooser(candidate: BrakeSettings, inForce: BrakeSettings, builtIn: BrakeLimits): boolean {
  const named = new Set(inForce.approvers.map((login) => login.toLowerCase()));
  return (
    candidate.repositories > Math.max(inForce.repositories, builtIn.repositories) ||
    candidate.percent > Math.max(inForce.percent, builtIn.percent) ||
    candidate.approvers.some((login) => !named.has(login.toLowerCase()))
  );
}

export interface Weight {
  /** Repositories that the plan would write to and that nobody has approved. */
  readonly repositories: number;
  /** Repositories that were written to for the first time within the last hour, approved ones left out. */
  readonly lately: number;
  /** All repositories of the installation. */
  readonly total: number;
  /** Something is to be enforced, and nothing ever was. */
  readonly isFirst: boolean;
}

/** A tenth of a small organisation is no repository at all: what touches one or two is told by no percentage. */
const FEW = 2;

/** Whether a plan has to wait, and why; null lets it go. */
export function weigh({ repositories, lately, total, isFirst }: Weight, limits: BrakeLimits): HoldReason | null {
  if (isFirst) return 'first-enforcement';
  if (repositories === 0) return null;
  if (repositories > limits.repositories) return 'many-repositories';
  if (repositories > Math.max(FEW, (total * limits.percent) / 100)) return 'large-share';
  return repositories + lately > limits.repositories ? 'many-lately' : null;
}

/** Check runs are waited for by people, and a reaction answers one: neither counts, and neither waits. */
const UNCOUNTED: readonly ActionKind[] = ['report-check-run', 'react'];

/** How a write is named where it is approved: its kind, and the thing that it makes or changes. */
export function writeName({ kind, key }: Pick<Action, 'kind' | 'key'>): string {
  return `${kind} ${key}`;
}

/** Whether the brake counts a write. Issues that only tell the organisation something, the board that it chose, and what somebody asked before publication, are never held. */
export function isCounted({ kind, key }: Pick<Action, 'kind' | 'key'>): boolean {
  const uncounted = [HELD_ISSUE, WAITING_ISSUE, REPORT_ISSUE, BOARD_KEYS, PUBLICATION_KEYS];
  return !UNCOUNTED.includes(kind) && uncounted.every((own) => !key.startsWith(own));
}

/** The writes of a plan that count, by name. */
export function countedWrites(actions: readonly Action[]): string[] {
  return actions.filter(isCounted).map(writeName).sort();
}

/** The issue in which is told what waits; in another repository it is another issue. */
export function heldIssueKey(repositoryId: number): string {
  return `${HELD_ISSUE}${repositoryId}`;
}
const HELD_ISSUE = 'held:in:';

/** The issue in which is told which contributions wait for an answer. */
export function waitingIssueKey(repositoryId: number): string {
  return `${WAITING_ISSUE}${repositoryId}`;
}
const WAITING_ISSUE = 'waiting:in:';

/** The issue in which is told what is asked in companies' names. */
export function companiesIssueKey(repositoryId: number): string {
  return `${COMPANIES_ISSUE}${repositoryId}`;
}
const COMPANIES_ISSUE = 'companies:in:';

/** The report on one period. */
export function reportIssueKey(repositoryId: number, period: string): string {
  return `${REPORT_ISSUE}${repositoryId}:${period}`;
}
const REPORT_ISSUE = 'report:in:';

/** Short enough to be typed, long enough that nobody finds another plan with it: 48 bits, and only one counts at a time. */
export const HASH_LENGTH = 12;

/**
 * @param configuration hash of the configuration that it was planned under
 */
export function planHash(configuration: string, repositories: readonly PlannedRepository[]): string {
  const writes = repositories.map(({ repositoryId, writes }) => [repositoryId, ...writes]);
  const sorted = writes.toSorted(([a], [b]) => Number(a) - Number(b));
  return fingerprint([configuration, sorted]).slice(0, HASH_LENGTH);
}
