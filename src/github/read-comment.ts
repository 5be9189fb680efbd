import type { Octokit } from '@octokit/rest';
import type { Role } from '../contributions/override.ts';
import { GitHubFailure } from './failure.ts';

/** A comment on an issue, as it stands now. */
export interface IssueComment {
  readonly body: string;
  readonly author: { readonly id: number; readonly login: string; readonly isPerson: boolean };
  /** It is as it was written: nobody has edited it. */
  readonly isUnedited: boolean;
  /** Another program wrote it in the person's name. */
  readonly isByApp: boolean;
  readonly issueNumber: number;
  /** ISO 8601, to the second, by GitHub's clock. */
  readonly writtenAt: string;
}

/** @returns null when it is gone */
export async function readComment(
  reader: Octokit,
  where: { readonly owner: string; readonly repo: string },
  commentId: number,
): Promise<IssueComment | null> {
  try {
    const { data } = await reader.rest.issues.getComment({ ...where, comment_id: commentId });
    if (data.user === null) return null;
    return {
      body: data.body ?? '',
      author: { id: data.user.id, login: data.user.login, isPerson: data.user.type === 'User' },
      isUnedited: data.created_at === data.updated_at,
      isByApp: data.performed_via_github_app != null,
      issueNumber: Number(/\/issues\/(\d+)$/.exec(data.issue_url)?.[1] ?? 0),
      writtenAt: data.created_at,
    };
  } catch (error) {
    if (error instanceof GitHubFailure && error.kind === 'not-found') return null;
    throw error;
  }
}

type Held = Readonly<Partial<Record<'admin' | 'maintain' | 'push' | 'triage' | 'pull', boolean>>>;

/** An organisation may have roles of its own, by any name: what counts is what they let people do. */
function roleIn(held: Held = {}): Role {
  const roles = { admin: 'admin', maintain: 'maintain', push: 'write', triage: 'triage', pull: 'read' } as const;
  const names = ['admin', 'maintain', 'push', 'triage', 'pull'] as const;
  const highest = names.find((name) => held[name] === true);
  return highest === undefined ? 'none' : roles[highest];
}

export interface RepositoryRole {
  /** Whose login it is now. */
  readonly accountId: number;
  readonly canWrite: boolean;
  readonly isAdmin: boolean;
  readonly role: Role;
}

/**
 * What the account that has this login now may do in a repository.
 * @returns null where nobody has the login
 * @see https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
export async function readRole(
  reader: Octokit,
  where: { readonly owner: string; readonly repo: string },
  login: string,
): Promise<RepositoryRole | null> {
  try {
    const { data } = await reader.rest.repos.getCollaboratorPermissionLevel({ ...where, username: login });
    if (data.user === null) return null;
    // `maintain` is told as `write`, and `triage` as `read`.
    const isAdmin = data.permission === 'admin';
    const canWrite = isAdmin || data.permission === 'write';
    return { accountId: data.user.id, isAdmin, canWrite, role: roleIn(data.user.permissions) };
  } catch (error) {
    if (error instanceof GitHubFailure && error.kind === 'not-found') return null;
    throw error;
  }
}
