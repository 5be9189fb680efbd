import { OperatorError } from '../core/errors.ts';
import type { ActivityId } from '../ggi/activities.ts';
import type { ImportedBoard } from '../ggi/board/read-import.ts';
import { readForeignIssues } from '../ggi/board/read-issues.ts';
import { createGitHub } from '../github/client.ts';
import { listBoardIssues } from '../github/list-board-issues.ts';
import type { AppAccess } from './doctor-github.ts';
import { readVersion } from './version.ts';

/**
 * Reads a board that another tool made in a repository on GitHub, with the rights of one installation.
 * @param place `owner/name`
 * @throws OperatorError `usage` where that is no repository that the installation may read
 */
export async function readBoardOnGitHub(
  { appId, privateKey, formerPrivateKey, apiUrl: baseUrl }: AppAccess,
  installationId: number,
  place: string,
  titles: ReadonlyMap<string, ActivityId>,
): Promise<ImportedBoard> {
  const [, owner, name] = /^([\w.-]{1,100})\/([\w.-]{1,100})$/.exec(place) ?? [];
  if (owner === undefined || name === undefined) {
    throw new OperatorError('usage', { problem: `--from is no repository, such as city/my-ggi-board: ${place}.` });
  }
  const github = createGitHub({
    appId,
    privateKey,
    formerPrivateKey,
    baseUrl,
    userAgent: `portreeve/${await readVersion()}`,
  });
  const issues = await listBoardIssues(github.reader(installationId), { owner, name });
  if (issues === null) {
    throw new OperatorError('usage', {
      problem: `There is no repository ${place}, or the app may not read it: add it to the app’s installation.`,
    });
  }
  return readForeignIssues(place, issues, titles);
}
