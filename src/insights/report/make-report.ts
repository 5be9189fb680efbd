import type { Configuration } from '../../config/read-configuration.ts';
import type { NextStep as BoardStep } from '../../ggi/board/next-steps.ts';
import { activitiesAt } from '../../ggi/board/progress-at.ts';
import { attestationsAround } from '../attestations.ts';
import { changesBetween } from '../changes.ts';
import { type Activity, isWithin, openedWithin, type Period, type PlacedChangeRequest } from '../chaoss/activity.ts';
import { changeRequestClosureRatio } from '../chaoss/change-request-closure-ratio.ts';
import { contributorAbsenceFactor } from '../chaoss/contributor-absence-factor.ts';
import { releaseFrequency } from '../chaoss/release-frequency.ts';
import { timeToFirstResponse } from '../chaoss/time-to-first-response.ts';
import { coverageByPolicy, coverageTrend, tallyAt } from '../coverage.ts';
import { exemptionsAround } from '../exemptions.ts';
import { licenseLandscape } from '../licenses.ts';
import { type OutcomeHistory, outcomeAt, weeksUntil } from '../outcome-history.ts';
import { type Audience, maySee, type RepositoryRecord } from '../repository-record.ts';
import { sharedRepositories } from '../sharing.ts';
import { boardChanges } from './board-changes.ts';
import { goalStandings, type MeasuredPoint } from './goals.ts';
import { nextSteps } from './next-steps.ts';
import type { Board, ContributionFigures, Named, OrganizationReport, PackageUse, Risk } from './organization-report.ts';
import { defaultOwners } from './owners.ts';
import type { Waits } from './waits.ts';

const DAY = 86_400_000;
const WEEKS = 52;
const QUARTER_DAYS = 90;
const YEAR_DAYS = 365;
/** Fewer commits than these within a year do not tell on how many people a repository rests. */
const ENOUGH_COMMITS = 10;
/** What ends is told of so long before its last day, and so long after. */
const ENDING_AHEAD_DAYS = 60;
const ENDED_AGO_DAYS = 14;

/** What is compared: now, and a moment before it. */
export interface ReportTime {
  readonly now: Date;
  readonly since: Date;
}

export interface ReportInput extends ReportTime {
  readonly organization: string;
  readonly audience: Audience;
  readonly repositories: readonly RepositoryRecord[];
  /** At the moments of `reportMoments`. */
  readonly histories: readonly OutcomeHistory[];
  readonly activities: readonly Activity[];
  /** Of those that the audience may read. */
  readonly layers: readonly Pick<Configuration, 'exemptions'>[];
  /** null where there is none. */
  readonly board: Board | null;
  /** What was measured for the points of good governance, as far as the audience may know it. */
  readonly measured: readonly MeasuredPoint[];
  /** The packages that the audience may know of, the most used first; null where nothing of them was read. */
  readonly packages: readonly PackageUse[] | null;
  readonly waits: Waits;
  /** What the board proposes next, as far as the audience may know its reasons; empty where there is no board. */
  readonly proposed: readonly BoardStep[];
}

/** The moments at which histories are wanted: what it is compared with, then a year week by week, the last one now. */
export function reportMoments({ now, since }: ReportTime): Date[] {
  return [since, ...weeksUntil(now, WEEKS)];
}

/** The board as it stands, and as it stood when the comparison begins. */
function boardsOf(board: Board, { earlier, today }: { readonly earlier: string; readonly today: string }) {
  return {
    now: { day: today, activities: board.activities },
    before: { day: earlier.slice(0, 10), activities: activitiesAt(board.activities, board, earlier) },
  };
}

