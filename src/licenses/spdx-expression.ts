import { SPDX_EXCEPTIONS, SPDX_IDS } from './generated/spdx-ids.ts';
import { nearestException, nearestId } from './nearest-id.ts';
import { successorOf } from './spdx-successors.ts';

const KNOWN = new Map(SPDX_IDS.map((id) => [id.toLowerCase(), id]));
const EXCEPTIONS = new Map(SPDX_EXCEPTIONS.map((id) => [id.toLowerCase(), id]));
/** Nobody writes a longer one. With it, brackets cannot be nested so deep that walking over them takes a stack. */
const LONGEST = 4_000;

/** A licence expression as a tree: an `and` holds no `and`, an `or` no `or`, and neither holds one thing twice. */
export type SpdxTree =
  | SpdxLicense
  | { readonly kind: 'and'; readonly parts: readonly SpdxTree[] }
  | { readonly kind: 'or'; readonly parts: readonly SpdxTree[] };

/** One licence in an expression. */
export interface SpdxLicense {
  readonly kind: 'license';
  /** As the SPDX list writes it, or a `LicenseRef-…`. */
  readonly id: string;
  /** Whether a `+` allows later versions; ids that end in `-or-later` say it themselves. */
  readonly orLater: boolean;
  /** As the SPDX list of exceptions writes it. */
  readonly exception: string | null;
}

export type SpdxExpression =
  | {
      readonly ok: true;
      readonly tree: SpdxTree;
      /** In canonical case and brackets, deprecated ids replaced. */
      readonly canonical: string;
      /** The licences' ids in their order, each once. */
      readonly ids: readonly string[];
      /** The deprecated ids that it was written with, as the list writes them. */
      readonly deprecated: readonly string[];
    }
  /** `problem` goes on after the expression: `names “EUPL”, which is not on the SPDX licence list`. */
  | { readonly ok: false; readonly problem: string; readonly suggestion: string | null };

/**
 * Reads an SPDX licence expression: ids of the list that the whole program uses, `LicenseRef-…`, `+`, `WITH`, `AND`, `OR`
 * and brackets, in any case. `+` binds closest, then `WITH`, `AND`, `OR`. Libraries that read one bring a list of their
 * own, which would contradict ours, and recurse (docs/decisions/009-licence-expressions.md). Linear, without recursion.
 * @see https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/
 */
export function readSpdxExpression(text: string): SpdxExpression {
  if (text.length > LONGEST) return problem('is too long for a licence expression');
  const open: Level[] = [];
  const deprecated: string[] = [];
  let level: Level = { alternatives: [], together: [] };
  let wants: 'licence' | 'operator' | 'exception' = 'licence';
  for (const token of text.match(/[()]|[^\s()]+/g) ?? []) {
    if (wants === 'operator') {
      const outer = token === ')' ? open.pop() : undefined;
      if (outer !== undefined) {
        outer.together.push(closed(level));
        level = outer;
      } else if (/^or$/i.test(token)) {
        level.alternatives.push(joined('and', level.together));
        level.together = [];
        wants = 'licence';
      } else if (/^and$/i.test(token)) wants = 'licence';
      else if (/^with$/i.test(token)) wants = 'exception';
      else return problem(`has ${quoted(token)} where only AND, OR or WITH can stand`);
    } else if (wants === 'exception') {
      const license = level.together.at(-1);
      if (license?.kind !== 'license') return problem('has WITH after a bracket, where it says nothing');
      if (license.exception !== null) return problem(`has a second exception, ${quoted(token)}, for one licence`);
      const exception = exceptionOf(token);
      if (exception === null) return unknownException(token);
      level.together[level.together.length - 1] = { ...license, exception };
      wants = 'operator';
    } else if (token === '(') {
      open.push(level);
      level = { alternatives: [], together: [] };
    } else {
      const license = licenseOf(token, deprecated);
      if (license === null) return unknownId(token);
      level.together.push(license);
      wants = 'operator';
    }
  }
  if (wants !== 'operator' || open.length > 0) return problem('is no whole SPDX licence expression');
  const tree = closed(level);
  return { ok: true, tree, canonical: formatExpression(tree), ids: [...new Set(idsIn(tree))], deprecated };
}

