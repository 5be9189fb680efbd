import { validationFailed } from '../errors.ts';
import type { Issue, World } from '../state.ts';

/** How many an issue may have. */
const MOST = 100;

/** The sub-issues of an issue, those that were deleted left out. */
export function subIssuesOf(world: World, issue: Issue): Issue[] {
  return world.versions.view([...issue.repository.issues.values()]).filter(({ parent }) => parent === issue);
}

/** Puts an issue below another; one that has a parent keeps it unless told. */
export function addSubIssue(world: World, parent: Issue, child: Issue, isReplacing: boolean): void {
  const refuse = (message: string) =>
    validationFailed({ resource: 'SubIssue', code: 'custom', field: 'sub_issue_id', message });
  if (child.parent !== null && !isReplacing) throw refuse('Sub issue may only have one parent');
  if (isWithin(parent, child)) throw refuse('An issue cannot be a sub-issue of itself');
  if (subIssuesOf(world, parent).length >= MOST) throw refuse(`Parent cannot have more than ${MOST} sub-issues`);
  world.versions.update(child, { parent });
}

function isWithin(issue: Issue | null, other: Issue): boolean {
  return issue !== null && (issue === other || isWithin(issue.parent, other));
}
