import { publiccodeUsers } from '../policies/reading/publiccode-users.ts';
import { licenseLandscape } from './licenses.ts';
import type { RepositoryRecord } from './repository-record.ts';

/** What an organisation shares, repository by repository. */
export interface SharedRepository {
  readonly repositoryId: number;
  /** Everybody may see it and it is the organisation's own work: no fork. Archived ones count, as they can be reused. */
  readonly isPublic: boolean;
  /** Every licence file of it is an open source licence. */
  readonly isOpen: boolean;
  /** It has a publiccode.yml at its root, from which catalogues learn of it. */
  readonly isDescribed: boolean;
  /**
   * Who uses it, as its publiccode.yml says under `usedBy`. Forks, stars and downloads are not counted: none of them
   * says that anybody uses it.
   */
  readonly usedBy: readonly string[];
}

/** The organisation's own repositories that everybody may see. */
export function sharedRepositories(repositories: readonly RepositoryRecord[]): SharedRepository[] {
  return repositories
    .filter(({ visibility, isFork }) => visibility === 'public' && !isFork)
    .map((repository) => {
      const licenses = licenseLandscape([repository]);
      return {
        repositoryId: repository.repositoryId,
        isPublic: true,
        isOpen: licenses.length > 0 && licenses.every(({ open }) => open === true),
        isDescribed: repository.publiccode !== null,
        usedBy: repository.publiccode === null ? [] : publiccodeUsers(repository.publiccode),
      };
    });
}
