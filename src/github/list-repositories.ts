import type { Octokit } from '@octokit/rest';

/** A repository by the ids that do not change, and by the name that it has now. */
export interface ListedRepository {
  readonly repositoryId: number;
  readonly nodeId: string;
  readonly owner: string;
  readonly name: string;
}

/** A page of an installation's repositories. */
export interface RepositoryPage {
  readonly repositories: readonly ListedRepository[];
  /** The next page's number; null after the last. */
  readonly nextPage: number | null;
}

const PAGE_SIZE = 100;

/**
 * The repositories that the installation reaches: no others, however public.
 * @param page from 1
 * @see https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation
 */
export async function listRepositories(client: Octokit, page: number): Promise<RepositoryPage> {
  const { data } = await client.rest.apps.listReposAccessibleToInstallation({ per_page: PAGE_SIZE, page });
  return {
    repositories: data.repositories.map(({ id, node_id, owner, name }) => ({
      repositoryId: id,
      nodeId: node_id,
      owner: owner.login,
      name,
    })),
    nextPage: page * PAGE_SIZE < data.total_count ? page + 1 : null,
  };
}
