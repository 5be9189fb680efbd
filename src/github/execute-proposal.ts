import type { Octokit } from '@octokit/rest';
import type { OpenProposal, ProposedFile, SetProposalState, UpdateProposal } from '../plan/action.ts';
import type { Execution, Executor } from './executor.ts';
import { GitHubFailure } from './failure.ts';
import type { ExternalId } from './intents.ts';

/** GitHub's own writes and reads may disagree for some seconds. */
const NOT_YET_LISTED_SECONDS = 10;

interface Where {
  readonly owner: string;
  readonly repo: string;
}

export function openProposal(action: OpenProposal, executor: Executor): Execution {
  const where = { owner: action.repository.owner, repo: action.repository.name };
  const reader = executor.github.reader(executor.installationId);
  const find = () => findProposal(reader, where, action, executor);
  assertProposable(action.files.map(({ path }) => path));
  return {
    find,
    async write(writer) {
      const headSha = await ensureBranch(writer, where, action, await executor.botLogin());
      try {
        const { branch: head, baseBranch: base, title } = action;
        const body = executor.marker.add(action.body, action.key);
        const { data } = await writer.rest.pulls.create({
          ...where,
          head,
          base,
          title,
          body,
          maintainer_can_modify: true,
        });
        return { id: data.id, nodeId: data.node_id, number: data.number, headSha };
      } catch (error) {
        // 422: a pull request for this branch stands already, made by a request whose answer was lost.
        if (!isTaken(error)) throw error;
        return (await find()) ?? notYetListed(action, error);
      }
    },
  };
}

export function updateProposal(action: UpdateProposal, { intents, marker }: Executor): Execution {
  assertProposable([...action.files.map(({ path }) => path), ...action.removes]);
  const where = { owner: action.repository.owner, repo: action.repository.name };
  return {
    find: null,
    async write(writer) {
      const { expectedHead, files, removes, title, body, number: pull_number } = action;
      const headSha = await commit(writer, where, expectedHead, files, removes, title);
      if (headSha !== expectedHead) {
        await intents.moving(action, headSha);
        // Without force: were there a commit of somebody else's by now, GitHub would refuse.
        await writer.rest.git.updateRef({ ...where, ref: `heads/${action.branch}`, sha: headSha, force: false });
      }
      const marked = marker.add(body, action.key);
      const { data } = await writer.rest.pulls.update({ ...where, pull_number, title, body: marked });
      return { id: data.id, nodeId: data.node_id, number: data.number, headSha };
    },
  };
}

export function setProposalState(action: SetProposalState): Execution {
  const { repository, number: pull_number, state } = action;
  return {
    find: null,
    async write(writer) {
      const { data } = await writer.rest.pulls.update({
        owner: repository.owner,
        repo: repository.name,
        pull_number,
        state,
      });
      return { id: data.id, nodeId: data.node_id, number: data.number, headSha: null };
    },
  };
}

/** Our own pull request of that branch: opened by us, with our mark. */
async function findProposal(
  reader: Octokit,
  where: Where,
  { branch, key }: OpenProposal,
  { botLogin, marker }: Executor,
): Promise<ExternalId | null> {
  const login = await botLogin();
  const { data } = await reader.rest.pulls.list({ ...where, head: `${where.owner}:${branch}`, state: 'all' });
  const ours = data.filter(({ user }) => user?.login === login);
  const found =
    ours.find(({ body }) => marker.isOn(body ?? '', key)) ?? ours.find(({ body }) => marker.isNamedOn(body ?? '', key));
  if (found === undefined) return null;
  const headSha = (await isOurCommit(reader, where, found.head.sha, login)) ? found.head.sha : null;
  return { id: found.id, nodeId: found.node_id, number: found.number, headSha };
}

