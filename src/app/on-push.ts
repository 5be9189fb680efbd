import type { Context, Probot } from 'probot';
import { isWatched, type WatchedFiles } from '../core/files.ts';
import {
  AGREEMENTS_FOLDER,
  CONFIGURATION_PATH,
  CONFIGURATION_REPOSITORIES,
  HANDED_DOWN_FROM,
} from '../tasks/configuration-files.ts';
import { JUDGING_FILES } from '../tasks/contribution-files.ts';
import { auditRequest, installationRequest } from '../tasks/requests.ts';
import type { Enqueue } from './enqueue.ts';

/** GitHub lists the files of at most this many commits in one push. */
const MOST_COMMITS_LISTED = 2048;

/** A push to a default branch concerns us when it touches what a policy watches, or when it does not tell what it touches. */
export function onPush(app: Probot, enqueue: Enqueue, watched: readonly WatchedFiles[]): void {
  app.on('push', async ({ id, payload }) => {
    const { repository, installation } = payload;
    if (installation === undefined || payload.ref !== `refs/heads/${repository.default_branch}`) return;
    const installationId = installation.id;
    const touched = touchedPaths(payload);
    const touchesConfiguration = touched === 'unknown' || touched.includes(CONFIGURATION_PATH);
    const touchesAgreements = touched === 'unknown' || touched.some((path) => path.startsWith(`${AGREEMENTS_FOLDER}/`));
    const isConfiguration =
      CONFIGURATION_REPOSITORIES.includes(repository.name) && (touchesConfiguration || touchesAgreements);
    const isHandedDown = repository.name === HANDED_DOWN_FROM && touches(touched, watched);
    if (isConfiguration || isHandedDown) {
      enqueue(id, [installationRequest({ installationId, isHandedDown })]);
    }
    const { id: repositoryId, node_id: nodeId } = repository;
    const audit = { installationId, repositoryId, nodeId, trigger: 'push' };
    // What is unknown is looked at by the day's sweep: a push by force is no reason to judge all open pull requests.
    const isJudgedBy = touched !== 'unknown' && (touchesConfiguration || touches(touched, JUDGING_FILES));
    if (isJudgedBy) enqueue(id, [auditRequest({ ...audit, isEveryHead: true })]);
    else if (touchesConfiguration || touches(touched, watched)) enqueue(id, [auditRequest(audit)]);
  });
}

type Push = Context<'push'>['payload'];

function touchedPaths({ forced, created, commits }: Push): readonly string[] | 'unknown' {
  if (forced || created || commits.length === 0 || commits.length >= MOST_COMMITS_LISTED) return 'unknown';
  return commits.flatMap(({ added, removed, modified }) => [...(added ?? []), ...(removed ?? []), ...(modified ?? [])]);
}

function touches(touched: readonly string[] | 'unknown', watched: readonly WatchedFiles[]): boolean {
  return (
    touched === 'unknown' ||
    touched.some((path) => watched.some((files) => files.sample === undefined && isWatched(files, path)))
  );
}
