import { type Fact, mapFact } from '../../core/fact.ts';
import {
  type FileContent,
  type RepositoryFile,
  type RepositoryFiles,
  SOURCE_FOLDER,
  splitPath,
  type WatchedFiles,
  watchedEntries,
} from '../../core/files.ts';
import type { IdentifiedLicense } from '../../core/license.ts';
import type { LicenseDeclaration, LicenseDeclarations, UnreadableManifest } from '../../core/license-declaration.ts';
import type { RepositoryDescription } from '../../core/snapshot.ts';
import { SPDX_EXCEPTIONS, SPDX_IDS } from '../generated/spdx-ids.ts';
import type { LicenseIndex } from '../license-index.ts';
import { identifyFile } from '../licenses-fact.ts';
import { readCargoToml } from './cargo-toml.ts';
import { readComposerJson } from './composer-json.ts';
import { readGemspec } from './gemspec.ts';
import { readPackageJson } from './package-json.ts';
import { readPomXml } from './pom-xml.ts';
import { readPubliccodeYml } from './publiccode-yml.ts';
import { readPyprojectToml } from './pyproject-toml.ts';
import { declare, expressionMeaning, type ManifestReader } from './read-manifest.ts';
import { readReadme } from './readme.ts';
import { readReuseToml } from './reuse-toml.ts';
import { readSetupCfg } from './setup-cfg.ts';
import { readSourceHeader } from './source-header.ts';

/** By their exact names, as the tools look for them. */
const MANIFESTS: ReadonlyMap<string, ManifestReader> = new Map([
  ['package.json', readPackageJson],
  ['pyproject.toml', readPyprojectToml],
  ['setup.cfg', readSetupCfg],
  ['Cargo.toml', readCargoToml],
  ['pom.xml', readPomXml],
  ['composer.json', readComposerJson],
  ['publiccode.yml', readPubliccodeYml],
  ['REUSE.toml', readReuseToml],
]);
const README = /^readme(?:\.(?:md|markdown|rst|adoc|asciidoc|txt|org))?$/i;
/** The REUSE specification: a licence's text is called by its id. */
const LICENSE_TEXT = new Set([...SPDX_IDS, ...SPDX_EXCEPTIONS].map((id) => `${id}.txt`));
const LICENSES_FOLDER = 'LICENSES';

/** Where a repository says under which licence it is, beside its licence files. */
export const DECLARING_FILES: WatchedFiles = {
  folders: ['', LICENSES_FOLDER],
  isName: (name) => isManifest(name) || README.test(name) || LICENSE_TEXT.has(name),
  description:
    'package.json, pyproject.toml, setup.cfg, Cargo.toml, pom.xml, composer.json, *.gemspec, publiccode.yml, REUSE.toml, README, and licence texts called by their SPDX id (MIT.txt)',
};

/** Enough to see that headers speak of another licence, and little enough to be read along. */
export const SOURCE_SAMPLE: WatchedFiles = {
  folders: ['', SOURCE_FOLDER],
  isName: (name) =>
    /\.(?:[cm]?[jt]sx?|py|rb|rs|go|java|kt|scala|cs|php|c|h|cc|cpp|hpp|swift|pl|r|jl|lua|sh|vue|dart|ex|erl|hs|sql)$/i.test(
      name,
    ),
  description: 'sources',
  sample: 4,
};

/** No manifest that people write is longer, and some parsers take a second for twice as much. */
const LONGEST_MANIFEST = 262_144;

function isManifest(name: string): boolean {
  return MANIFESTS.has(name) || name.endsWith('.gemspec');
}

/** All that a repository says of its licence beside the licence files in its root, and which licence its texts are. */
export function declarationsFact(
  files: Fact<RepositoryFiles>,
  description: Fact<RepositoryDescription>,
  index: () => LicenseIndex,
): Fact<LicenseDeclarations> {
  const detected = description.status === 'known' ? description.value.detectedLicense : null;
  return mapFact(files, (value) => ({ ...readDeclarations(value, detected), texts: licenseTexts(value, index) }));
}

/** @param detected the SPDX id that GitHub shows; null or `NOASSERTION` where it says nothing */
export function readDeclarations(
  files: RepositoryFiles,
  detected: string | null,
): Pick<LicenseDeclarations, 'declarations' | 'unreadable'> {
  const read = [...watchedEntries(files, DECLARING_FILES), ...watchedEntries(files, SOURCE_SAMPLE)]
    .map(readFile)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    declarations: [...read.flatMap(({ declarations }) => declarations), ...ofGitHub(detected)],
    unreadable: read.flatMap(({ unreadable }) => unreadable),
  };
}

interface ReadFile {
  readonly path: string;
  readonly declarations: readonly LicenseDeclaration[];
  readonly unreadable: readonly UnreadableManifest[];
}

function readFile({ path, content }: RepositoryFile): ReadFile {
  const { name, folder } = splitPath(path);
  const reader = folder === '' ? readerOf(name) : folder === SOURCE_FOLDER ? readSourceHeader : null;
  if (reader === null || content === null) return { path, declarations: [], unreadable: [] };
  const isNeeded = reader !== readReadme && reader !== readSourceHeader;
  const problem = problemOf(content);
  if (content.kind !== 'text' || problem !== null) {
    const unreadable = isNeeded ? [{ path, line: null, problem: problem ?? 'is no text' }] : [];
    return { path, declarations: [], unreadable };
  }
  const reading = reader(content.text);
  if (reading.status === 'unreadable') {
    return { path, declarations: [], unreadable: [{ path, line: reading.line, problem: reading.problem }] };
  }
  return { path, declarations: reading.declared.map((one) => ({ path, ...one })), unreadable: [] };
}

function readerOf(name: string): ManifestReader | null {
  if (name.endsWith('.gemspec')) return readGemspec;
  if (README.test(name)) return readReadme;
  return MANIFESTS.get(name) ?? (SOURCE_SAMPLE.isName(name) ? readSourceHeader : null);
}

function problemOf(content: FileContent): string | null {
  switch (content.kind) {
    case 'text':
      return content.text.length > LONGEST_MANIFEST ? 'is too large to be read' : null;
    case 'too-large':
      return 'is too large to be read';
    case 'binary':
      return 'is no text';
    case 'lfs-pointer':
      return 'is stored in Git LFS';
    case 'broken-link':
      return 'is a symbolic link that leads to no file';
  }
}

function ofGitHub(detected: string | null): LicenseDeclaration[] {
  if (detected === null || detected === 'NOASSERTION') return [];
  return [{ path: null, ...declare(detected, null, expressionMeaning(detected, false)) }];
}

/** What the texts of the REUSE folder are; those of exceptions are no licences. */
function licenseTexts(files: RepositoryFiles, index: () => LicenseIndex): IdentifiedLicense[] {
  return watchedEntries(files, DECLARING_FILES).flatMap(({ path, content }) => {
    const isText = splitPath(path).folder === LICENSES_FOLDER && content?.kind === 'text';
    return isText ? [identifyFile(path, content.text, index())] : [];
  });
}
