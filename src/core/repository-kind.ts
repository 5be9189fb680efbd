import { type Fact, known } from './fact.ts';

/** What a repository mainly holds: other licences suit each of them. */
export const REPOSITORY_KINDS = ['code', 'documentation', 'data'] as const;
export type RepositoryKind = (typeof REPOSITORY_KINDS)[number];

/** The topics by which people say it on GitHub. */
const TOPICS: ReadonlyMap<string, RepositoryKind> = new Map([
  ['documentation', 'documentation'],
  ['docs', 'documentation'],
  ['handbook', 'documentation'],
  ['data', 'data'],
  ['dataset', 'data'],
  ['datasets', 'data'],
  ['open-data', 'data'],
  ['opendata', 'data'],
]);

/** What of a repository's description tells it. */
interface Described {
  readonly primaryLanguage: string | null;
  readonly topics: readonly string[];
}

/**
 * What kind of repository it is: what the organisation says, else what its first telling topic says where no programming
 * language prevails, else code.
 * @param configured null where the organisation says nothing
 */
export function repositoryKind(configured: RepositoryKind | null, description: Fact<Described>): Fact<RepositoryKind> {
  if (configured !== null) return known(configured);
  if (description.status === 'unavailable' || description.value.primaryLanguage !== null) return known('code');
  return known(description.value.topics.flatMap((topic) => TOPICS.get(topic) ?? [])[0] ?? 'code');
}
