/** A line that a reader of the rendered file sees. */
export interface VisibleLine {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
  readonly isHeading: boolean;
}

const COMMENT_START = '<!--';
const COMMENT_END = '-->';

/** What stands further down than this, nobody reads; and half a megabyte of short lines takes a second. */
const MOST_LINES = 5_000;

/** The lines of a Markdown text that say something: no blank ones, and without what HTML comments hide. Linear. */
export function visibleLines(text: string): VisibleLine[] {
  const lines: VisibleLine[] = [];
  let isHidden = false;
  const all = text.split(/\r\n|\r|\n/);
  for (const [index, line] of all.entries()) {
    if (lines.length === MOST_LINES) break;
    const shown = withoutComments(line, isHidden);
    isHidden = shown.isHidden;
    const visible = shown.text.trim();
    if (visible === '' || isRuler(visible)) continue;
    const isHeading = visible.startsWith('#') || isUnderlined(all[index + 1]);
    lines.push({ number: index + 1, text: visible, isHeading });
  }
  return lines;
}

function withoutComments(line: string, isHiddenBefore: boolean): { readonly text: string; readonly isHidden: boolean } {
  let text = '';
  let isHidden = isHiddenBefore;
  let at = 0;
  while (at < line.length) {
    const next = line.indexOf(isHidden ? COMMENT_END : COMMENT_START, at);
    if (!isHidden) text += line.slice(at, next === -1 ? line.length : next);
    if (next === -1) break;
    at = next + (isHidden ? COMMENT_END : COMMENT_START).length;
    isHidden = !isHidden;
  }
  return { text, isHidden };
}

/** `---`, `===`: rulers and the underlines of headings. */
function isRuler(line: string): boolean {
  return /^[-=*_~^ ]+$/.test(line);
}

function isUnderlined(next: string | undefined): boolean {
  const line = next?.trim() ?? '';
  return line.length >= 3 && /^(?:=+|-+|~+)$/.test(line);
}
