import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Language } from '../core/language.ts';
import type { GovernanceTexts } from '../ggi/activity.ts';
import type { Catalogue, Catalogues } from '../report/words.ts';

/** The texts that Portreeve writes on GitHub, loaded outside and handed to the inside. */
export interface Texts {
  readonly catalogues: Catalogues;
  /** The texts of the activities of good governance in that language. */
  readonly governance: (language: Language) => GovernanceTexts;
  /** A proposal's template in that language, or in English where it is not translated. */
  readonly template: (name: string, language: Language) => string;
  /** A licence's full text; null when it cannot be used as it stands, since names must be filled in. */
  readonly licenseText: (spdxId: string) => string | null;
}

const TEMPLATES = new URL('../../templates/', import.meta.url);

let loaded: Promise<Texts> | null = null;

/** Loads all texts of the package, once a process. */
export function loadTexts(): Promise<Texts> {
  loaded ??= readTexts();
  return loaded;
}

async function readTexts(): Promise<Texts> {
  const [catalogues, templates, governance] = await Promise.all([
    loadCatalogues(),
    loadTemplates(),
    loadGovernanceTexts(),
  ]);
  return {
    catalogues,
    governance(language) {
      const text = governance.get(language);
      if (text === undefined) throw new Error(`There are no texts of the activities in ${language}`);
      return text;
    },
    template(name, language) {
      const text = templates.get(`${language}/${name}`) ?? templates.get(name);
      if (text === undefined) throw new Error(`There is no template ${name}`);
      return text;
    },
    licenseText: readLicenseText,
  };
}

async function loadCatalogues(): Promise<Catalogues> {
  const { en, ...others } = Object.fromEntries(await loadByLanguage<Catalogue>('words/'));
  if (en === undefined) throw new Error('The English catalogue is missing');
  return { ...others, en };
}

async function loadGovernanceTexts(): Promise<ReadonlyMap<string, GovernanceTexts>> {
  return new Map(await loadByLanguage<GovernanceTexts>('ggi/'));
}

/** The package's own files, which tests hold to their types. */
async function loadByLanguage<T>(name: string): Promise<[language: string, T][]> {
  const folder = new URL(name, TEMPLATES);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  return Promise.all(
    files.map(
      async (file): Promise<[string, T]> => [
        file.replace(/\.json$/, ''),
        JSON.parse(await readFile(new URL(file, folder), 'utf8')),
      ],
    ),
  );
}

async function loadTemplates(): Promise<Map<string, string>> {
  const folder = new URL('proposals/', TEMPLATES);
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.md'));
  const names = files.map((file) => file.replaceAll('\\', '/'));
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')] as const)),
  );
}

/** Where a licence names its holder at its head, nobody but the holder can fill that in. */
const NAMES_TO_FILL_IN = /<[^>\n]*(?:year|holder|owner|author|organi[sz]ation)[^>\n]*>|\[(?:year|fullname)\]/i;
const HEAD_LINES = 12;

function readLicenseText(spdxId: string): string | null {
  const { licenseText }: { licenseText: string } = createRequire(import.meta.url)(
    `spdx-license-list/licenses/${spdxId}.json`,
  );
  const head = licenseText.split('\n', HEAD_LINES).join('\n');
  return NAMES_TO_FILL_IN.test(head) ? null : `${licenseText.trim()}\n`;
}