/** Counts all that a report tells. What its reader may not know of is counted nowhere in it. */
export function makeReport(input: ReportInput): OrganizationReport {
  const { organization, audience, now, since, board } = input;
  const repositories = input.repositories.filter((repository) => maySee(repository, audience));
  const seen = new Set(repositories.map(({ repositoryId }) => repositoryId));
  const histories = input.histories.filter(
    ({ repositoryId, disclosure }) => seen.has(repositoryId) && (audience === 'insiders' || disclosure === 'public'),
  );
  const activities = input.activities.filter(({ repositoryId }) => seen.has(repositoryId));
  const moments = reportMoments(input);
  const places = { now: moments.length - 1, before: 0 };
  const named = namesOf(repositories);
  const today = now.toISOString().slice(0, 10);
  const around = { today, ago: ENDED_AGO_DAYS, ahead: ENDING_AHEAD_DAYS };
  const hidden = new Set(
    audience === 'insiders'
      ? []
      : input.histories.flatMap(({ policy, disclosure }) => (disclosure === 'restricted' ? [policy] : [])),
  );
  const exemptions = exemptionsAround(input.layers, repositories, around).filter(({ policy }) => !hidden.has(policy));
  const sharing = sharedRepositories(repositories);
  const waits = {
    held: input.waits.held,
    proposals: input.waits.proposals.filter(({ repositoryId }) => seen.has(repositoryId)).map(named),
  };
  const contributions = activities.length === 0 ? null : contributionFigures(activities, named, now);
  const count = (kind: string) =>
    changesBetween(histories, places.before, places.now).filter((change) => change.kind === kind).length;
  const before = new Map(coverageByPolicy(histories, places.before).map(({ policy, tally }) => [policy, tally]));
  const attestations = attestationsAround(board?.activities ?? [], around);
  const earlier = since.toISOString();
  const compared = board === null ? null : boardsOf(board, { earlier, today });
  const keys = new Set(board?.activities.flatMap(({ points }) => points.map(({ key }) => key)));
  return {
    organization,
    madeAt: now.toISOString(),
    since: earlier,
    audience,
    leftOut: input.repositories.length - repositories.length,
    coverage: { now: tallyAt(histories, places.now), before: tallyAt(histories, places.before) },
    policies: coverageByPolicy(histories, places.now).map(({ policy, tally }) => ({
      policy,
      now: tally,
      before: before.get(policy) ?? tallyAt([], 0),
    })),
    trend: coverageTrend(histories, moments).slice(1),
    goals: compared === null ? null : goalStandings(compared.now, compared.before, input.measured),
    changes: { mended: count('mended'), broken: count('broken'), found: count('found') },
    boardChanges: compared === null ? null : boardChanges(compared.before, compared.now),
    steps: nextSteps({
      ...{ histories, exemptions, attestations, sharing, waits, now: places.now },
      waiting: contributions?.waiting ?? [],
      activities: board === null ? [] : input.proposed,
    }),
    waits,
    risks: risksOf(histories, repositories, moments, named),
    exemptions: exemptions.map(named),
    attestations,
    contributions,
    licenses: licenseLandscape(repositories).map(({ license, open, repositoryIds }) => ({
      license,
      open,
      repositories: repositoryIds.length,
    })),
    packages: input.packages,
    sharing: {
      repositories: repositories.length,
      shared: sharing.length,
      open: sharing.filter(({ isOpen }) => isOpen).length,
      described: sharing.filter(({ isDescribed }) => isDescribed).length,
      used: sharing.filter(({ usedBy }) => usedBy.length > 0).length,
    },
    records: {
      moments: moments.map((moment) => moment.toISOString()),
      places,
      repositories: repositories.map(({ owner, name, publiccode: _, codeOwners, ...repository }) => ({
        ...repository,
        repository: `${owner}/${name}`,
        owners: defaultOwners(codeOwners),
      })),
      histories: histories.map(({ repositoryId, policy, severity, outcomes }) => ({
        ...{ repositoryId, policy, severity, outcomes },
        outcome: outcomeAt({ outcomes }, places.now),
      })),
      changeRequests: activities.flatMap(({ repositoryId, changeRequests }) =>
        changeRequests.map((request) => ({ ...request, repositoryId })),
      ),
      releases: activities.flatMap(({ repositoryId, releases }) =>
        releases.map((release) => ({ repositoryId, ...release })),
      ),
      commits: activities.map(({ repositoryId, commits }) => ({ repositoryId, byPerson: commits })),
      sharing,
      activities: board?.activities ?? [],
      measured: input.measured,
      boardChanges: (board?.changes ?? [])
        .filter(({ subject, key }) => subject === 'point' && key !== null && keys.has(key))
        .map(({ subject: _, ...change }) => change),
      attestations: (board?.attestations ?? []).filter(({ key }) => keys.has(key)),
    },
  };
}

