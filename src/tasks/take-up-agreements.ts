import type { ConfigurationProblem } from '../config/problem.ts';
import type { Agreement } from '../contributions/agreements/agreement.ts';
import { readAgreement } from '../contributions/agreements/read-agreement.ts';
import type { FileOnDefaultBranch } from '../github/read-configuration.ts';
import type { TaskRequest } from '../jobs/jobs.ts';
import {
  addRevision,
  type KeptAgreement,
  lockAgreements,
  noteAgreementGone,
  type PendingPullRequest,
  pendingOf,
  readAgreements,
} from '../store/agreements.ts';
import { agreementOf } from './agreement-texts.ts';
import { AGREEMENTS_FOLDER, agreementIdOf } from './configuration-files.ts';
import type { TaskContext } from './context.ts';
import { pullRequestRequest } from './requests.ts';

/** More agreements than these nobody could tell apart. */
const MOST_AGREEMENTS = 100;

/**
 * Takes note of how the agreements of a configuration repository stand now. One that changed and is good comes into
 * force at once, and every open pull request of which signatures are asked is judged again, in one transaction; one that
 * cannot be read changes nothing, and what it said before stays in force.
 * @returns what is wrong in them
 */
export async function takeUpAgreements(
  context: TaskContext,
  installationId: number,
  file: Extract<FileOnDefaultBranch, { readonly status: 'present' | 'absent' }>,
): Promise<ConfigurationProblem[]> {
  const { store, now, log, enqueue } = context;
  const { repository, commit } = file;
  if (commit === null) return [];
  const found = file.folder.filter(({ name }) => agreementIdOf(name) !== null);
  const place = { repository: repository.name, repositoryId: repository.repositoryId, commit, since: now() };
  return store.asInstallation(installationId, async (db) => {
    await lockAgreements(db, installationId);
    const kept = new Map((await readAgreements(db)).map((agreement) => [agreement.id, agreement]));
    const problems: ConfigurationProblem[] = [];
    const changed: string[] = [];
    for (const { name, text } of found.slice(0, MOST_AGREEMENTS)) {
      const path = `${repository.name}/${AGREEMENTS_FOLDER}/${name}`;
      const reading = readAgreement(text, path);
      if (!reading.ok) {
        problems.push(...reading.problems);
        continue;
      }
      const { id, revision } = reading.agreement;
      const known = kept.get(id);
      const refusal = refusalOf(reading.agreement, known, repository.repositoryId);
      if (refusal !== null) {
        problems.push({ path, line: 1, column: 1, suggestion: null, ...refusal });
        continue;
      }
      if (known?.isThere === true && known.revisions.at(-1)?.revision === revision) continue;
      await addRevision(db, installationId, { ...place, agreementId: id, revision, text: reading.agreement.text });
      changed.push(id);
    }
    const there = new Set(found.map(({ name }) => agreementIdOf(name)));
    for (const { id, isThere, revisions } of kept.values()) {
      const isHere = revisions.at(-1)?.repositoryId === repository.repositoryId;
      if (!isThere || !isHere || there.has(id)) continue;
      await noteAgreementGone(db, installationId, { ...place, agreementId: id });
      changed.push(id);
    }
    if (changed.length > 0) {
      await enqueue(judgedAgain(installationId, await pendingOf(db, null)), db);
      log.info({ installationId, agreements: changed, commit }, 'agreements changed');
    }
    return problems;
  });
}

/** What its kind was, and where it stands, never changes: signatures under it would mean something else. */
export function refusalOf(
  { id, kind }: Agreement,
  known: KeptAgreement | undefined,
  repositoryId: number,
): Pick<ConfigurationProblem, 'key' | 'message'> | null {
  const last = known?.revisions.at(-1);
  if (known === undefined || last === undefined) return null;
  if (known.isThere && last.repositoryId !== repositoryId) {
    return {
      key: 'id',
      message: `There is an agreement “${id}” in the repository ${last.repository} already. Give this one another id, or remove that one first.`,
    };
  }
  const before = agreementOf(last);
  if (before === null || before.kind === kind) return null;
  return {
    key: 'kind',
    message: `“${id}” was ${before.kind} before, and people have signed it as that. An agreement of another kind needs another id, and so a file of its own.`,
  };
}

/** Has these pull requests judged again. */
export function judgedAgain(installationId: number, pending: readonly PendingPullRequest[]): TaskRequest[] {
  return pending.map((pullRequest) => pullRequestRequest({ installationId, ...pullRequest, headSha: null }));
}
