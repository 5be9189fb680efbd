import type { RepositoryDescription } from '../core/snapshot.ts';
import { matchesGlob } from './glob.ts';
import type { GroupMatch } from './schema.ts';

/** Whether a repository belongs to a group: all that the group says must hold. Case does not matter, as on GitHub. */
export function matchesGroup(match: GroupMatch, repository: RepositoryDescription): boolean {
  const language = repository.primaryLanguage?.toLowerCase() ?? null;
  const topics = repository.topics.map((topic) => topic.toLowerCase());
  const hold = [
    match.names?.some((pattern) => matchesGlob(pattern, repository.name)),
    match.topics?.some((topic) => topics.includes(topic.toLowerCase())),
    match.visibility?.includes(repository.visibility),
    match.languages?.some((name) => name.toLowerCase() === language),
    isSame(match.archived, repository.isArchived),
    isSame(match.fork, repository.isFork),
    isSame(match.template, repository.isTemplate),
  ];
  return hold.every((holds) => holds !== false);
}

function isSame(wanted: boolean | undefined, given: boolean): boolean | undefined {
  return wanted === undefined ? undefined : wanted === given;
}
