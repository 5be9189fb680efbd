import { html } from 'hono/html';
import type { ChangedFile } from '../difference.ts';
import type { Repository } from '../state.ts';
import { annotationNote, type Note, notesAt } from './annotations.ts';
import type { Html } from './layout.ts';
import { count, encodePath, visible } from './text.ts';
import { repositoryPath } from './visit.ts';

/** More files and lines than these would make a page that nobody can read. */
const SHOWN_FILES = 100;
const SHOWN_LINES = 1000;
/** Longer changes, and files that went, are shown when somebody asks. */
const OPEN_LINES = 80;

/** One line of a patch. */
interface Line {
  readonly kind: 'hunk' | 'same' | 'gone' | 'new' | 'remark';
  readonly before: number | null;
  readonly after: number | null;
  readonly text: string;
}

/** Reads a unified patch, which begins with its first `@@`. */
export function parsePatch(patch: string): Line[] {
  let [before, after] = [0, 0];
  return patch.split('\n').map((line): Line => {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (hunk) {
      [before, after] = [Number(hunk[1]), Number(hunk[2])];
      return { kind: 'hunk', before: null, after: null, text: line };
    }
    const text = line.slice(1);
    if (line.startsWith('+')) return { kind: 'new', before: null, after: after++, text };
    if (line.startsWith('-')) return { kind: 'gone', before: before++, after: null, text };
    if (line.startsWith('\\')) return { kind: 'remark', before: null, after: null, text: line };
    return { kind: 'same', before: before++, after: after++, text };
  });
}

/** The files that differ between two commits, with what checks say of them where they say it. */
export function changedFiles(repository: Repository, from: string, to: string): Html {
  const files = repository.git.difference(from, to);
  const patches = files.length > 0 ? repository.git.patches(from, to) : [];
  const notes = notesAt(repository, to);
  const others = notes.filter(({ annotation }) => !files.some(({ path }) => path === annotation.path));
  const added = files.reduce((sum, { additions }) => sum + additions, 0);
  const removed = files.reduce((sum, { deletions }) => sum + deletions, 0);
  return html`<p class="muted">${count(files.length, 'file')} changed, <span class="good">+${added}</span> <span class="bad">−${removed}</span></p>
${others.map((note) => annotationNote(repository, note))}
${files.slice(0, SHOWN_FILES).map((file, index) =>
  changedFile(repository, to, {
    file,
    patch: patches[index] ?? null,
    notes: notes.filter(({ annotation }) => annotation.path === file.path),
  }),
)}${files.length > SHOWN_FILES ? html`<p class="muted">${count(files.length - SHOWN_FILES, 'more file')} not shown.</p>` : ''}`;
}

const WORDS: Readonly<Record<string, string>> = { added: 'new', removed: 'deleted', changed: 'mode changed' };

function changedFile(
  repository: Repository,
  sha: string,
  {
    file,
    patch,
    notes,
  }: { readonly file: ChangedFile; readonly patch: string | null; readonly notes: readonly Note[] },
): Html {
  const { path, previousPath, status, additions, deletions } = file;
  const lines = patch === null ? [] : parsePatch(patch);
  const shown = lines.slice(0, SHOWN_LINES);
  const isShort = status !== 'removed' && shown.length <= OPEN_LINES;
  const isShown = (note: Note) => shown.some(({ after }) => after === note.annotation.end_line);
  const name =
    status === 'removed'
      ? html`<bdi>${visible(path)}</bdi>`
      : html`<a href="${repositoryPath(repository)}/blob/${sha}/${encodePath(path)}"><bdi>${visible(path)}</bdi></a>`;
  return html`<section class="card change" id="change-${encodePath(path)}"><header class="card-head"><h3><span class="path">${previousPath === null ? '' : html`<bdi>${visible(previousPath)}</bdi> → `}${name}</span> ${WORDS[status] ? html`<span class="badge">${WORDS[status]}</span>` : ''}</h3><span class="small"><span class="good">+${additions}</span> <span class="bad">−${deletions}</span></span></header>
${notes.filter((note) => !isShown(note)).map((note) => annotationNote(repository, note))}
${patch === null ? html`<p class="empty">No lines to show.</p>` : html`<details${isShort ? html` open` : ''}><summary>${count(shown.length, 'line')}</summary><div class="code scroll"><table><caption class="hidden">Changed lines of ${visible(path)}</caption><tbody>${shown.map((line) => patchLine(repository, line, notes))}</tbody></table></div></details>`}
${lines.length > SHOWN_LINES ? html`<p class="card-foot muted">${count(lines.length - SHOWN_LINES, 'more line')} not shown.</p>` : ''}</section>`;
}

const SIGNS = { hunk: '', same: '', gone: '−', new: '+', remark: '' } as const;

function patchLine(repository: Repository, { kind, before, after, text }: Line, notes: readonly Note[]): Html {
  const here = notes.filter(({ annotation }) => after !== null && annotation.end_line === after);
  return html`<tr class="${kind}"><td class="number">${before ?? ''}</td><td class="number">${after ?? ''}</td><td class="sign">${SIGNS[kind]}</td><td class="text">${visible(text, { lines: true })}</td></tr>${here.map((note) => html`<tr class="note-row"><td colspan="4">${annotationNote(repository, note)}</td></tr>`)}`;
}
