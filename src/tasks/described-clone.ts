import { basename } from 'node:path';
import type { RepositoryDescription } from '../core/snapshot.ts';

/**
 * A clone does not tell what GitHub would say of its repository: it is taken for a public one with issues, on which
 * nothing of ours stands yet.
 * @param repository `owner/name`; null: called like the folder
 */
export function describeClone(folder: string, repository: string | null): RepositoryDescription {
  const [owner = '', name = ''] = repository?.split('/') ?? ['organization', basename(folder)];
  return {
    owner,
    name,
    description: null,
    visibility: 'public',
    isArchived: false,
    isFork: false,
    isTemplate: false,
    isMirror: false,
    isEmpty: false,
    hasIssues: true,
    defaultBranch: 'main',
    primaryLanguage: null,
    detectedLicense: null,
    topics: [],
  };
}
