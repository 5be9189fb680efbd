import { missingPermissions, type Permissions } from '../core/features.ts';
import type { Action, ActionKind } from '../plan/action.ts';
import type { Grant } from './client.ts';
import { GitHubFailure } from './failure.ts';

/** Where this installation lets us write. */
export interface Rights {
  /** Whether the action's repository is under `mode: enforce`. */
  readonly mode: 'observe' | 'enforce';
  /** The configuration and governance repositories, which are written to in every mode. */
  readonly ownRepositories: readonly number[];
  /** What the installation granted, as it was last read. */
  readonly granted: Permissions;
  /** So many repositories may be written to for the first time within an hour without anybody's approval. */
  readonly mostNewAnHour: number;
}

const PERMISSIONS: Readonly<Record<ActionKind, Grant['permissions']>> = {
  'create-issue': { issues: 'write' },
  'create-milestone': { issues: 'write' },
  'place-issue': { issues: 'write' },
  'create-project': { organization_projects: 'write' },
  'create-project-field': { organization_projects: 'write' },
  'set-project-item': { organization_projects: 'write', issues: 'read' },
  'update-issue': { issues: 'write' },
  'amend-issue': { issues: 'write' },
  'report-check-run': { checks: 'write' },
  'open-proposal': { contents: 'write', pull_requests: 'write' },
  'update-proposal': { contents: 'write', pull_requests: 'write' },
  'set-proposal-state': { pull_requests: 'write' },
  // Under pull requests as well as issues.
  'create-comment': { issues: 'write', pull_requests: 'write' },
  'update-comment': { issues: 'write', pull_requests: 'write' },
  'delete-comment': { issues: 'write' },
  'change-labels': { issues: 'write', pull_requests: 'write' },
  react: { issues: 'write', pull_requests: 'write' },
};

/** The permissions that this kind of action needs and the installation did not grant, as `issues: write`. */
export function missingFor(kind: ActionKind, granted: Permissions): string[] {
  return missingPermissions(PERMISSIONS[kind], granted);
}

/** The actions that the installation lets us carry out. Which are left out, the operator was told when that changed. */
export function permittedActions(actions: readonly Action[], granted: Permissions): Action[] {
  return actions.filter(({ kind }) => missingFor(kind, granted).length === 0);
}

/**
 * The rights that an action's token is minted with. It reaches the one repository, by its id: another that took the name
 * since it was read cannot be written to. Where none may be had, it is refused before any request.
 */
export function grantFor(action: Action, rights: Rights): Grant {
  const { repositoryId } = action.repository;
  const isOwn = rights.ownRepositories.includes(repositoryId);
  if (rights.mode === 'observe' && !isOwn) {
    throw new GitHubFailure(
      'refused',
      action.kind,
      `${action.repository.owner}/${action.repository.name} is only observed`,
    );
  }
  const missing = missingFor(action.kind, rights.granted);
  if (missing.length > 0) {
    throw new GitHubFailure('refused', action.kind, `the installation does not grant ${missing.join(' and ')}`);
  }
  return { permissions: PERMISSIONS[action.kind], repositoryIds: [repositoryId] };
}
