/** One line of a body that can be ticked, or that bears the mark of a point. */
export interface TaskLine {
  /** Index into the lines. */
  readonly line: number;
  readonly isTicked: boolean;
  /** Keys of the points whose marks it bears. */
  readonly keys: readonly string[];
  /** What it says, without box and marks. */
  readonly text: string;
  /** It stands in a block of code: an example rather than an answer. */
  readonly isInCode: boolean;
}

/** GitHub's longest body; more is nobody's. */
const LONGEST_BODY = 65_536 * 4;

/** The hidden mark that says which point a task stands for. It survives translation, moving and every kind of list. */
export function pointMark(key: string): string {
  return `<!-- point:${key} -->`;
}

const MARK = /<!--[ \t]{0,9}point:([a-z0-9][a-z0-9-]{0,99})[ \t]{0,9}-->/g;
/** A task as GitHub shows one: in any kind of list, quoted or not. */
const TASK = /^[ \t]*(?:>[ \t]*)*(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ \txX]?)\](?:[ \t]+|$)/;
/** A box of any kind, as people draw it beside a mark. */
const BOX = /\[[ \t]{0,3}([xXvV✓✔✗✘☑]?)[ \t]{0,3}\]/;
const TICKED_SIGN = /[✅☑✔✓]/;
const OPEN_SIGN = /[☐⬜◻□]/;
/** As CommonMark has it: after backticks no other backtick stands on the line, else they are code within a sentence. */
const FENCE = /^[ \t]{0,3}(?:>[ \t]*)*(`{3,}(?=[^`]*$)|~{3,})(.*)$/;

export function linesOf(body: string): string[] {
  return body.slice(0, LONGEST_BODY).split(/\r\n|\n|\r/);
}

/** Whether a line bears a mark. */
export function isMarked(line: string): boolean {
  return line.search(MARK) !== -1;
}

/**
 * All tasks of a body, however they are written. A mark that was moved below its task, as an editor that breaks lines
 * does, belongs to the task above it.
 */
export function readTasks(body: string): TaskLine[] {
  const tasks: TaskLine[] = [];
  let fence: string | null = null;
  /** The task to which a mark on a line without one would belong. */
  let open: number | null = null;
  for (const [line, text] of linesOf(body).entries()) {
    const [, edge, after = ''] = FENCE.exec(text) ?? [];
    if (edge !== undefined) {
      if (fence === null) fence = edge;
      else if (edge.startsWith(fence) && after.trim() === '') fence = null;
      open = null;
      continue;
    }
    const keys = [...text.matchAll(MARK)].flatMap(([, key]) => key ?? []);
    const box = TASK.exec(text);
    const isInCode = fence !== null;
    if (box !== null) {
      open = tasks.length;
      tasks.push({ line, isTicked: box[1]?.toLowerCase() === 'x', keys, text: wordsOn(text), isInCode });
    } else if (keys.length > 0) {
      const above = open === null ? undefined : tasks[open];
      const sign = signOn(text);
      if (sign !== null) tasks.push({ line, isTicked: sign, keys, text: wordsOn(text), isInCode });
      else if (open !== null && above !== undefined && above.keys.length === 0) tasks[open] = { ...above, keys };
    } else if (text.trim() === '') {
      open = null;
    }
  }
  return tasks;
}

/** Whether a marked line that is no task of GitHub's says yes or no; null where it says neither. */
function signOn(text: string): boolean | null {
  const box = BOX.exec(text);
  if (box !== null) return /[xXvV✓✔☑]/.test(box[1] ?? '');
  if (TICKED_SIGN.test(text)) return true;
  return OPEN_SIGN.test(text) ? false : null;
}

/** What stands below a point's question, on the same line, is no part of it. */
const BELOW = /<br>.*$/;

function wordsOn(text: string): string {
  return text.replace(TASK, '').replace(BOX, '').replaceAll(MARK, '').replace(BELOW, '').trim();
}