type Name = <T extends { readonly repositoryId: number }>(record: T) => Named<T>;

function namesOf(repositories: readonly RepositoryRecord[]): Name {
  const names = new Map(repositories.map(({ repositoryId, owner, name }) => [repositoryId, `${owner}/${name}`]));
  return (record) => ({ ...record, repository: names.get(record.repositoryId) ?? '' });
}

function risksOf(
  histories: readonly OutcomeHistory[],
  repositories: readonly RepositoryRecord[],
  moments: readonly Date[],
  named: Name,
): Risk[] {
  const owners = new Map(repositories.map(({ repositoryId, codeOwners }) => [repositoryId, defaultOwners(codeOwners)]));
  return histories
    .filter((history) => history.severity === 'error' && outcomeAt(history, moments.length - 1) === 'fail')
    .map(({ repositoryId, policy, outcomes }) => {
      // The first moment is the one of the comparison; the weeks follow it.
      const weeks = outcomes.slice(1);
      const begun = weeks.length - (/f+$/.exec(weeks)?.[0].length ?? 1);
      const since = (moments[begun + 1] ?? moments.at(-1) ?? new Date(0)).toISOString();
      return named({ repositoryId, policy, since, owners: owners.get(repositoryId) ?? [] });
    })
    .toSorted(
      (a, b) => compare(a.since, b.since) || compare(a.repository, b.repository) || compare(a.policy, b.policy),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function contributionFigures(activities: readonly Activity[], named: Name, now: Date): ContributionFigures {
  const ago = (days: number) => new Date(now.getTime() - days * DAY).toISOString();
  const quarter: Period = { from: ago(QUARTER_DAYS), to: now.toISOString() };
  const before: Period = { from: ago(2 * QUARTER_DAYS), to: quarter.from };
  const always: Period = { from: '', to: now.toISOString() };
  const telling = activities.filter(({ commits }) => commits.reduce((sum, count) => sum + count, 0) >= ENOUGH_COMMITS);
  return {
    quarter,
    timeToFirstResponse: {
      now: timeToFirstResponse(activities, quarter, { outsideOnly: true }),
      before: timeToFirstResponse(activities, before, { outsideOnly: true }),
    },
    changeRequestClosureRatio: {
      now: changeRequestClosureRatio(activities, quarter),
      before: changeRequestClosureRatio(activities, before),
    },
    contributorAbsenceFactor: {
      repositories: telling.length,
      one: telling.filter(({ commits }) => contributorAbsenceFactor(commits) === 1).length,
    },
    releaseFrequency: releaseFrequency(activities, { from: ago(YEAR_DAYS), to: now.toISOString() }),
    waiting: openedWithin(activities, always)
      .filter((request) => request.isOutside && isUnanswered(request))
      .map(named),
    cut: activities.filter(
      ({ changeRequests, isCut }) =>
        isCut.commits || (isCut.changeRequests && changeRequests.every(({ openedAt }) => isWithin(openedAt, quarter))),
    ).length,
  };
}

function isUnanswered({ closedAt, firstResponseAt }: PlacedChangeRequest): boolean {
  return closedAt === null && firstResponseAt === null;
}
