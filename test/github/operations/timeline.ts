import type { Actor, Issue, PullRequest, TimelineEvent, World } from '../state.ts';

/** GitHub lists at most this many commits of a pull request. */
const LISTED_COMMITS = 250;

/** Whatever an entry of a timeline says besides who and when. */
type Happening = TimelineEvent extends infer Entry
  ? Entry extends TimelineEvent
    ? Omit<Entry, 'actor' | 'createdAt'>
    : never
  : never;

/** Adds to the timeline of an issue or a pull request. */
export function noteEvent(world: World, issue: Issue, sender: Actor, happening: Happening): void {
  issue.timeline.push({ ...happening, actor: sender.account, createdAt: world.clock.iso() });
}

/** Puts the commits of a pull request's branch that `before` does not reach into its timeline. */
export function noteCommits(world: World, pull: PullRequest, before: string, sender: Actor): void {
  const commits = pull.issue.repository.git.log(pull.head.sha, [before]).slice(0, LISTED_COMMITS);
  for (const { oid } of commits.reverse()) noteEvent(world, pull.issue, sender, { event: 'committed', sha: oid });
}
