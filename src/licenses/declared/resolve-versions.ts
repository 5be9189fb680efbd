import { type Fact, known } from '../../core/fact.ts';
import type { IdentifiedLicense } from '../../core/license.ts';
import type { LicenseDeclaration, LicenseDeclarations } from '../../core/license-declaration.ts';
import { OSI_APPROVED } from '../generated/spdx-ids.ts';
import { readSpdxExpression } from '../spdx-expression.ts';
import { idsOf, isCertain } from './compare-declarations.ts';

/**
 * Lets declarations say which version holds where a text leaves it open: the text of the GPL is the same for
 * `GPL-3.0-only` and `GPL-3.0-or-later`. Where none says it, or not all say the same, it stays open.
 */
export function resolveVersions(
  licenses: Fact<readonly IdentifiedLicense[]>,
  declarations: Fact<LicenseDeclarations>,
): Fact<readonly IdentifiedLicense[]> {
  if (licenses.status === 'unavailable' || declarations.status === 'unavailable') return licenses;
  const own = declarations.value.declarations.filter(({ path }) => path !== null);
  return known(licenses.value.map((license) => resolveVersion(license, own)));
}

function resolveVersion(license: IdentifiedLicense, own: readonly LicenseDeclaration[]): IdentifiedLicense {
  const ids = [...new Set(isCertain(license) ? idsOf(license) : [])];
  const stems = new Set(ids.map((id) => id.replace(/-(?:only|or-later)$/, '')));
  if (ids.length !== 2 || stems.size !== 1) return license;
  const saying = own.filter((one) => idsDeclared(one).some((id) => ids.includes(id)));
  const said = new Set(saying.flatMap(idsDeclared).filter((id) => ids.includes(id)));
  const [id, ...others] = said;
  const [first] = saying;
  if (id === undefined || first === undefined || others.length > 0) return license;
  const place = first.line === null ? first.path : `${first.path}:${first.line}`;
  return {
    ...license,
    expression: id,
    sameText: [],
    open: OSI_APPROVED.includes(id),
    match: license.match === 'unidentified' ? 'exact' : license.match,
    evidence: `${license.evidence} Which version is meant says ${place}: ${id}.`,
  };
}

function idsDeclared({ meaning }: LicenseDeclaration): readonly string[] {
  const read = meaning.kind === 'expression' ? readSpdxExpression(meaning.expression) : null;
  return read?.ok === true ? read.ids : [];
}
