import type { Evaluation } from '../core/evaluate.ts';
import type { TaskContext } from './context.ts';

/** A policy that threw is our mistake: it is told to the operator, and the others go on. */
export function reportFailures(
  { log }: TaskContext,
  repository: { readonly owner: string; readonly name: string },
  { failures }: Evaluation,
): void {
  for (const { policy, cause } of failures) {
    log.error({ policy, repository: `${repository.owner}/${repository.name}`, err: cause }, 'a policy failed');
  }
}
