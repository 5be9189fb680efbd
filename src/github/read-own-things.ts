import type { Octokit } from '@octokit/rest';
import type { RepositoryTarget } from '../plan/action.ts';
import { isOurCommit } from './execute-proposal.ts';
import type { ExternalId } from './intents.ts';

/** An issue or a pull request that was opened under the app's login. */
export interface OwnThing {
  readonly kind: 'issue' | 'proposal';
  readonly number: number;
  readonly isOpen: boolean;
  /** When it was last changed by anybody, GitHub's clock. */
  readonly updatedAt: Date;
  readonly body: string;
  /** The app that GitHub says wrote it; null where it does not say. */
  readonly appId: number | null;
  readonly external: ExternalId;
}

/**
 * All issues and pull requests that the app ever opened in a repository: one request for each hundred.
 * @param login of the app, `portreeve[bot]`
 * @see https://docs.github.com/en/rest/issues/issues#list-repository-issues
 */
export async function listOwnThings(
  reader: Octokit,
  { owner, name }: RepositoryTarget,
  login: string,
): Promise<OwnThing[]> {
  const listed = await reader.paginate(reader.rest.issues.listForRepo, {
    owner,
    repo: name,
    creator: login,
    state: 'all',
    per_page: 100,
  });
  return listed.map(
    ({ id, node_id, number, state, body, updated_at, pull_request, performed_via_github_app: app }) => ({
      kind: pull_request === undefined ? 'issue' : 'proposal',
      number,
      isOpen: state === 'open',
      updatedAt: new Date(updated_at),
      body: body ?? '',
      appId: app?.id ?? null,
      external: { id, nodeId: node_id, number, headSha: null },
    }),
  );
}

/** What a proposal of ours holds. */
export interface OwnProposal {
  readonly external: ExternalId;
  readonly branch: string;
  readonly paths: readonly string[];
  /** Closed under the app's login, unmerged. */
  readonly isClosedByUs: boolean;
}

/** Reads a proposal of ours, by four requests at most. The head counts as ours only where GitHub signed it for the app. */
export async function readOwnProposal(
  reader: Octokit,
  { owner, name }: RepositoryTarget,
  number: number,
  login: string,
): Promise<OwnProposal> {
  const where = { owner, repo: name };
  const { data } = await reader.rest.pulls.get({ ...where, pull_number: number });
  const files = await reader.paginate(reader.rest.pulls.listFiles, { ...where, pull_number: number, per_page: 100 });
  const isOurs = await isOurCommit(reader, where, data.head.sha, login);
  const isRefused = data.state === 'closed' && !data.merged;
  const closed = isRefused ? await reader.rest.issues.get({ ...where, issue_number: number }) : null;
  return {
    external: { id: data.id, nodeId: data.node_id, number, headSha: isOurs ? data.head.sha : null },
    branch: data.head.ref,
    paths: files.map(({ filename }) => filename),
    isClosedByUs: closed?.data.closed_by?.login === login,
  };
}
