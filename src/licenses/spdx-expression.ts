import { SPDX_IDS } from './generated/spdx-ids.ts';

const KNOWN = new Map(SPDX_IDS.map((id) => [id.toLowerCase(), id]));
/** Nobody writes a longer one. */
const LONGEST = 500;

export type SpdxExpression =
  | { readonly ok: true; readonly ids: readonly string[] }
  /** `problem` goes on after the expression: `names “EUPL”, which is not on the SPDX licence list`. */
  | { readonly ok: false; readonly problem: string };

/**
 * Reads an SPDX licence expression: ids of the list that the whole program uses, `LicenseRef-…`, `+`, `WITH`, `AND`, `OR`
 * and brackets. Libraries that read one bring a list of their own, which would contradict ours. Linear, without recursion.
 * @returns the ids in their order, as the list writes them
 * @see https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/
 */
export function readSpdxExpression(text: string): SpdxExpression {
  if (text.length > LONGEST) return { ok: false, problem: 'is too long for a licence expression' };
  const ids: string[] = [];
  let depth = 0;
  let wants: 'licence' | 'operator' | 'exception' = 'licence';
  for (const token of text.match(/[()]|[^\s()]+/g) ?? []) {
    if (wants === 'operator') {
      if (token === ')' && depth > 0) depth -= 1;
      else if (/^(?:and|or)$/i.test(token)) wants = 'licence';
      else if (/^with$/i.test(token)) wants = 'exception';
      else return { ok: false, problem: `has “${token}” where only AND, OR or WITH can stand` };
    } else if (wants === 'exception') {
      if (!/^[a-z\d.-]+$/i.test(token)) return { ok: false, problem: `has no exception after WITH, but “${token}”` };
      wants = 'operator';
    } else if (token === '(') depth += 1;
    else {
      const id = idOf(token);
      if (id === null) return { ok: false, problem: `names “${token}”, which is not on the SPDX licence list` };
      ids.push(id);
      wants = 'operator';
    }
  }
  if (wants !== 'operator' || depth > 0) return { ok: false, problem: 'is no whole SPDX licence expression' };
  return { ok: true, ids };
}

function idOf(token: string): string | null {
  if (/^(?:DocumentRef-[a-z\d.-]+:)?LicenseRef-[a-z\d.-]+$/i.test(token)) return token;
  return KNOWN.get(token.toLowerCase()) ?? KNOWN.get(token.replace(/\+$/, '').toLowerCase()) ?? null;
}
