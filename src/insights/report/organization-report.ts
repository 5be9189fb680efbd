import type { Severity, VerdictOutcome } from '../../core/verdict.ts';
import type { BoardChange } from '../../ggi/board/follow.ts';
import type { BoardHistory } from '../../ggi/board/progress-at.ts';
import type { ActivityProgress, Attestation, BoardProgress } from '../../ggi/progress.ts';
import type { EndingAttestation } from '../attestations.ts';
import type { PlacedChangeRequest } from '../chaoss/activity.ts';
import type { ChangeRequestClosureRatio } from '../chaoss/change-request-closure-ratio.ts';
import type { ReleaseFrequency } from '../chaoss/release-frequency.ts';
import type { TimeToFirstResponse } from '../chaoss/time-to-first-response.ts';
import type { CoverageAt, Tally } from '../coverage.ts';
import type { ExemptionRecord } from '../exemptions.ts';
import type { Audience } from '../repository-record.ts';
import type { SharedRepository } from '../sharing.ts';
import type { ActivityChange } from './board-changes.ts';
import type { GoalStanding, MeasuredPoint } from './goals.ts';
import type { NextStep } from './next-steps.ts';
import type { HeldBack, OpenedProposal } from './waits.ts';

/** Adds the name, `owner/name`, by which people know a repository. */
export type Named<T> = T & { readonly repository: string };

/** Where an organisation stands, and the records from which each figure can be counted again. */
export interface OrganizationReport {
  /** Login of the organisation. */
  readonly organization: string;
  /** ISO 8601. */
  readonly madeAt: string;
  /** What it is compared with, ISO 8601. */
  readonly since: string;
  readonly audience: Audience;
  /** Repositories that this reader may not know of. */
  readonly leftOut: number;
  readonly coverage: { readonly now: Tally; readonly before: Tally };
  readonly policies: readonly PolicyStanding[];
  /** A tally a week for a year, oldest first. */
  readonly trend: readonly CoverageAt[];
  /** null where there is no board. */
  readonly goals: readonly GoalStanding[] | null;
  readonly changes: Readonly<Record<'mended' | 'broken' | 'found', number>>;
  /** What people changed of the board; null where there is none. */
  readonly boardChanges: readonly ActivityChange[] | null;
  /** At most three, the best first. */
  readonly steps: readonly NextStep[];
  /** What waits for somebody of the organisation, beside contributions. */
  readonly waits: { readonly held: HeldBack | null; readonly proposals: readonly Named<OpenedProposal>[] };
  readonly risks: readonly Risk[];
  readonly exemptions: readonly Named<ExemptionRecord>[];
  /** Of points of good governance, the one that ends first coming first; empty where there is no board. */
  readonly attestations: readonly EndingAttestation[];
  /** null where nothing of it was read yet. */
  readonly contributions: ContributionFigures | null;
  readonly licenses: readonly LicenseFigure[];
  /** What the repositories are built from, the most used first; null where that is not known. */
  readonly packages: readonly PackageUse[] | null;
  readonly sharing: {
    readonly repositories: number;
    readonly shared: number;
    readonly open: number;
    readonly described: number;
    /** Of which somebody says that they use them. */
    readonly used: number;
  };
  readonly records: ReportRecords;
}

/** A package, and how many repositories build on it. */
export interface PackageUse {
  /** As `pkg:npm/hono`, without a version. */
  readonly name: string;
  /** SPDX expression; null: not known. */
  readonly license: string | null;
  readonly repositories: number;
}

/** Of one policy: now, and when the comparison begins. */
export interface PolicyStanding {
  readonly policy: string;
  readonly now: Tally;
  readonly before: Tally;
}

/** A required policy that is not met, with who answers for the repository. */
export interface Risk {
  readonly repositoryId: number;
  readonly repository: string;
  readonly policy: string;
  /** Since which of the weeks it has failed without a break, ISO 8601. */
  readonly since: string;
  /** As its CODEOWNERS names them for all files; empty where nobody is named. */
  readonly owners: readonly string[];
}

export interface LicenseFigure {
  readonly license: string;
  readonly open: boolean | null;
  readonly repositories: number;
}

/** CHAOSS's metrics. Programs are left out everywhere. */
export interface ContributionFigures {
  /** The quarter of a year for the first two, and the one before it. */
  readonly quarter: { readonly from: string; readonly to: string };
  readonly timeToFirstResponse: { readonly now: TimeToFirstResponse; readonly before: TimeToFirstResponse };
  readonly changeRequestClosureRatio: {
    readonly now: ChangeRequestClosureRatio;
    readonly before: ChangeRequestClosureRatio;
  };
  /** Repositories with enough commits within a year to tell, and those of them of which one person made half or more. */
  readonly contributorAbsenceFactor: { readonly repositories: number; readonly one: number };
  /** Within a year. */
  readonly releaseFrequency: ReleaseFrequency;
  /** From outside, open, and answered by nobody yet, the oldest first. */
  readonly waiting: readonly Named<PlacedChangeRequest>[];
  /** Repositories of which more happened than is read: figures of them rest on the newest. */
  readonly cut: number;
}

/** What the figures are counted from. Restricted ones are there only for readers with rights. */
export interface ReportRecords {
  /** ISO 8601: the moments of the histories, oldest first. */
  readonly moments: readonly string[];
  /** The places in `moments` of what is compared: now, and before. */
  readonly places: { readonly now: number; readonly before: number };
  readonly repositories: readonly {
    readonly repositoryId: number;
    readonly repository: string;
    readonly visibility: string;
    readonly isArchived: boolean;
    readonly isFork: boolean;
    /** null where they are not known. */
    readonly licenses: readonly { readonly expression: string; readonly open: boolean | null }[] | null;
    readonly owners: readonly string[];
  }[];
  /** A letter a moment: p(ass), f(ail), u(nknown), e(xempt), n(ot applicable), - (not judged). */
  readonly histories: readonly {
    readonly repositoryId: number;
    readonly policy: string;
    readonly severity: Severity;
    readonly outcomes: string;
    readonly outcome: VerdictOutcome | null;
  }[];
  readonly changeRequests: readonly PlacedChangeRequest[];
  readonly releases: readonly { readonly repositoryId: number; readonly name: string; readonly publishedAt: string }[];
  /** How many of the last commits each person made, without a name. */
  readonly commits: readonly { readonly repositoryId: number; readonly byPerson: readonly number[] }[];
  readonly sharing: readonly SharedRepository[];
  readonly activities: readonly ActivityProgress[];
  readonly measured: readonly MeasuredPoint[];
  /** Of points of the board, the oldest first. */
  readonly boardChanges: readonly PointChange[];
  /** Of points of the board, also those that ended. */
  readonly attestations: readonly Attestation[];
}

/** That a point was ticked, or no longer. */
export type PointChange = Pick<BoardChange, 'activity' | 'key' | 'value' | 'at'>;

/** What people ticked and when it was read, with what is known of its past. */
export interface Board extends BoardProgress, BoardHistory {}
