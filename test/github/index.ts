/** A stateful GitHub over HTTP, for tests, demonstrations and benchmarks of any GitHub App. See README.md. */
export type { Clock } from './clock.ts';
export type { ActiveRule, Fault, FaultRule, Faults, FaultyCall } from './faults.ts';
export { GitHub, type GitHubOptions, startGitHub } from './github.ts';
export type { CommitOptions, CommitPerson, FileContent } from './operations/commits.ts';
export type { RepositoryOptions } from './operations/repositories.ts';
export type { Chapter, Guide, Subject, Suggestion } from './pages/guide.ts';
export type { RecordedRequest } from './recorder.ts';
export type {
  Account,
  App,
  CheckRun,
  CheckSuite,
  Comment,
  Installation,
  Issue,
  Label,
  Permissions,
  PullRequest,
  Repository,
  RepositoryRole,
  World,
} from './state.ts';
export type { Delivery, Webhooks } from './webhooks.ts';
