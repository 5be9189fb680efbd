import type { Conclusion, ReportCheckRun, RepositoryTarget } from './action.ts';
import type { VerdictComparison } from './compare-verdicts.ts';
import { fingerprint } from './fingerprint.ts';
import type { StandingCheckRun } from './standing.ts';

/** The name that a branch rule may require; it never changes. */
export const CHECK_NAME = 'Portreeve';

/** What a renderer gives for a check run. */
export type CheckRunText = Pick<ReportCheckRun, 'title' | 'summary' | 'annotations' | 'requestedActions'>;

export interface CheckRunInput {
  readonly repository: RepositoryTarget;
  readonly name: string;
  readonly headSha: string;
  readonly conclusion: Conclusion;
  readonly text: CheckRunText;
  readonly standing: StandingCheckRun | null;
  /** Somebody asked for a new run: write it even where nothing changed. */
  readonly isRequested: boolean;
  /** One may stand on GitHub that the store does not know. */
  readonly mayStand?: boolean;
}

const NO_ANNOTATIONS = fingerprint([]);

/**
 * One check run a commit and name: every pull request under enforcement gets it, so that a required check never waits.
 * @param details what is to be found again with it, such as the pull request's number
 */
export function planCheckRun(input: CheckRunInput, details: ReportCheckRun['details'] = {}): ReportCheckRun[] {
  const { repository, name, headSha, conclusion, text, standing, isRequested, mayStand = false } = input;
  const print = fingerprint({
    conclusion,
    ...text,
    annotations: text.annotations.map((annotation) => ({ ...annotation })),
    requestedActions: text.requestedActions.map((action) => ({ ...action })),
  });
  if (standing?.fingerprint === print && !isRequested) return [];
  const annotationsPrint = fingerprint(text.annotations.map((annotation) => ({ ...annotation })));
  const stands = standing?.annotationsPrint ?? NO_ANNOTATIONS;
  // GitHub adds annotations to those that stand and takes none away: others than those need another check run.
  const isRenewed = stands !== annotationsPrint && stands !== NO_ANNOTATIONS;
  const key = checkRunKey(repository.repositoryId, name, headSha);
  return [
    {
      kind: 'report-check-run',
      repository,
      key,
      fingerprint: print,
      details: { ...details, annotationsPrint },
      name,
      headSha,
      conclusion,
      ...text,
      annotationsStand: stands === annotationsPrint,
      isRenewed,
      isRequested,
      mayStand,
    },
  ];
}

export function checkRunKey(repositoryId: number, name: string, headSha: string): string {
  return `check-run:${repositoryId}:${name}:${headSha}`;
}

/** Fails only for what this pull request breaks, and only where the organisation holds it to be an error. */
export function concludePullRequest(comparison: VerdictComparison): Conclusion {
  if (comparison.broken.some(({ verdict }) => verdict.severity === 'error')) return 'failure';
  const isClean = comparison.broken.length + comparison.old.length + comparison.unknown.length === 0;
  return isClean ? 'success' : 'neutral';
}

/** Identifies the button that asks for a proposal, though somebody may have said no to one before. */
export const OPEN_REPAIR = 'open-repair';
