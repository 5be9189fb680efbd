/** Longer comments are no signature: nobody has to write more than a line. */
const LONGEST_COMMENT = 10_000;

/**
 * The lines of a comment that count as said by whoever wrote it: each is a paragraph of its own, with an empty line or
 * nothing before and after it, and begins at the margin. So no quotation, list, heading, table, code or footnote holds
 * it, however GitHub reads the rest. A comment with code blocks or HTML has none, as these may hide or strike out what
 * stands between them.
 */
export function linesThatCount(body: string): string[] {
  if (body.length > LONGEST_COMMENT || HIDES.test(body)) return [];
  const lines = body.split(/\r\n|\n|\r/).map((line) => line.replace(/[ \t]+$/, ''));
  return lines.filter(
    (line, index) => AT_THE_MARGIN.test(line) && (lines[index - 1] ?? '') === '' && (lines[index + 1] ?? '') === '',
  );
}

/** A fence of code or of a formula anywhere, and all that may begin a tag or a comment of HTML. */
const HIDES = /```|~~~|\$\$|<[a-z!/?]/i;
const AT_THE_MARGIN = /^[\p{L}\p{N}/]/u;

/** Each sentence by which an agreement is signed names its revision, so far as people read it: whether a comment may be one. */
export function namesRevision(body: string): boolean {
  return SHORT_REVISION.test(body);
}

const SHORT_REVISION = /(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])/;

/** Which of these sentences a comment says, letter by letter: exactly one, else null. */
export function sentenceIn<T extends { readonly sentence: string }>(body: string, known: readonly T[]): T | null {
  const lines = linesThatCount(body);
  const said = known.filter(({ sentence }) => lines.includes(sentence));
  return said.length === 1 ? (said[0] ?? null) : null;
}

/** Somebody may have meant to sign: the sentence stands somewhere, though not so that it counts. */
export function mentionsOne(body: string, known: readonly { readonly sentence: string }[]): boolean {
  return body.length <= LONGEST_COMMENT && known.some(({ sentence }) => body.includes(sentence));
}

/** A withdrawal, as `/portreeve withdraw AGREEMENT REASON` says it. */
export interface WithdrawalWish {
  readonly agreementId: string;
  readonly reason: string;
}

/** The withdrawal that a comment declares, on a line that counts; null where there is none, or more than one. */
export function withdrawalIn(body: string): WithdrawalWish | null {
  const found = linesThatCount(body).flatMap((line) => {
    const [, agreementId, reason] = WITHDRAW.exec(line) ?? [];
    return agreementId === undefined || reason === undefined ? [] : [{ agreementId, reason: reason.trim() }];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

const WITHDRAW = /^\/portreeve withdraw ([a-z0-9][a-z0-9-]{0,49})[ \t]+(\S.{0,499})$/;
