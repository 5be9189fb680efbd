import type { ChangeLabels } from '../plan/action.ts';
import type { Execution } from './executor.ts';
import { GitHubFailure } from './failure.ts';

/** Each step is harmless when it is repeated: a label stands once, and one that is gone is gone. */
export function changeLabels(action: ChangeLabels): Execution {
  const { repository, number, add, remove } = action;
  const where = { owner: repository.owner, repo: repository.name, issue_number: number };
  return {
    find: null,
    async write(writer) {
      if (add.length > 0) await writer.rest.issues.addLabels({ ...where, labels: [...add] });
      for (const name of remove) await writer.rest.issues.removeLabel({ ...where, name }).catch(unlessGone);
      // A label has no id of its own on an issue: the number stands for the thing.
      return { id: number, nodeId: null, number, headSha: null };
    },
  };
}

/** Somebody else took it off. */
function unlessGone(error: unknown): void {
  if (!(error instanceof GitHubFailure) || error.kind !== 'not-found') throw error;
}
