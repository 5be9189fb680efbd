import { SPDX_IDS } from './generated/spdx-ids.ts';
import type { SpdxLicense, SpdxTree } from './spdx-expression.ts';

/** What an organisation approves and what it does not want, by SPDX ids. What is on both is not wanted. */
export interface LicenseLists {
  readonly allowed: ReadonlySet<string>;
  readonly denied: ReadonlySet<string>;
}

/** `ids` are those in the way, in their order. */
export type ListJudgement =
  | { readonly status: 'approved' }
  | { readonly status: 'denied' | 'not-allowed'; readonly ids: readonly string[] };

/**
 * Whether an expression satisfies the lists. Of `OR` one branch suffices, of `AND` all must. Who may choose a later
 * version may choose an approved one. A listed exception only adds permissions, so its licence decides.
 */
export function judgeByLists(tree: SpdxTree, lists: LicenseLists): ListJudgement {
  if (tree.kind === 'license') return judgeLicense(tree, lists);
  const judged = tree.parts.map((part) => judgeByLists(part, lists));
  const refused = judged.filter((one) => one.status !== 'approved');
  if (refused.length === 0 || (tree.kind === 'or' && refused.length < judged.length)) return { status: 'approved' };
  const denied = refused.filter(({ status }) => status === 'denied');
  const telling = tree.kind === 'and' && denied.length > 0 ? denied : refused;
  const status = telling.every((one) => one.status === 'denied') ? 'denied' : 'not-allowed';
  return { status, ids: [...new Set(telling.flatMap(({ ids }) => ids))] };
}

function judgeLicense(license: SpdxLicense, { allowed, denied }: LicenseLists): ListJudgement {
  const choices = [license.id, ...laterVersions(license)];
  const wanted = choices.filter((id) => !denied.has(id));
  if (wanted.length === 0) return { status: 'denied', ids: [license.id] };
  return wanted.some((id) => allowed.has(id)) ? { status: 'approved' } : { status: 'not-allowed', ids: [license.id] };
}

/** `GPL-2.0-or-later`: stem, version and what comes after. Numbers without a dot are no versions (`BSD-3-Clause`). */
const VERSIONED = /^(.+)-(\d+(?:\.\d+)+)((?:-.*)?)$/;

const VERSIONS = Map.groupBy(
  SPDX_IDS.flatMap((id) => {
    const parts = VERSIONED.exec(id);
    return parts === null || id.endsWith('+') ? [] : [{ id, family: familyOf(parts), version: parts[2] ?? '' }];
  }),
  ({ family }) => family,
);

function familyOf([, stem = '', , suffix = '']: readonly string[]): string {
  return `${stem} ${suffix.replace(/-(?:only|or-later)$/, '')}`;
}

/** The ids that a licence with `+` or `-or-later` stands for beside its own. */
export function laterVersions({ id, orLater }: Pick<SpdxLicense, 'id' | 'orLater'>): string[] {
  const parts = VERSIONED.exec(id);
  if (parts === null || !(orLater || id.endsWith('-or-later'))) return [];
  return (VERSIONS.get(familyOf(parts)) ?? [])
    .filter((other) => other.id !== id && compareVersions(other.version, parts[2] ?? '') >= 0)
    .map((other) => other.id);
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
