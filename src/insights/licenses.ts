import type { RepositoryRecord } from './repository-record.ts';

/** Which repositories come under a licence. */
export interface LicenseUse {
  /** An SPDX expression; `none` without a licence file, `unclear` where a file is no licence that is known, `unknown` where it could not be read. */
  readonly license: string;
  /** Whether it is open source; null where nobody has said so. */
  readonly open: boolean | null;
  readonly repositoryIds: readonly number[];
}

/** Licences by how many repositories have them, the most first. A repository with two licences counts for each. */
export function licenseLandscape(repositories: readonly RepositoryRecord[]): LicenseUse[] {
  const uses = repositories.flatMap((repository) =>
    licensesOf(repository).map((license) => ({ ...license, repositoryId: repository.repositoryId })),
  );
  return [...Map.groupBy(uses, ({ license }) => license)]
    .map(([license, own]) => ({
      license,
      open: own[0]?.open ?? null,
      repositoryIds: [...new Set(own.map(({ repositoryId }) => repositoryId))],
    }))
    .toSorted((a, b) => b.repositoryIds.length - a.repositoryIds.length || (a.license < b.license ? -1 : 1));
}

function licensesOf({ licenses }: RepositoryRecord): { readonly license: string; readonly open: boolean | null }[] {
  if (licenses === null) return [{ license: 'unknown', open: null }];
  if (licenses.length === 0) return [{ license: 'none', open: false }];
  return licenses.map(({ expression, open }) =>
    expression === 'NOASSERTION' ? { license: 'unclear', open: null } : { license: expression, open },
  );
}
