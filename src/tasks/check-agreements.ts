import type { AgreementSettings, EffectiveConfiguration } from '../config/effective-configuration.ts';
import { matchesGlob } from '../config/glob.ts';
import { IMPORTED, isCovering, type SignatureEnd, type SignatureRecord } from '../contributions/agreements/coverage.ts';
import {
  type JoinedReport,
  joinEither,
  joinReports,
  withoutSignOffs,
} from '../contributions/agreements/join-reports.ts';
import {
  type AgreementDemand,
  type AgreementReport,
  type AskedSignature,
  judgeAgreements,
} from '../contributions/agreements/judge-agreements.ts';
import { subjectsOf } from '../contributions/agreements/subjects.ts';
import type { ContributionReport } from '../contributions/check-commits.ts';
import type { Commit, PullRequestOrigin } from '../contributions/commit.ts';
import { finding, verdictOf } from '../contributions/finding.ts';
import { known, valueOr } from '../core/fact.ts';
import type { CollectedPullRequest } from '../github/collect-pull-request.ts';
import type { Ending, Standing } from '../ledger/standing.ts';
import type { AgreementsShown, ChangedAgreement } from '../report/agreements.ts';
import { keepPeople, readAgreements } from '../store/agreements.ts';
import { signaturesOf } from '../store/ledger.ts';
import { type AgreementInForce, addressOf, agreementsInForce, sentenceFor } from './agreement-texts.ts';
import type { Configuration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { findMembers, findTeamMembers } from './members.ts';
import type { PullRequestTask } from './requests.ts';

/** Whether the organisation asks for signatures anywhere, so that the commits have to be read. */
export function asksForSignatures({ layers }: Pick<Configuration, 'layers'>): boolean {
  return layers.some(({ settings, groups }) =>
    [settings, ...groups].some(({ contributions }) => (contributions?.agreement?.agreements ?? []).length > 0),
  );
}

/** Whether these settings ask for signatures of a pull request that changes these paths. @param changed none: not known */
export function asksFor({ agreements, paths }: AgreementSettings, changed: readonly string[]): boolean {
  if (agreements.length === 0) return false;
  const isOne = (path: string): boolean => paths.some((pattern) => matchesGlob(pattern, path));
  return paths.length === 0 || changed.length === 0 || changed.some(isOne);
}

/** What came of a pull request's commits by all that is asked of them. */
export interface JudgedWithAgreements {
  readonly report: JoinedReport;
  /** Null where nobody is asked to sign. */
  readonly shown: AgreementsShown | null;
}

/** By whom, and on which occasion. */
export interface AgreementOccasion {
  readonly origin: PullRequestOrigin;
  /** The repository's. */
  readonly nodeId: string;
  readonly signingProblem?: AgreementsShown['problem'];
}

/**
 * Adds to what was found of the sign-offs what is to be said of agreements, and keeps on whose signatures the pull
 * request hangs. It costs no request: agreements and signatures are kept here.
 * @param signOffs what was found of the commits; only what concerns programs and completeness where no sign-offs are asked for
 */
export async function withAgreements(
  context: TaskContext,
  configuration: Configuration,
  { contributions: { agreement: settings, signOff } }: EffectiveConfiguration,
  collected: CollectedPullRequest,
  { origin, nodeId, signingProblem = null }: AgreementOccasion,
  signOffs: ContributionReport,
): Promise<JudgedWithAgreements> {
  const { store, now } = context;
  const { installationId } = configuration;
  const { repositoryId, contribution, number } = collected;
  const isAsked = contribution !== null && asksFor(settings, collected.changedPaths);
  const place = { repositoryId, nodeId, number };
  if (!isAsked || contribution === null) {
    if (asksForSignatures(configuration)) {
      await store.asInstallation(installationId, (db) => keepPeople(db, installationId, place, null, null));
    }
    return { report: { ...(signOff.check ? signOffs : notAsked(signOffs)), agreements: null }, shown: null };
  }
  const { commits } = contribution;
  const size = { ...contribution.size, areLinesCounted: !collected.hasUncountedFiles };
  const { kept, standing } = await store.asInstallation(installationId, async (db) => ({
    kept: await readAgreements(db, settings.agreements),
    standing: await signaturesOf(db, installationId, accountsOf(commits, origin)),
  }));
  const inOrder = settings.agreements.flatMap((id) => kept.filter((one) => one.id === id));
  const inForce = agreementsInForce(inOrder);
  const people = accountsOf(commits, origin);
  const members = settings.exemptMembers ? await findMembers(context, configuration, people) : known(new Set<number>());
  const inTeams = await findTeamMembers(context, configuration, settings.exemptTeams, people);
  const exempt = new Set([...valueOr(members, new Set<number>()), ...inTeams]);
  const demand = demandOf(settings, inForce, signOff.merges, exempt);
  const signatures = signatureRecords(standing);
  const judge = (some: readonly Commit[]): AgreementReport =>
    judgeAgreements({ commits: some, pullRequest: origin, size }, demand, signatures, now());
  const report =
    settings.either === 'sign-off'
      ? joinEither(commits, signOffs, settings.agreements.join(' or '), judge)
      : joinReports(signOff.check ? signOffs : withoutSignOffs(signOffs), judge(commits));
  const { agreements } = report;
  await store.asInstallation(installationId, (db) =>
    keepPeople(db, installationId, place, agreements?.people ?? people, agreements === null ? null : dueIn(agreements)),
  );
  const shown = agreements === null ? null : shownOf(context, configuration, collected, inForce, agreements);
  return {
    report,
    shown: shown === null ? null : { ...shown, isEither: settings.either === 'sign-off', problem: signingProblem },
  };
}

function notAsked(signOffs: ContributionReport): ContributionReport {
  const findings = [
    ...(withoutSignOffs(signOffs)?.findings ?? []),
    finding({ sha: null, outcome: 'not-applicable' }, 'agreement-not-asked'),
  ];
  return { findings, verdict: verdictOf(findings) };
}

function accountsOf(commits: readonly Commit[], origin: PullRequestOrigin): number[] {
  if (origin.opener === null) return [];
  const subjects = subjectsOf(commits, origin, { skipsMerges: false, withCoAuthors: true });
  return subjects.flatMap(({ account }) => account?.id ?? []);
}

function demandOf(
  { agreements, exempt, minimum, coAuthors }: AgreementSettings,
  inForce: readonly AgreementInForce[],
  merges: EffectiveConfiguration['contributions']['signOff']['merges'],
  members: ReadonlySet<number>,
): AgreementDemand {
  return {
    agreements: inForce.map(({ record }) => record),
    notFound: agreements.filter((id) => inForce.every(({ record }) => record.id !== id)),
    coAuthors,
    skipsMerges: (merges ?? 'skip') === 'skip',
    exemptAccounts: new Set([...exempt, ...members]),
    minimum,
  };
}

/** What the ledger tells of signatures, and of companies that cover people, in the form in which it is judged. */
export function signatureRecords({ signatures, memberships }: Standing): SignatureRecord[] {
  return [
    ...signatures.map(
      ({ accountId, agreement, revision, at, isProved, ended }): SignatureRecord => ({
        accountId,
        agreementId: agreement,
        revision: revision ?? IMPORTED,
        signedAt: at,
        end: endOf(ended),
        company: null,
        isUnproved: !isProved,
      }),
    ),
    ...memberships.flatMap(({ accountId, at, ended, company }): SignatureRecord[] => {
      if (accountId === null) return [];
      const ends = [endOf(ended), endOf(company.ended)].filter((one) => one !== null);
      const [end = null] = ends.sort((a, b) => (a.at < b.at ? -1 : 1));
      const covered = { accountId, end, company: company.name ?? `company ${company.number}`, isUnproved: false };
      return company.approvals.map(({ agreement, revision, at: approvedAt }) => ({
        ...covered,
        agreementId: agreement,
        revision,
        signedAt: [at, approvedAt].sort()[1] ?? at,
      }));
    }),
  ];
}

const HOW: Readonly<Record<Ending['how'], SignatureEnd>> = {
  withdrawn: 'withdrawn',
  revoked: 'revoked',
  'member-removed': 'removed',
  'company-terminated': 'terminated',
};

function endOf(ended: Ending | null): SignatureRecord['end'] {
  return ended === null ? null : { how: HOW[ended.how], at: ended.at };
}

/** When the first of the signatures ends that count for a while only. */
function dueIn({ asked }: AgreementReport): Date | null {
  const ends = asked.flatMap(({ until }) => until ?? []).sort();
  return ends[0] === undefined ? null : new Date(ends[0]);
}

function shownOf(
  { texts, signingPages }: TaskContext,
  { owner }: Configuration,
  { conversation: { repositoryUrl } }: CollectedPullRequest,
  inForce: readonly AgreementInForce[],
  { asked }: AgreementReport,
): Omit<AgreementsShown, 'isEither' | 'problem'> {
  return {
    asked: asked.map(({ account }) => account.login),
    changed: changesFor(asked, inForce),
    offered: inForce.map(({ current, newest }) => ({
      id: current.id,
      kind: current.kind,
      titles: current.titles,
      languages: current.languages,
      revision: newest.revision,
      url: addressOf(newest, owner, repositoryUrl),
      page: signingPages === null ? null : `${signingPages}/agreements/${owner}/${current.id}`,
      asksFields: current.fields.some(({ isRequired }) => isRequired),
      sentences: Object.fromEntries(
        current.languages.map((language) => [language, sentenceFor(texts, language, newest)]),
      ),
    })),
  };
}

/** What is new for those who had signed before; once for all who signed the same text. */
function changesFor(asked: readonly AskedSignature[], inForce: readonly AgreementInForce[]): ChangedAgreement[] {
  const changes = new Map<string, ChangedAgreement>();
  for (const { account, previous, until } of asked) {
    if (previous === null || previous.standing.status === 'ended') continue;
    const { signature, agreement } = previous;
    const found = inForce.find(({ record }) => record.id === agreement.id);
    const before = found?.kept.revisions.find(({ revision }) => revision === signature.revision)?.text;
    const key = `${agreement.id} ${signature.revision} ${isCovering(previous.standing)}`;
    const same = changes.get(key);
    changes.set(key, {
      people: [...(same?.people ?? []), account.login],
      signedAt: same?.signedAt ?? signature.signedAt,
      until,
      texts: before === undefined || found === undefined ? null : { before, after: found.newest.text },
    });
  }
  return [...changes.values()];
}

/** It is over: nobody's signature changes anything about it any more. */
export async function forgetPeople(
  { store }: TaskContext,
  { installationId, repositoryId, nodeId, number }: PullRequestTask,
): Promise<void> {
  if (number === null) return;
  await store.asInstallation(installationId, (db) =>
    keepPeople(db, installationId, { repositoryId, nodeId, number }, null, null),
  );
}