/** What stands between two brackets, as far as it is read. */
interface Level {
  readonly alternatives: SpdxTree[];
  /** The parts of the alternative that is being read. */
  together: SpdxTree[];
}

function closed({ alternatives, together }: Level): SpdxTree {
  return joined('or', [...alternatives, joined('and', together)]);
}

function joined(kind: 'and' | 'or', parts: readonly SpdxTree[]): SpdxTree {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const unique = [...new Map(flat.map((part) => [comparable(part), part])).values()];
  const [first] = unique;
  return unique.length === 1 && first !== undefined ? first : { kind, parts: unique };
}

function licenseOf(token: string, deprecated: string[]): SpdxLicense | null {
  const reference = /^((?:DocumentRef-[a-z\d.-]+:)?)LicenseRef-([a-z\d.-]+)$/i.exec(token);
  if (reference !== null) {
    const [, document = '', name = ''] = reference;
    const id = `${document.replace(/^documentref-/i, 'DocumentRef-')}LicenseRef-${name}`;
    return { kind: 'license', id, orLater: false, exception: null };
  }
  const listed = KNOWN.get(token.toLowerCase());
  const base = listed ?? KNOWN.get(token.replace(/\+$/, '').toLowerCase());
  if (base === undefined) return null;
  const successor = successorOf(base);
  if (successor !== null) deprecated.push(base);
  const license: SpdxLicense = { kind: 'license', orLater: listed === undefined, ...(successor ?? plain(base)) };
  return license.orLater ? laterOf(license) : license;
}

function plain(id: string): Pick<SpdxLicense, 'id' | 'exception'> {
  return { id, exception: null };
}

/** The GNU licences have an id of its own for `+`. */
function laterOf(license: SpdxLicense): SpdxLicense {
  const later = license.id.replace(/-(?:only|or-later)$/, '-or-later');
  return later !== license.id || later.endsWith('-or-later') ? { ...license, id: later, orLater: false } : license;
}

function exceptionOf(token: string): string | null {
  if (/^(?:DocumentRef-[a-z\d.-]+:)?AdditionRef-[a-z\d.-]+$/i.test(token)) return token;
  return EXCEPTIONS.get(token.toLowerCase()) ?? null;
}

function unknownId(token: string): SpdxExpression {
  if (/^(?:\)|and|or|with)$/i.test(token)) return problem(`has ${quoted(token)} where a licence must stand`);
  return {
    ok: false,
    problem: `names ${quoted(token)}, which is not on the SPDX licence list`,
    suggestion: nearestId(token),
  };
}

function unknownException(token: string): SpdxExpression {
  const said = /^[a-z\d.-]+$/i.test(token)
    ? `names ${quoted(token)} after WITH, which is not on the SPDX list of exceptions`
    : `has no exception after WITH, but ${quoted(token)}`;
  return { ok: false, problem: said, suggestion: nearestException(token) };
}

const LONGEST_QUOTED = 60;

function quoted(token: string): string {
  return `“${token.length > LONGEST_QUOTED ? `${token.slice(0, LONGEST_QUOTED)}…` : token}”`;
}

function problem(said: string): SpdxExpression {
  return { ok: false, problem: said, suggestion: null };
}

/** Writes a tree with no more brackets than it needs. */
export function formatExpression(tree: SpdxTree): string {
  if (tree.kind === 'license') return formatLicense(tree);
  if (tree.kind === 'or') return tree.parts.map(formatExpression).join(' OR ');
  return tree.parts
    .map((part) => (part.kind === 'or' ? `(${formatExpression(part)})` : formatExpression(part)))
    .join(' AND ');
}

function formatLicense({ id, orLater, exception }: SpdxLicense): string {
  return `${id}${orLater ? '+' : ''}${exception === null ? '' : ` WITH ${exception}`}`;
}

/** The same for trees that differ in the order of their parts only. */
export function comparable(tree: SpdxTree): string {
  if (tree.kind === 'license') return formatLicense(tree);
  return `(${tree.parts.map(comparable).sort().join(` ${tree.kind} `)})`;
}

function idsIn(tree: SpdxTree): readonly string[] {
  return tree.kind === 'license' ? [tree.id] : tree.parts.flatMap(idsIn);
}
