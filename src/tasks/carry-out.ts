import { execute } from '../github/execute.ts';
import { GitHubFailure } from '../github/failure.ts';
import { permittedActions, type Rights } from '../github/rights.ts';
import type { Action } from '../plan/action.ts';
import type { Artifact } from '../store/artifacts.ts';
import { readBrake } from '../store/brake.ts';
import type { TaskContext } from './context.ts';
import { storedIntents } from './intents.ts';
import { markers } from './markers.ts';
import { sweepRequest } from './requests.ts';

/** What came of a list of actions. */
export interface Outcome {
  readonly written: number;
  /** The first that is worth another try, once all others were tried and all was recorded. */
  readonly retry: unknown;
  /** Something was kept back until an approver releases it, or until less was written within an hour. */
  readonly isHeld: boolean;
}

/** What another try may mend; everything else is an answer. */
function isWorthAnotherTry({ kind, status }: GitHubFailure): boolean {
  // 409: something changed while it was written. The next try reads again, and decides anew.
  return ['outage', 'limited', 'unconfirmed', 'unauthorized', 'not-granted', 'moved'].includes(kind) || status === 409;
}

/**
 * Carries out a plan, so far as the installation lets us. An action that fails keeps none of the others from being tried.
 * @param plannedOn what the store held when the plan's facts were read; null where the plan rests on nothing kept
 */
export async function carryOut(
  context: TaskContext,
  installationId: number,
  actions: readonly Action[],
  rights: Rights,
  plannedOn: readonly Artifact[] | null = null,
): Promise<Outcome> {
  const { github, app, listLagSeconds, log } = context;
  const marker = markers(context.markerKeys);
  const intents = storedIntents(context, installationId, rights, plannedOn);
  const executor = { github, installationId, ...app, rights, intents, listLagSeconds, marker };
  let written = 0;
  let retry: unknown = null;
  let isHeld = false;
  for (const action of permittedActions(actions, rights.granted)) {
    try {
      if ((await execute(action, executor)) === null) continue;
      written += 1;
      const { owner, name } = action.repository;
      log.info({ installationId, action: action.kind, on: `${owner}/${name}` }, 'written');
    } catch (error) {
      if (!(error instanceof GitHubFailure)) {
        log.error(
          { installationId, action: action.kind, key: action.key, err: error },
          'an action failed by our own mistake',
        );
        retry ??= error;
        continue;
      }
      const { kind, message } = error;
      log.warn({ installationId, action: action.kind, key: action.key, failure: kind, message }, 'an action failed');
      // Comments are in no sweep's plan: the next event of their pull request tries again.
      isHeld ||= kind === 'held' && action.kind !== 'create-comment';
      if (isWorthAnotherTry(error)) retry ??= error;
      // The others would be told the same.
      if (kind === 'limited' || kind === 'stopped') break;
    }
  }
  // The sweep's plan has all that is left. Where one waits already, this waits with it until the next sweep.
  if (isHeld && (await context.store.asInstallation(installationId, readBrake)).held === null) {
    await context.enqueue([sweepRequest({ installationId, trigger: 'held' })]);
  }
  return { written, retry, isHeld };
}
