import type { RepositoryDescription } from '../core/snapshot.ts';
import type { CreateIssue, RepositoryTarget } from './action.ts';
import { fingerprint } from './fingerprint.ts';

/** For so long a repository is new: also where the news of it was lost, and only a sweep finds it. */
const NEW_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface LaunchIssueInput {
  readonly repository: RepositoryTarget;
  readonly description: RepositoryDescription;
  readonly createdAt: Date;
  readonly now: Date;
  /** It was written before, whatever became of it. */
  readonly isWritten: boolean;
  readonly render: () => { readonly title: string; readonly body: string };
}

export function launchIssueKey(repositoryId: number): string {
  return `launch-issue:${repositoryId}`;
}

/** The issue that helps a new repository to a good start. It is written once; what stands in it is people's. */
export function planLaunchIssue(input: LaunchIssueInput): CreateIssue[] {
  const { repository, description, createdAt, now, isWritten, render } = input;
  const { hasIssues, isArchived, isFork, isMirror, isTemplate } = description;
  const isNew = now.getTime() - createdAt.getTime() < NEW_DAYS * DAY_MS;
  if (isWritten || !isNew || !hasIssues || isArchived || isFork || isMirror || isTemplate) return [];
  const text = render();
  const key = launchIssueKey(repository.repositoryId);
  return [
    {
      kind: 'create-issue',
      repository,
      isConfidential: false,
      key,
      fingerprint: fingerprint({ ...text }),
      details: {},
      ...text,
    },
  ];
}
