import type { JsonValue } from '../core/json-value.ts';
import type { AddedPoint } from '../ggi/board/add-points.ts';

/** A repository as an action addresses it: its id, and the name that it had when it was read, under which it is written to. */
export interface RepositoryTarget {
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
}

interface ActionFrame {
  readonly repository: RepositoryTarget;
  /** Which of our things it makes or changes; the same thing has the same key for ever. */
  readonly key: string;
  /** Hash of what is to stand on GitHub. The planner compares it with what stands: where they are equal, it plans nothing. */
  readonly fingerprint: string;
  /** What the planner wants to know the next time, kept with the thing. */
  readonly details: Readonly<Record<string, JsonValue>>;
}

export interface CreateIssue extends ActionFrame {
  readonly kind: 'create-issue';
  /** It says what not everybody may know: written only where GitHub says at that moment that the repository is private. */
  readonly isConfidential: boolean;
  readonly title: string;
  /** Without the hidden marker, which `execute` adds. */
  readonly body: string;
  /** GitHub makes those that the repository does not have. */
  readonly labels?: readonly string[];
}

/** Makes a milestone; GitHub has no two of one title in a repository. */
export interface CreateMilestone extends ActionFrame {
  readonly kind: 'create-milestone';
  /** As for an issue. */
  readonly isConfidential: boolean;
  readonly title: string;
  /** Without the hidden marker, which `execute` adds. */
  readonly body: string;
}

/** Puts an issue below another one, or under a milestone, unless it stands below or under one already. */
export interface PlaceIssue extends ActionFrame {
  readonly kind: 'place-issue';
  readonly number: number;
  readonly under: {
    readonly kind: 'issue' | 'milestone';
    readonly number: number;
  };
}

/** Makes a project of the organisation. GitHub shows it to nobody but those who may see it there. */
export interface CreateProject extends ActionFrame {
  readonly kind: 'create-project';
  readonly title: string;
  /** What it is, for whoever opens it; without the hidden marker, which `execute` adds. */
  readonly body: string;
}

/** Makes a field of a project; GitHub has no two of one name in it. */
export interface CreateProjectField extends ActionFrame {
  readonly kind: 'create-project-field';
  /** The project's node id. */
  readonly projectId: string;
  readonly name: string;
  readonly type: 'choice' | 'text' | 'day';
  /** What may be chosen. */
  readonly options: readonly string[];
}

/** Puts an issue into a project, where it does not stand in it, and sets its fields. */
export interface SetProjectItem extends ActionFrame {
  readonly kind: 'set-project-item';
  /** The project's node id. */
  readonly projectId: string;
  /** The issue's node id. */
  readonly contentId: string;
  /** Where it stands in the project already. */
  readonly item: { readonly id: number; readonly nodeId: string } | null;
  readonly values: readonly ProjectValue[];
}

/** What a field is to show; null shows nothing. */
export interface ProjectValue {
  /** The field's node id. */
  readonly fieldId: string;
  readonly type: CreateProjectField['type'];
  /** Of a choice, the option's name; of a day, YYYY-MM-DD. */
  readonly value: string | null;
}

export interface UpdateIssue extends ActionFrame {
  readonly kind: 'update-issue';
  readonly isConfidential: boolean;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  /** null leaves the issue open or closed, as it is. */
  readonly state: 'open' | 'closed' | null;
}

/** Puts something into an issue whose text people own. It is read just before, and nothing else in it changes. */
export interface AmendIssue extends ActionFrame {
  readonly kind: 'amend-issue';
  readonly number: number;
  /** Points that are put in where they do not stand. */
  readonly points: readonly AddedPoint[];
  /** Above them, where the text has no point any more. */
  readonly heading: string;
  /** Changed only where it is still the old one; null leaves it. */
  readonly title: { readonly from: string; readonly to: string } | null;
}

export type Conclusion = 'success' | 'neutral' | 'failure';

/** GitHub accepts at most 50 of them in one request. */
export interface Annotation {
  readonly path: string;
  readonly line: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

/** A button on a check run; label ≤ 20 characters, identifier ≤ 20, description ≤ 40. */
export interface RequestedAction {
  readonly identifier: string;
  readonly label: string;
  readonly description: string;
}

export interface ReportCheckRun extends ActionFrame {
  readonly kind: 'report-check-run';
  readonly name: string;
  readonly headSha: string;
  readonly conclusion: Conclusion;
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly requestedActions: readonly RequestedAction[];
  /** They stand on the check run already: sent again, GitHub would show them twice. */
  readonly annotationsStand: boolean;
  /** Other annotations than those that stand: a new check run takes the old one's place. */
  readonly isRenewed: boolean;
  /** One may stand that the store does not know: it is looked for before the first is made. */
  readonly mayStand: boolean;
  /** Write even where the fingerprint stands: somebody asked for a new run. */
  readonly isRequested: boolean;
}

export interface ProposedFile {
  readonly path: string;
  readonly text: string;
}

export interface OpenProposal extends ActionFrame {
  readonly kind: 'open-proposal';
  readonly branch: string;
  readonly baseBranch: string;
  /** The commit of the default branch on which the proposal's commit is laid. */
  readonly baseSha: string;
  readonly files: readonly ProposedFile[];
  readonly title: string;
  readonly body: string;
}

export interface UpdateProposal extends ActionFrame {
  readonly kind: 'update-proposal';
  readonly number: number;
  readonly branch: string;
  /** The branch must still be here, our own last commit: people's commits are never overwritten. */
  readonly expectedHead: string;
  readonly files: readonly ProposedFile[];
  /** Files of the branch that are no longer wanted. */
  readonly removes: readonly string[];
  readonly title: string;
  readonly body: string;
}

export interface SetProposalState extends ActionFrame {
  readonly kind: 'set-proposal-state';
  readonly number: number;
  readonly state: 'open' | 'closed';
}

/** Tells a person who commented that they were heard, without a new comment. */
export interface React extends ActionFrame {
  readonly kind: 'react';
  readonly commentId: number;
  readonly content: '+1' | 'eyes' | 'confused';
}

export interface CreateComment extends ActionFrame {
  readonly kind: 'create-comment';
  /** Of the issue or pull request under which it stands. */
  readonly number: number;
  /** Without the hidden marker, which `execute` adds. */
  readonly body: string;
  /** One of ours may stand that the store does not know: it is looked for before the first is made. */
  readonly mayStand: boolean;
}

export interface UpdateComment extends ActionFrame {
  readonly kind: 'update-comment';
  readonly number: number;
  readonly commentId: number;
  readonly body: string;
}

/** Takes a comment of ours away; where it is gone already, nothing is done. */
export interface DeleteComment extends ActionFrame {
  readonly kind: 'delete-comment';
  readonly number: number;
  readonly commentId: number;
}

/** Puts labels on an issue or pull request and takes others off: one request for all new ones, and one for each old one. */
export interface ChangeLabels extends ActionFrame {
  readonly kind: 'change-labels';
  readonly number: number;
  /** GitHub makes those that the repository does not have. */
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** What would be changed on GitHub, as data. */
export type Action =
  | CreateIssue
  | CreateMilestone
  | PlaceIssue
  | CreateProject
  | CreateProjectField
  | SetProjectItem
  | UpdateIssue
  | AmendIssue
  | ReportCheckRun
  | OpenProposal
  | UpdateProposal
  | SetProposalState
  | CreateComment
  | UpdateComment
  | DeleteComment
  | ChangeLabels
  | React;

export type ActionKind = Action['kind'];
