import { readSpdxExpression } from '../../licenses/spdx-expression.ts';

/** A package that a bill of materials names. */
export interface Package {
  /** As `pkg:npm/hono`, without a version; by its plain name where it has no such address. */
  readonly name: string;
  /** SPDX expression; null: not known. */
  readonly license: string | null;
}

/** More of one repository are not counted. */
const MOST_PACKAGES = 50_000;
const LONGEST_NAME = 300;

/**
 * The packages of a bill of materials in SPDX JSON, each once, without the repository itself.
 * @returns null where the document is none
 */
export function packagesIn(document: unknown): Package[] | null {
  const bill = isMap(document) && isMap(document.sbom) ? document.sbom : document;
  if (!isMap(bill) || !Array.isArray(bill.packages)) return null;
  const roots = new Set(listOf(bill.relationships).flatMap((one) => (isRoot(one) ? [one.relatedSpdxElement] : [])));
  const found = new Map<string, Package>();
  for (const one of bill.packages.slice(0, MOST_PACKAGES)) {
    if (!isMap(one) || roots.has(one.SPDXID)) continue;
    const name = addressOf(one) ?? (typeof one.name === 'string' ? one.name.slice(0, LONGEST_NAME) : '');
    if (name === '') continue;
    const license = licenseOf(one.licenseConcluded) ?? licenseOf(one.licenseDeclared);
    found.set(name, { name, license: license ?? found.get(name)?.license ?? null });
  }
  return [...found.values()];
}

function isRoot(one: unknown): one is { readonly relatedSpdxElement: unknown } {
  return isMap(one) && one.relationshipType === 'DESCRIBES';
}

/** `pkg:npm/%40octokit/rest@22.0.1?a=b` → `pkg:npm/@octokit/rest`. */
function addressOf(one: Readonly<Record<string, unknown>>): string | null {
  const found = listOf(one.externalRefs).find((reference) => isMap(reference) && reference.referenceType === 'purl');
  const locator = isMap(found) ? found.referenceLocator : null;
  if (typeof locator !== 'string' || !locator.startsWith('pkg:') || locator.length > LONGEST_NAME) return null;
  const bare = locator.split(/[?#]/, 1)[0] ?? '';
  const at = bare.lastIndexOf('@');
  const name = at > bare.lastIndexOf('/') + 1 ? bare.slice(0, at) : bare;
  return name.replaceAll(/%40/gi, '@');
}

function licenseOf(said: unknown): string | null {
  return typeof said !== 'string' || said === '' || said === 'NOASSERTION' || said === 'NONE' || said.length > 1_000
    ? null
    : said;
}

/** How many packages have which licence. One under several of them counts for each. */
export interface LicenseCount {
  /** SPDX id; null: not known. */
  readonly id: string | null;
  readonly packages: number;
}

/** Counts packages by the SPDX ids of their licences, the most first and what is not known last. */
export function countLicenses(packages: readonly Pick<Package, 'license'>[]): LicenseCount[] {
  const counts = new Map<string, number>();
  let unknown = 0;
  for (const { license } of packages) {
    const ids = license === null ? [] : idsIn(license);
    if (ids.length === 0) unknown += 1;
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const known = [...counts].map(([id, count]) => ({ id, packages: count }));
  known.sort((a, b) => b.packages - a.packages || (a.id < b.id ? -1 : 1));
  return unknown === 0 ? known : [...known, { id: null, packages: unknown }];
}

function idsIn(license: string): readonly string[] {
  const read = readSpdxExpression(license);
  return read.ok ? read.ids : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
