import { html } from 'hono/html';
import type { Annotation, CheckRun, Repository } from '../state.ts';
import type { Html } from './layout.ts';
import { runsAt } from './parts.ts';
import { encodePath, visible } from './text.ts';
import { repositoryPath, runPath } from './visit.ts';

/** What a check run says of lines of a file. */
export interface Note {
  readonly run: CheckRun;
  readonly annotation: Annotation;
}

/** What the newest check runs of a commit say of its files. */
export function notesAt(repository: Repository, sha: string): Note[] {
  return runsAt(repository, sha).flatMap((run) => run.annotations.map((annotation) => ({ run, annotation })));
}

export function annotationsAt(repository: Repository, sha: string, path: string): Note[] {
  return notesAt(repository, sha).filter(({ annotation }) => annotation.path === path);
}

const LEVELS: Readonly<Record<string, { readonly word: string; readonly tone: string }>> = {
  failure: { word: 'Failure', tone: 'bad' },
  warning: { word: 'Warning', tone: 'warn' },
  notice: { word: 'Notice', tone: 'info' },
};

/** An annotation with its place; GitHub shows its message as plain text. */
export function annotationNote(repository: Repository, { run, annotation }: Note): Html {
  const { path, start_line, end_line, annotation_level, title, message, raw_details } = annotation;
  const { word, tone } = LEVELS[annotation_level] ?? { word: annotation_level, tone: 'info' };
  const lines = start_line === end_line ? `${start_line}` : `${start_line}–${end_line}`;
  const commit = repository.git.resolveCommit(run.suite.headSha);
  const isThere = commit !== undefined && repository.git.entryAt(commit.tree, path) !== undefined;
  const place = html`<bdi>${visible(path)}</bdi>, line ${lines}`;
  const href = `${repositoryPath(repository)}/blob/${run.suite.headSha}/${encodePath(path)}#L${start_line}`;
  return html`<div class="note ${tone}"><p><span class="strong">${word}</span> <span class="muted small">by <a href="${runPath(run)}"><bdi>${visible(run.name)}</bdi></a> at ${isThere ? html`<a href="${href}">${place}</a>` : place}</span></p>
${title === null ? '' : html`<p class="strong"><bdi>${visible(title)}</bdi></p>`}
<p class="plain-text"><bdi>${visible(message, { lines: true })}</bdi></p>
${raw_details === null ? '' : html`<details><summary>Details</summary><pre>${visible(raw_details, { lines: true })}</pre></details>`}</div>`;
}
