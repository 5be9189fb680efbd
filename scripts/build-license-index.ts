/**
 * Builds src/licenses/generated/ from the texts of the SPDX licence list and the EUPL's 23 languages:
 * `npm run license-index`, and `-- --check` to fail when the file is not what would be built.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fingerprint, type LicenseIndex, OTHER_WORDING, variantsOf } from '../src/licenses/license-texts.ts';
import { wordingsOf } from './license-wordings.ts';

interface SpdxLicense {
  readonly name: string;
  readonly osiApproved: boolean;
  readonly licenseText: string;
}

const require = createRequire(import.meta.url);
const spdx: Readonly<Record<string, SpdxLicense>> = require('spdx-license-list/full.js');
const { version }: { version: string } = require('spdx-license-list/package.json');
const exceptions: readonly string[] = ['index', 'deprecated'].flatMap((name) =>
  require(`spdx-exceptions/${name}.json`),
);
const { version: exceptionsVersion }: { version: string } = require('spdx-exceptions/package.json');

const GENERATED = new URL('../src/licenses/generated/', import.meta.url);
const EUPL = new URL('eupl-1.2/', import.meta.url);

/**
 * The SPDX list keeps `GPL-3.0` and `GPL-3.0+` as deprecated names; the text does not tell which of the two current ones
 * is meant. Sorted, `-only` comes first: what the text alone surely grants.
 */
function currentNames(id: string): string[] {
  const base = id.replace(/\+$/, '');
  return `${base}-only` in spdx ? [`${base}-only`, `${base}-or-later`] : [id];
}

function main(): void {
  const byVariant = new Map<string, { ids: Set<string>; language: string | null }>();
  const add = (variant: readonly string[], id: string, language: string | null) => {
    const key = `${fingerprint(variant)} ${variant.length}`;
    const text = byVariant.get(key) ?? { ids: new Set(), language };
    text.ids.add(id);
    byVariant.set(key, text);
  };
  for (const [id, { name, licenseText }] of Object.entries(spdx)) {
    for (const variant of variantsOf(licenseText, id, name)) {
      add(variant, id, null);
      for (const wording of wordingsOf(id, variant)) add(wording, id, OTHER_WORDING);
    }
  }
  for (const file of readdirSync(EUPL).filter((name) => name.endsWith('.txt'))) {
    const language = file.slice(0, -'.txt'.length);
    const text = readFileSync(new URL(file, EUPL), 'utf8');
    for (const variant of variantsOf(text, 'EUPL-1.2', ''))
      add(variant, 'EUPL-1.2', language === 'en' ? null : language);
  }
  const index: LicenseIndex = {
    source: `spdx-license-list ${version} (SPDX License List), and the official texts of the EUPL 1.2 in 23 languages`,
    license: 'CC0-1.0 (SPDX names and texts); European Union, Decision 2011/833/EU (EUPL). Only fingerprints are kept.',
    licenses: Object.fromEntries(
      Object.entries(spdx)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, { name, osiApproved }]) => [id, [name, osiApproved]]),
    ),
    texts: [...byVariant].map(([key, { ids, language }]) => line(key, ids, language)).sort(),
  };
  write('license-index.json', toLines(index));
  write('spdx-ids.ts', toModule());
}

function line(key: string, ids: ReadonlySet<string>, language: string | null): string {
  const names = [...new Set([...ids].flatMap(currentNames))].sort();
  return [key, names.join(','), ...(language === null ? [] : [language])].join(' ');
}

/** JSON with one licence and one text a line, so that a change shows. */
function toLines({ licenses, texts, ...rest }: LicenseIndex): string {
  const head = Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const names = Object.entries(licenses).map(([id, value]) => `${JSON.stringify(id)}: ${JSON.stringify(value)}`);
  const prints = texts.map((text) => JSON.stringify(text));
  const parts = [...head, `"licenses": {\n${names.join(',\n')}\n}`, `"texts": [\n${prints.join(',\n')}\n]`];
  return `{\n${parts.join(',\n')}\n}\n`;
}

/** The ids alone, for the configuration and the approved licences: small enough to be a module. */
function toModule(): string {
  const ids = Object.keys(spdx).sort();
  const approved = ids.filter((id) => spdx[id]?.osiApproved === true);
  return [
    '// Do not edit: `npm run license-index` makes it.',
    `// Source: spdx-license-list ${version} (SPDX License List, CC0-1.0);`,
    `// exceptions: spdx-exceptions ${exceptionsVersion} (SPDX License Exceptions, The Linux Foundation, CC-BY-3.0).`,
    '',
    '/** Every id of the SPDX licence list. */',
    `export const SPDX_IDS: readonly string[] = '${ids.join(' ')}'.split(' ');`,
    '',
    '/** Those whose licence the Open Source Initiative approved. */',
    `export const OSI_APPROVED: readonly string[] = '${approved.join(' ')}'.split(' ');`,
    '',
    '/** Every id of the SPDX list of exceptions, the deprecated one too. */',
    `export const SPDX_EXCEPTIONS: readonly string[] = '${[...exceptions].sort().join(' ')}'.split(' ');`,
    '',
  ].join('\n');
}

function write(name: string, content: string): void {
  const target = new URL(name, GENERATED);
  if (!process.argv.includes('--check')) {
    writeFileSync(target, content);
    return;
  }
  if (readFileSync(target, 'utf8') === content) return;
  process.stderr.write(`${name} is stale: run \`npm run license-index\`.\n`);
  process.exitCode = 1;
}

main();
