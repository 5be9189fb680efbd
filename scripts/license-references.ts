/** Gathers the texts that licences are compared with: the SPDX list's, with its markup, the EUPL's languages, and riders. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliDecompressSync } from 'node:zlib';
import { ANYTHING, type MarkedText, type Range, readMarkup } from './license-markup.ts';
import { WORDINGS } from './license-wordings.ts';

interface SpdxLicense {
  readonly name: string;
  readonly osiApproved: boolean;
  readonly licenseText: string;
}

interface Markup {
  readonly source: string;
  readonly licenses: Readonly<Record<string, { readonly kind: 'license' | 'exception'; readonly template: string }>>;
}

const require = createRequire(import.meta.url);
export const spdx: Readonly<Record<string, SpdxLicense>> = require('spdx-license-list/full.js');
export const { version: listVersion }: { version: string } = require('spdx-license-list/package.json');
export const exceptions: readonly string[] = ['index', 'deprecated'].flatMap((name) =>
  require(`spdx-exceptions/${name}.json`),
);
export const { version: exceptionsVersion }: { version: string } = require('spdx-exceptions/package.json');

/** Which release of the SPDX list the package holds, as its readme says. */
export const [, spdxVersion = '']: readonly string[] =
  /SPDX License List version (\d[\d.]*)/.exec(readFileSync(require.resolve('spdx-license-list/readme.md'), 'utf8')) ??
  [];

const DATA = new URL('license-data/', import.meta.url);
const EUPL = new URL('eupl-1.2/', import.meta.url);

/** A text to compare with, as it is written. */
export interface SourceText extends MarkedText {
  readonly ids: readonly string[];
  readonly name: string;
  readonly language: string | null;
}

/**
 * The SPDX list keeps `GPL-3.0` and `GPL-3.0+` as deprecated names; the text does not tell which of the current ones is
 * meant.
 */
function currentNames(id: string): string[] {
  const base = id.replace(/\+$/, '');
  return `${base}-only` in spdx ? [`${base}-only`, `${base}-or-later`] : [id];
}

const plain = (text: string): MarkedText => ({ text, titles: [], frames: [], optional: [], alternatives: [] });

export function sourceTexts(): SourceText[] {
  const markup: Markup = JSON.parse(
    brotliDecompressSync(readFileSync(new URL('spdx-markup.json.br', DATA))).toString('utf8'),
  );
  const texts: SourceText[] = [];
  for (const [id, { template, kind }] of Object.entries(markup.licenses)) {
    if (kind !== 'exception' && !(id in spdx)) continue;
    const name = spdx[id]?.name ?? id;
    texts.push({ ids: currentNames(id), name, language: null, ...withWordings(id, readMarkup(template)) });
  }
  for (const [id, { name, licenseText }] of Object.entries(spdx)) {
    texts.push({ ids: currentNames(id), name, language: null, ...withWordings(id, plain(licenseText)) });
  }
  for (const file of readdirSync(EUPL).filter((name) => name.endsWith('.txt'))) {
    const language = file.slice(0, -'.txt'.length);
    const text = readFileSync(new URL(file, EUPL), 'utf8');
    texts.push({
      ids: ['EUPL-1.2'],
      name: 'European Union Public License 1.2',
      language: language === 'en' ? null : language,
      ...plain(text),
    });
  }
  for (const folder of ['texts/']) {
    for (const file of readdirSync(new URL(folder, DATA)).filter((name) => name.endsWith('.txt'))) {
      const [id = '', language = null] = file.slice(0, -'.txt'.length).split('@');
      texts.push({
        ids: [id],
        name: spdx[id]?.name ?? id,
        language,
        ...plain(readFileSync(new URL(folder + file, DATA), 'utf8')),
      });
    }
  }
  return texts;
}

/** Adds the wordings that are met in many packages and that the list's markup does not have. */
function withWordings(id: string, marked: MarkedText): MarkedText {
  const alternatives = [...marked.alternatives];
  const optional: Range[] = [...marked.optional];
  for (const { ids, from, to } of WORDINGS) {
    if (!ids.includes(id)) continue;
    const words = from.split(' ').map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    for (const found of marked.text.matchAll(
      new RegExp(`(?<![\\p{L}\\p{N}])${words.join('[^\\p{L}\\p{N}]+')}(?![\\p{L}\\p{N}])`, 'giu'),
    )) {
      const range = { start: found.index, end: found.index + found[0].length };
      if (to.includes('')) optional.push(range);
      const choices = to.filter((choice) => choice !== '').map((choice) => choice.replaceAll('{party}', ANYTHING));
      if (choices.length > 0) alternatives.push({ ...range, choices });
    }
  }
  return { ...marked, optional, alternatives };
}
