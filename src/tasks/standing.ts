import type { JsonValue } from '../core/json-value.ts';
import type { StandingThing } from '../github/standing.ts';
import type { Action } from '../plan/action.ts';
import { governanceIssueKey, policyIssueKey } from '../plan/plan-repository.ts';
import type { StandingCheckRun, StandingIssue, StandingProposal } from '../plan/standing.ts';
import type { Artifact } from '../store/artifacts.ts';
import type { SeenProposal } from '../store/open-proposals.ts';

/** What stands on GitHub about a repository: what was just read, with what the store remembers of it. */
export interface RepositoryStanding {
  readonly issue: StandingIssue | null;
  readonly governanceIssue: StandingIssue | null;
  readonly proposals: readonly StandingProposal[];
}

/**
 * @param artifacts as the store had them before GitHub was read: one that came since is not taken for deleted
 * @param things as they were just read, by node id; what is gone is absent
 */
export function standingOf(
  repositoryId: number,
  governanceRepositoryId: number | null,
  artifacts: readonly Artifact[],
  things: ReadonlyMap<string, StandingThing>,
): RepositoryStanding {
  const own = artifacts.find(({ key }) => key === policyIssueKey(repositoryId));
  const governanceKey =
    governanceRepositoryId === null ? null : governanceIssueKey(repositoryId, governanceRepositoryId);
  const governance = artifacts.find(({ key }) => key === governanceKey);
  return {
    issue: issueOf(own, things),
    governanceIssue: issueOf(governance, things),
    proposals: artifacts
      .filter(({ key }) => key.startsWith(`proposal:${repositoryId}:`))
      .flatMap((artifact) => proposalOf(artifact, things)),
  };
}

/** Since when each of a repository's proposals is open, as was just read. */
export function seenProposals(
  repositoryId: number,
  artifacts: readonly Artifact[],
  things: ReadonlyMap<string, StandingThing>,
): SeenProposal[] {
  return artifacts
    .filter(({ key }) => key.startsWith(`proposal:${repositoryId}:`))
    .map(({ key, nodeId }) => {
      const thing = nodeId === null ? undefined : things.get(nodeId);
      const isOpen = thing?.__typename === 'PullRequest' && thing.pullRequestState === 'OPEN';
      return { key, openSince: isOpen ? thing.createdAt : null };
    });
}

/** The check run that we reported, as the store remembers it. */
export function standingCheckRun(artifact: Artifact | undefined): StandingCheckRun | null {
  if (artifact === undefined || artifact.externalId === null) return null;
  const { annotationsPrint } = detailsOf(artifact);
  const print = typeof annotationsPrint === 'string' ? annotationsPrint : null;
  return { key: artifact.key, fingerprint: artifact.fingerprint, annotationsPrint: print };
}

/**
 * Whether a new run is to be written though nothing may have changed, since somebody asked for it. However many comments
 * ask, one run answers all that came before it; GitHub dates comments to the second.
 */
export function isRunAsked(
  { isRequested, askedAt }: { readonly isRequested: boolean; readonly askedAt?: string },
  reported: Artifact | undefined,
): boolean {
  if (!isRequested || askedAt === undefined || reported?.doneAt == null) return isRequested;
  return reported.doneAt.getTime() < Date.parse(askedAt) + 1000;
}

function issueOf(artifact: Artifact | undefined, things: ReadonlyMap<string, StandingThing>): StandingIssue | null {
  // Never confirmed: the action is planned again, and `execute` finds out whether the issue is there.
  if (artifact === undefined || artifact.nodeId === null || artifact.number === null) return null;
  const thing = things.get(artifact.nodeId);
  const issue = thing?.__typename === 'Issue' ? thing : null;
  const details = detailsOf(artifact);
  return {
    key: artifact.key,
    number: artifact.number,
    state: issue === null ? 'deleted' : issue.issueState === 'OPEN' ? 'open' : 'closed',
    stateReason: issue === null || issue.stateReason === null ? null : STATE_REASON[issue.stateReason],
    fingerprint: artifact.fingerprint,
    isClosedByUs: details.isClosedByUs === true,
    failing: strings(details.failing),
    flippedAt: strings(details.flippedAt),
  };
}

const STATE_REASON = {
  COMPLETED: 'completed',
  NOT_PLANNED: 'not_planned',
  REOPENED: 'reopened',
  DUPLICATE: 'duplicate',
} as const;

function proposalOf(artifact: Artifact, things: ReadonlyMap<string, StandingThing>): StandingProposal[] {
  if (artifact.nodeId === null || artifact.number === null) return [];
  const thing = things.get(artifact.nodeId);
  const pullRequest = thing?.__typename === 'PullRequest' ? thing : null;
  const details = detailsOf(artifact);
  const headSha = pullRequest?.headRef?.target?.oid ?? null;
  return [
    {
      key: artifact.key,
      number: artifact.number,
      branch: typeof details.branch === 'string' ? details.branch : '',
      state: pullRequest === null ? 'deleted' : PULL_REQUEST_STATE[pullRequest.pullRequestState],
      // The answer when we closed it may have been lost.
      isClosedByUs: details.isClosedByUs === true || details.pendingState === 'closed',
      headSha,
      // The answer to our last push may have been lost.
      ourHeadSha: headSha !== null && headSha === details.pendingHead ? headSha : artifact.headSha,
      paths: strings(details.paths),
      flippedAt: strings(details.flippedAt),
      fingerprint: artifact.fingerprint,
    },
  ];
}

const PULL_REQUEST_STATE = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;

/** Node ids of what actions have just made: it stands, though it was not there when GitHub was read. */
export function justMade(actions: readonly Pick<Action, 'key'>[], artifacts: readonly Artifact[]): string[] {
  const keys = new Set(actions.map(({ key }) => key));
  return artifacts.flatMap(({ key, nodeId }) => (keys.has(key) && nodeId !== null ? [nodeId] : []));
}

/** What the planner had kept with a thing. */
export function detailsOf({ details }: Pick<Artifact, 'details'>): Readonly<Record<string, JsonValue>> {
  return isRecord(details) ? details : {};
}

function isRecord(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
