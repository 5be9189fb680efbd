import type { PlaceIssue } from '../plan/action.ts';
import type { Execution, Executor } from './executor.ts';
import { GitHubFailure } from './failure.ts';
import { query } from './graphql.ts';

const PARENT = `query Parent($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { issue(number: $number) { parent { id } } }
}`;

interface ParentAnswer {
  readonly repository: {
    readonly issue: { readonly parent: { readonly id: string } | null } | null;
  } | null;
}

/** Where people put it meanwhile, it stays: that is read just before. */
export function placeIssue(action: PlaceIssue, executor: Executor): Execution {
  const { repository, number: issue_number, under } = action;
  const { owner, name: repo } = repository;
  const reader = executor.github.reader(executor.installationId);
  return {
    find: null,
    async write(writer) {
      const { data: issue } = await reader.rest.issues.get({
        owner,
        repo,
        issue_number,
      });
      const placed = {
        id: issue.id,
        nodeId: issue.node_id,
        number: issue_number,
        headSha: null,
      };
      if (under.kind === 'milestone') {
        if (issue.milestone !== null) return placed;
        await writer.rest.issues.update({
          owner,
          repo,
          issue_number,
          milestone: under.number,
        });
        return placed;
      }
      const variables = { owner, name: repo, number: issue_number };
      const { data, errors } = await query<ParentAnswer>(reader, PARENT, variables);
      const read = data.repository?.issue;
      if (read == null) {
        throw new GitHubFailure('outage', 'POST /graphql', errors[0]?.message ?? 'no issue', { status: 200 });
      }
      if (read.parent === null) {
        const where = { owner, repo, issue_number: under.number };
        await writer.rest.issues.addSubIssue({
          ...where,
          sub_issue_id: issue.id,
        });
      }
      return placed;
    },
  };
}
