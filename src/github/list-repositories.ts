import type { Octokit } from '@octokit/rest';

/** A page of an installation's repositories, by the ids that do not change. */
export interface RepositoryPage {
  readonly repositories: readonly { readonly repositoryId: number; readonly nodeId: string }[];
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
    repositories: data.repositories.map(({ id, node_id }) => ({ repositoryId: id, nodeId: node_id })),
    nextPage: page * PAGE_SIZE < data.total_count ? page + 1 : null,
  };
}
