import { matchesGlob } from '../config/glob.ts';

/** More paths, rules or owners than these bury what matters. */
const MOST_PATHS = 300;
const MOST_RULES = 2_000;
const MOST_OWNERS = 5;
const LONGEST_OWNER = 100;
const DEEPEST = 50;
/** Characters compared, at the most: a second's fraction. What is not looked at by then names nobody. */
const MOST_WORK = 20_000_000;

interface Rule {
  /** Segments between slashes; `**` stands for any number of them. */
  readonly segments: readonly string[];
  readonly owners: readonly string[];
}

/**
 * Whom a CODEOWNERS file names for some paths, those of the most paths first. As on GitHub the last rule that fits a path
 * counts, and capitals matter. Ends after so much work, whatever stands in the file and however paths are called.
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function ownersOf(codeOwners: string, paths: readonly string[]): string[] {
  const rules = codeOwners
    .split(/\r\n|\r|\n/, MOST_RULES)
    .flatMap(ruleOf)
    .toReversed();
  const counts = new Map<string, number>();
  const work = { left: MOST_WORK };
  for (const path of paths.slice(0, MOST_PATHS)) {
    const parts = path.split('/');
    const rule = rules.find(({ segments }) => fits(segments, parts, work));
    if (work.left <= 0) break;
    for (const owner of new Set(rule?.owners)) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([owner]) => owner)
    .slice(0, MOST_OWNERS);
}

/** A line's pattern and owners. What GitHub does not support (`!`, `[ ]`, escapes) fits nothing, as there. */
function ruleOf(line: string): Rule[] {
  const [pattern = '', ...owners] =
    line
      .split(/(?:^|\s)#/, 1)[0]
      ?.trim()
      .split(/\s+/) ?? [];
  if (pattern === '' || pattern === '/' || /[![\]\\]/.test(pattern)) return [];
  const isFolder = pattern.endsWith('/');
  const inner = pattern.replace(/^\//, '').replace(/\/$/, '').split('/');
  const isAnchored = pattern.slice(0, -1).includes('/');
  const segments = [...(isAnchored ? [] : ['**']), ...inner, ...(isFolder ? ['**', '*'] : [])];
  if (segments.length > DEEPEST) return [];
  const named = owners.filter((owner) => owner.includes('@') && owner.length <= LONGEST_OWNER);
  return [{ segments, owners: named }];
}

/** A pattern fits a path, or a folder above it; but a single `*` at the end stands for what lies directly there. */
function fits(segments: readonly string[], parts: readonly string[], work: { left: number }): boolean {
  if (work.left <= 0) return false;
  const [last = ''] = segments.slice(-1);
  const isShallow = last === '*' && segments.length > 1 && segments.at(-2) !== '**';
  // Which beginnings of the path are used up by the segments so far.
  let reached = new Set([0]);
  for (const segment of segments) {
    const next = new Set<number>();
    for (const at of reached) {
      work.left -= segment === '**' ? parts.length : segment.length * (parts[at]?.length ?? 1);
      if (segment === '**') for (let end = at; end <= parts.length; end += 1) next.add(end);
      else if (at < parts.length && matchesGlob(segment, parts[at] ?? '', { isExact: true })) next.add(at + 1);
    }
    reached = next;
  }
  if (reached.has(parts.length)) return true;
  return !isShallow && reached.size > 0 && [...reached].some((at) => at > 0);
}
