import type { ConfigurationProblem } from '../config/problem.ts';
import type { AgreementRecord } from '../contributions/agreements/coverage.ts';
import { effectOfChange, type Signers } from '../contributions/agreements/effect-of-change.ts';
import { readAgreement } from '../contributions/agreements/read-agreement.ts';
import { shortRevision } from '../contributions/agreements/revision.ts';
import type { CollectedPullRequest } from '../github/collect-pull-request.ts';
import { readFolder } from '../github/read-folder.ts';
import type { AgreementChange } from '../report/agreement-changes.ts';
import { type KeptAgreement, pendingOf, readAgreements } from '../store/agreements.ts';
import { companiesOf, ledgerPlace, signersOf } from '../store/ledger.ts';
import type { Db } from '../store/tables.ts';
import { agreementsInForce } from './agreement-texts.ts';
import { AGREEMENTS_FOLDER, agreementIdOf } from './configuration-files.ts';
import type { TaskContext } from './context.ts';
import { refusalOf } from './take-up-agreements.ts';

/** What a pull request would make of the agreements, and what is wrong in them. */
export interface AgreementChanges {
  readonly changes: readonly AgreementChange[];
  readonly problems: readonly ConfigurationProblem[];
  /** Open pull requests that would be judged again. */
  readonly pulls: number;
}

/** The agreements that a pull request changes, by their ids. */
export function agreementsChangedBy({ changedPaths }: Pick<CollectedPullRequest, 'changedPaths'>): string[] {
  return changedPaths.flatMap((path) => {
    const [folder, name = '', ...deeper] = path.split('/');
    const id = folder === AGREEMENTS_FOLDER && deeper.length === 0 ? agreementIdOf(name) : null;
    return id === null ? [] : [id];
  });
}

/** Tries the agreements of a pull request on all who have signed: one request for the files, and nothing is written. */
export async function agreementChanges(
  { store, github, now }: TaskContext,
  installationId: number,
  collected: Pick<CollectedPullRequest, 'repositoryId' | 'headSha' | 'description'>,
  nodeId: string,
  ids: readonly string[],
): Promise<AgreementChanges> {
  const { repositoryId, headSha, description } = collected;
  const place = { commit: headSha, folder: AGREEMENTS_FOLDER };
  const files = await readFolder(github.reader(installationId), nodeId, place);
  return store.asInstallation(installationId, async (db) => {
    const kept = new Map((await readAgreements(db, ids)).map((one) => [one.id, one]));
    const changes: AgreementChange[] = [];
    const problems: ConfigurationProblem[] = [];
    for (const id of ids) {
      const file = files.find(({ name }) => agreementIdOf(name) === id);
      const known = kept.get(id);
      if (file === undefined) {
        if (known?.isThere === true) changes.push({ kind: 'gone', agreement: id });
        continue;
      }
      const path = `${description.name}/${AGREEMENTS_FOLDER}/${file.name}`;
      const reading = readAgreement(file.text, path);
      if (!reading.ok) {
        problems.push(...reading.problems);
        continue;
      }
      const refusal = refusalOf(reading.agreement, known, repositoryId);
      if (refusal !== null) problems.push({ path, line: 1, column: 1, suggestion: null, ...refusal });
      else changes.push(...(await changeOf(db, installationId, reading.agreement, known, now())));
    }
    return { changes, problems, pulls: (await pendingOf(db, null)).length };
  });
}

async function changeOf(
  db: Db,
  installationId: number,
  { id, kind, revision, compatible, graceDays }: Extract<ReturnType<typeof readAgreement>, { ok: true }>['agreement'],
  known: KeptAgreement | undefined,
  now: Date,
): Promise<AgreementChange[]> {
  const [inForce] = known === undefined ? [] : agreementsInForce([known]);
  if (inForce === undefined) return [{ kind: 'new', agreement: id }];
  const { record, newest } = inForce;
  if (newest.revision === revision) return [];
  const next = { revision, since: now.toISOString(), compatible, graceDays };
  const after: AgreementRecord = { ...record, revisions: [...record.revisions, next] };
  const signers = kind === 'corporate' ? await covered(db, installationId, id) : await signed(db, installationId, id);
  const effect = effectOfChange(signers, record, after, now);
  const [before, changed] = [shortRevision(newest.revision), shortRevision(revision)];
  return [{ kind: 'revision', agreement: id, before, after: changed, graceDays, effect }];
}

async function signed(db: Db, installationId: number, id: string): Promise<Signers[]> {
  return signersOf(db, await ledgerPlace(db, installationId), id);
}

/** Who is on the lists of companies that signed, by what these signed. */
async function covered(db: Db, installationId: number, id: string): Promise<Signers[]> {
  const { companies, memberships } = await companiesOf(db, installationId);
  return companies.flatMap(({ number, approvals, ended }): Signers[] => {
    const own = approvals.filter(({ agreement }) => agreement === id);
    const people = new Set(
      memberships
        .filter((one) => one.company.number === number && one.ended === null && one.accountId !== null)
        .map(({ accountId }) => accountId),
    );
    const lastAt = own
      .map(({ at }) => at)
      .sort()
      .at(-1);
    if (ended !== null || lastAt === undefined) return [];
    return [{ revisions: own.map(({ revision }) => revision), lastAt, count: people.size }];
  });
}