/** The branch with the proposed files, made now or by a request whose answer was lost. Never moved when it exists. */
async function ensureBranch(writer: Octokit, where: Where, action: OpenProposal, login: string): Promise<string> {
  const ref = `heads/${action.branch}`;
  const existing = await unlessNotFound(writer.rest.git.getRef({ ...where, ref }));
  if (existing !== null) return ours(existing.data.object.sha);
  const sha = await commit(writer, where, action.baseSha, action.files, [], action.title);
  try {
    await writer.rest.git.createRef({ ...where, ref: `refs/${ref}`, sha });
    return sha;
  } catch (error) {
    // 422: another worker, or a request whose answer was lost, was faster than our look at the branch.
    if (!isTaken(error)) throw error;
    const taken = await unlessNotFound(writer.rest.git.getRef({ ...where, ref }));
    return taken === null ? notYetListed(action, error) : ours(taken.data.object.sha);
  }

  async function ours(sha: string): Promise<string> {
    if (await isOurCommit(writer, where, sha, login)) return sha;
    throw new GitHubFailure('refused', action.kind, `the branch ${action.branch} holds commits of somebody else`);
  }
}

/** GitHub signs what an app commits in its own name: nobody else can make such a commit. */
export async function isOurCommit(client: Octokit, where: Where, commit_sha: string, login: string): Promise<boolean> {
  const { data } = await client.rest.git.getCommit({ ...where, commit_sha });
  // A verified signature proves the committer: GitHub itself, which names the app as author when it commits for one.
  const isByGitHub = data.verification.verified && data.committer.email === 'noreply@github.com';
  return isByGitHub && data.author.name === login && data.author.email.endsWith(`+${login}@users.noreply.github.com`);
}

/** Makes a commit on its parent; the parent itself where the files stand there already. */
async function commit(
  writer: Octokit,
  where: Where,
  parent: string,
  files: readonly ProposedFile[],
  removes: readonly string[],
  message: string,
): Promise<string> {
  const { data: base } = await writer.rest.git.getCommit({ ...where, commit_sha: parent });
  const added = files.map(({ path, text }) => ({
    path,
    mode: '100644' as const,
    type: 'blob' as const,
    content: text,
  }));
  const standing = await standingPaths(writer, where, parent, removes);
  // GitHub refuses to remove what is not there, as after a commit whose answer was lost.
  const removed = removes
    .filter((path) => standing.includes(path))
    .map((path) => ({ path, mode: '100644' as const, type: 'blob' as const, sha: null }));
  const { data: tree } = await writer.rest.git.createTree({
    ...where,
    base_tree: base.tree.sha,
    tree: [...added, ...removed],
  });
  if (tree.sha === base.tree.sha) return parent;
  // Without an author GitHub signs the commit as the app's own.
  const { data } = await writer.rest.git.createCommit({ ...where, message, tree: tree.sha, parents: [parent] });
  return data.sha;
}

/** Which of the paths stand in a commit. Each is looked up by itself: the list of a large tree is cut. */
async function standingPaths(client: Octokit, where: Where, ref: string, paths: readonly string[]): Promise<string[]> {
  const standing: string[] = [];
  for (const path of paths) {
    const found = await unlessNotFound(client.rest.repos.getContent({ ...where, path, ref }));
    if (found !== null) standing.push(path);
  }
  return standing;
}

const DOCUMENTS = /^(?:\.github\/|docs\/)?[A-Z][A-Z0-9_-]*\.(?:md|txt|rst|adoc)$|^(?:LICENSE|NOTICE)$/;

/** Proposals put documents in place, never anything that runs or says who may do what. */
function assertProposable(paths: readonly string[]): void {
  const wrong = paths.find((path) => !DOCUMENTS.test(path));
  if (wrong !== undefined)
    throw new GitHubFailure('refused', 'open-proposal', `${JSON.stringify(wrong)} is no path for a proposal`);
}

/** GitHub says that it stands already. Other conflicts are answers. */
function isTaken(error: unknown): error is GitHubFailure {
  return error instanceof GitHubFailure && error.kind === 'conflict' && /already exists/i.test(error.message);
}

function notYetListed(action: OpenProposal, cause: GitHubFailure): never {
  const message = `it stands already and cannot be seen yet (${cause.message})`;
  throw new GitHubFailure('unconfirmed', action.kind, message, { retryAfterSeconds: NOT_YET_LISTED_SECONDS });
}

async function unlessNotFound<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof GitHubFailure && error.kind === 'not-found') return null;
    throw error;
  }
}
