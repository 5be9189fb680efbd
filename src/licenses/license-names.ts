import type { KnownLicense } from './license-index.ts';
import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';

/** A licence named in a text. */
export interface NamedLicense {
  /** An SPDX id without `-only` and `-or-later`; null where the name leaves open which licence is meant. */
  readonly id: string | null;
  /** `GNU General Public License` and no version: the family's name, for people. */
  readonly family: string;
  /** Words of the text. */
  readonly from: number;
  readonly to: number;
  /** Whether the text says that later versions hold, or that only this one does. */
  readonly versions: 'later' | 'only' | null;
  /** Whether no version stands there. */
  readonly isVersionOpen: boolean;
}

interface Family {
  readonly names: string;
  /** Version → id. */
  readonly versions: Readonly<Record<string, string>>;
  /** What the name means without a version; null where that says nothing. */
  readonly bare: string | null;
}

const gnu = (id: string, versions: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    versions.flatMap((version) => [
      [version, `${id}-${version}`],
      ...(version.endsWith('.0') ? [[version.slice(0, 1), `${id}-${version}`]] : []),
    ]),
  );

/** Names as people write them, `|` between; longer ones are tried first. */
const FAMILIES: readonly Family[] = [
  {
    names: 'gnu affero general public license|affero general public license|gnu agpl|agpl|gnu affero gpl|affero gpl',
    versions: { ...gnu('AGPL', ['1.0', '3.0']) },
    bare: null,
  },
  {
    names:
      'gnu lesser general public license|gnu library general public license|gnu library or lesser general public license|gnu lesser or library general public license|lesser general public license|library general public license|gnu lesser gpl|gnu library gpl|lesser gpl|library gpl|gnu lgpl|lgpl|lesser gnu public license|gnu lesser public license|gnu library public license|gnu lesser general license',
    versions: gnu('LGPL', ['2.0', '2.1', '3.0']),
    bare: null,
  },
  {
    names:
      'gnu general public license|gnu gpl|gnu public license|general public license|gpl|gnu general public licence gpl|gnu general public license gpl|license publique générale gnu|licencia pública general de gnu|licencia pública general gnu|licenza pubblica generica gnu',
    versions: gnu('GPL', ['1.0', '2.0', '3.0']),
    bare: null,
  },
  {
    names: 'gnu free documentation license|free documentation license|gnu fdl|gfdl|fdl',
    versions: gnu('GFDL', ['1.1', '1.2', '1.3']),
    bare: null,
  },
  {
    names: 'apache software license|apache license|apache public license|apache',
    versions: { '2.0': 'Apache-2.0', '2': 'Apache-2.0', '1.1': 'Apache-1.1', '1.0': 'Apache-1.0' },
    bare: null,
  },
  { names: 'apache2|apache v2|apachev2|asl 2 0|al2', versions: {}, bare: 'Apache-2.0' },
  {
    names: 'mozilla public license|mpl',
    versions: { '2.0': 'MPL-2.0', '2': 'MPL-2.0', '1.1': 'MPL-1.1', '1.0': 'MPL-1.0' },
    bare: null,
  },
  { names: 'mplv2', versions: { '0': 'MPL-2.0' }, bare: 'MPL-2.0' },
  {
    names:
      'european union public license|europäische union public license|eupl|open source lizenz für die europäische union|licence publique de l union européenne|openbare licentie van de europese unie|licenza pubblica dell unione europea|licencia pública de la unión europea',
    versions: { '1.0': 'EUPL-1.0', '1.1': 'EUPL-1.1', '1.2': 'EUPL-1.2' },
    bare: null,
  },
  {
    names: 'eclipse public license|epl',
    versions: { '1.0': 'EPL-1.0', '2.0': 'EPL-2.0', '2': 'EPL-2.0', '1': 'EPL-1.0' },
    bare: null,
  },
  { names: 'eclipse distribution license|edl', versions: { '1.0': 'BSD-3-Clause' }, bare: null },
  {
    names: 'common development and distribution license|cddl',
    versions: { '1.0': 'CDDL-1.0', '1.1': 'CDDL-1.1' },
    bare: null,
  },
  {
    names: 'academic free license|afl',
    versions: { '2.0': 'AFL-2.0', '2.1': 'AFL-2.1', '3.0': 'AFL-3.0', '1.1': 'AFL-1.1', '1.2': 'AFL-1.2' },
    bare: null,
  },
  {
    names: 'open software license|osl',
    versions: { '2.1': 'OSL-2.1', '3.0': 'OSL-3.0', '2.0': 'OSL-2.0', '1.0': 'OSL-1.0' },
    bare: null,
  },
  {
    names: 'artistic license|artistic',
    versions: { '1.0': 'Artistic-1.0', '2.0': 'Artistic-2.0', '2': 'Artistic-2.0' },
    bare: null,
  },
  { names: 'boost software license|boost license|bsl', versions: { '1.0': 'BSL-1.0' }, bare: null },
  {
    names: 'sil open font license|open font license|sil ofl|ofl',
    versions: { '1.0': 'OFL-1.0', '1.1': 'OFL-1.1' },
    bare: null,
  },
  {
    names:
      'creative commons zero|cc0|creative commons cc0|cc zero|creative commons public domain dedication|cc0 public domain dedication',
    versions: { '1.0': 'CC0-1.0', '1': 'CC0-1.0' },
    bare: 'CC0-1.0',
  },
  {
    names:
      'creative commons attribution noncommercial share alike|creative commons attribution noncommercial sharealike|cc by nc sa',
    versions: cc('BY-NC-SA'),
    bare: null,
  },
  {
    names:
      'creative commons attribution noncommercial no derivatives|creative commons attribution noncommercial noderivatives|cc by nc nd',
    versions: cc('BY-NC-ND'),
    bare: null,
  },
  { names: 'creative commons attribution noncommercial|cc by nc', versions: cc('BY-NC'), bare: null },
  {
    names:
      'creative commons attribution share alike|creative commons attribution sharealike|creative commons by sa|cc by sa',
    versions: cc('BY-SA'),
    bare: null,
  },
  {
    names:
      'creative commons attribution no derivatives|creative commons attribution noderivatives|creative commons attribution noderivs|cc by nd',
    versions: cc('BY-ND'),
    bare: null,
  },
  {
    names: 'creative commons attribution|creative commons by|cc by|creative commons namensnennung',
    versions: cc('BY'),
    bare: null,
  },
  { names: 'zope public license|zpl', versions: { '2.0': 'ZPL-2.0', '2.1': 'ZPL-2.1' }, bare: null },
  {
    names: 'latex project public license|lppl',
    versions: { '1.0': 'LPPL-1.0', '1.1': 'LPPL-1.1', '1.2': 'LPPL-1.2', '1.3': 'LPPL-1.3c' },
    bare: null,
  },
  {
    names: 'python software foundation license|psf license|psf',
    versions: { '2': 'PSF-2.0', '2.0': 'PSF-2.0' },
    bare: null,
  },
  {
    names: 'do what the fuck you want to public license|wtfpl',
    versions: { '2': 'WTFPL', '2.0': 'WTFPL' },
    bare: 'WTFPL',
  },
  {
    names:
      'bsd 3 clause|bsd 3|3 clause bsd|three clause bsd|new bsd|modified bsd|revised bsd|bsd three clause|bsd 3 clause new or revised|new or revised bsd',
    versions: {},
    bare: 'BSD-3-Clause',
  },
  {
    names:
      'bsd 2 clause|bsd 2|2 clause bsd|two clause bsd|simplified bsd|freebsd|bsd two clause|bsd 2 clause simplified|bsd 2 clause freebsd',
    versions: {},
    bare: 'BSD-2-Clause',
  },
  { names: 'bsd 4 clause|4 clause bsd|original bsd', versions: {}, bare: 'BSD-4-Clause' },
  { names: 'bsd zero clause|zero clause bsd|0bsd|bsd 0 clause', versions: {}, bare: '0BSD' },
  { names: 'bsd style|bsd', versions: {}, bare: null },
  { names: 'mit no attribution|mit 0|mit zero', versions: {}, bare: 'MIT-0' },
  { names: 'mit x11|mit expat|mit or expat|expat mit|expat|mit', versions: {}, bare: 'MIT' },
  { names: 'isc', versions: {}, bare: 'ISC' },
  { names: 'zlib libpng|zlib', versions: {}, bare: 'Zlib' },
  { names: 'unlicense|unlicence', versions: {}, bare: 'Unlicense' },
  { names: 'universal permissive license|upl', versions: { '1.0': 'UPL-1.0' }, bare: 'UPL-1.0' },
  { names: 'blue oak model license', versions: { '1.0': 'BlueOak-1.0.0' }, bare: 'BlueOak-1.0.0' },
  { names: 'ms pl|microsoft public license', versions: {}, bare: 'MS-PL' },
  { names: 'cecill b', versions: { '1.0': 'CECILL-B', '1': 'CECILL-B' }, bare: 'CECILL-B' },
  { names: 'cecill c', versions: { '1.0': 'CECILL-C', '1': 'CECILL-C' }, bare: 'CECILL-C' },
  {
    names: 'cecill',
    versions: { '1.0': 'CECILL-1.0', '1.1': 'CECILL-1.1', '2.0': 'CECILL-2.0', '2': 'CECILL-2.0', '2.1': 'CECILL-2.1' },
    bare: null,
  },
  {
    names: 'licence ouverte|open license etalab|licence ouverte etalab|etalab',
    versions: { '2.0': 'etalab-2.0' },
    bare: null,
  },
  { names: 'business source license|busl|bsl business source license', versions: { '1.1': 'BUSL-1.1' }, bare: null },
  { names: 'server side public license|sspl', versions: { '1': 'SSPL-1.0', '1.0': 'SSPL-1.0' }, bare: 'SSPL-1.0' },
  { names: 'elastic license', versions: { '2.0': 'Elastic-2.0', '2': 'Elastic-2.0' }, bare: null },
  { names: 'open database license|odbl', versions: { '1.0': 'ODbL-1.0' }, bare: 'ODbL-1.0' },
  { names: 'datenlizenz deutschland namensnennung|dl de by', versions: { '2.0': 'DL-DE-BY-2.0' }, bare: null },
  { names: 'datenlizenz deutschland zero|dl de zero', versions: { '2.0': 'DL-DE-ZERO-2.0' }, bare: null },
  { names: 'mulan psl', versions: { '2': 'MulanPSL-2.0' }, bare: null },
];

function cc(kind: string): Record<string, string> {
  return Object.fromEntries(['1.0', '2.0', '2.5', '3.0', '4.0'].map((version) => [version, `CC-${kind}-${version}`]));
}

const GNU = /^(?:GPL|LGPL|AGPL|GFDL)-/;
const VERSION_WORDS = new Set([
  'version',
  'versions',
  'v',
  'ver',
  'vers',
  'release',
  'versión',
  'versione',
  'versie',
  'license',
  'licence',
  'the',
  'international',
  'unported',
  'nur',
  'only',
  'of',
  'as',
  'published',
  'by',
  'free',
  'software',
  'foundation',
  'inc',
  'either',
  'terms',
  'and',
  'conditions',
  'gnu',
  'general',
  'public',
  'under',
  'veröffentlicht',
  'von',
  'der',
  'gemäß',
  'entweder',
  'soit',
  'publiée',
  'par',
  'la',
  'telle',
  'que',
  'in',
  'its',
  'your',
  'choice',
  'agreement',
]);
/** A licence's version stands this close to its name. */
const VERSION_WITHIN = 18;

interface Entry {
  readonly words: readonly string[];
  readonly family: Family | null;
  readonly id: string | null;
}

/** Names by their first word, the longest first. */
export type LicenseNames = ReadonlyMap<string, readonly Entry[]>;

const splitName = (name: string): string[] =>
  name
    .toLowerCase()
    .replaceAll('licence', 'license')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** All words that names are made of, for the script that numbers words. */
export const NAME_WORDS: readonly string[] = FAMILIES.flatMap(({ names }) => splitName(names));

export function buildLicenseNames(licenses: ReadonlyMap<string, KnownLicense>): LicenseNames {
  const byFirst = new Map<string, Entry[]>();
  const add = (words: readonly string[], family: Family | null, id: string | null) => {
    const [first] = words;
    if (first === undefined) return;
    const entries = byFirst.get(first) ?? [];
    entries.push({ words, family, id });
    byFirst.set(first, entries);
  };
  const familyNames = new Set<string>();
  for (const family of FAMILIES) {
    for (const name of family.names.split('|')) {
      familyNames.add(name);
      add(splitName(name), family, null);
    }
  }
  for (const [id, { name }] of licenses) {
    const base = id.replace(/-(?:only|or-later)$|\+$/, '');
    const isGnu = GNU.test(id);
    if (base !== id && isGnu) continue;
    const idWords = splitName(id);
    const isFamily = familyNames.has(idWords.join(' '));
    if (!isGnu && !isFamily && (idWords.length > 1 || id.length > 4)) add(idWords, null, id);
    const nameWords = splitName(name);
    if (nameWords.length > 2 && !isGnu) add(nameWords, null, id);
  }
  for (const entries of byFirst.values()) entries.sort((a, b) => b.words.length - a.words.length);
  return byFirst;
}

/** `gplv2`, `mpl2`: a name and the first number of its version in one. */
const GLUED = /^(?:[la]?gpl|eupl|mpl|epl|cecill)v?\d$/;

/** The licence that is named from a word on; null where none is. */
export function nameAt(scanned: ScannedText, at: number, names: LicenseNames): NamedLicense | null {
  const word = normal(wordAt(scanned, at));
  if (GLUED.test(word)) return gluedName(scanned, at, word);
  for (const { words, family, id } of names.get(word) ?? []) {
    if (!words.every((one, offset) => at + offset < scanned.count && normal(wordAt(scanned, at + offset)) === one))
      continue;
    const end = at + words.length;
    if (family === null) return { id, family: id ?? '', from: at, to: end, versions: null, isVersionOpen: false };
    return versioned(scanned, at, end, family);
  }
  return null;
}

function normal(word: string): string {
  return word === 'licence' ? 'license' : word;
}

/** `GPLv2`, `LGPLv2.1`, `EUPLv1.2`. */
function gluedName(scanned: ScannedText, at: number, word: string): NamedLicense {
  const [, letters = '', major = ''] = /^([a-z]+?)v?(\d)$/.exec(word) ?? [];
  const family = FAMILIES.find(({ names }) => names.split('|').includes(letters));
  const minor = isDigits(scanned, at + 1) && touches(scanned, at) ? wordAt(scanned, at + 1) : null;
  const id = family?.versions[`${major}.${minor ?? '0'}`] ?? null;
  const end = at + (minor === null ? 1 : 2);
  return withLater(scanned, {
    id,
    family: letters.toUpperCase(),
    from: at,
    to: end,
    versions: null,
    isVersionOpen: id === null,
  });
}

function versioned(scanned: ScannedText, from: number, end: number, family: Family): NamedLicense {
  const [name = ''] = family.names.split('|');
  const version = versionNear(scanned, end, family);
  if (version !== null) {
    const once = { id: version.id, family: name, from, to: version.to, versions: null, isVersionOpen: false };
    const again = versionNear(scanned, version.to, family);
    const later = again?.id === version.id ? withLater(scanned, { ...once, to: again.to }) : null;
    return later?.versions === 'later' ? later : withLater(scanned, once);
  }
  const before = versionBefore(scanned, from, family);
  if (before !== null)
    return withLater(scanned, { id: before, family: name, from, to: end, versions: null, isVersionOpen: false });
  return {
    id: family.bare,
    family: name,
    from,
    to: end,
    versions: null,
    isVersionOpen: family.bare === null && Object.keys(family.versions).length > 0,
  };
}

function versionNear(
  scanned: ScannedText,
  end: number,
  family: Family,
): { readonly id: string; readonly to: number } | null {
  for (let at = end; at < Math.min(scanned.count, end + VERSION_WITHIN); at += 1) {
    const found = versionAt(scanned, at, family);
    if (found !== null) return found;
    const word = wordAt(scanned, at);
    if (!VERSION_WORDS.has(word) && !/^(?:gpl|lgpl|agpl|gfdl|mpl|eupl|epl|asl|cddl|cecill)$/.test(word)) return null;
  }
  return null;
}

/** `2.0`, `v2.0`, `2`. */
function versionAt(
  scanned: ScannedText,
  at: number,
  family: Family,
): { readonly id: string; readonly to: number } | null {
  const [, major = ''] = /^v?(\d)$/.exec(wordAt(scanned, at)) ?? [];
  if (major === '') return null;
  const minor = isDigits(scanned, at + 1) && touches(scanned, at) ? wordAt(scanned, at + 1) : null;
  const id =
    family.versions[minor === null ? major : `${major}.${minor}`] ??
    family.versions[minor === null ? `${major}.0` : ''] ??
    null;
  return id === null ? null : { id, to: at + (minor === null ? 1 : 2) };
}

/** `version 2 of the GNU General Public License`. */
function versionBefore(scanned: ScannedText, from: number, family: Family): string | null {
  for (let at = Math.max(0, from - 8); at < from; at += 1) {
    if (!/^(?:version|v)$/.test(wordAt(scanned, at)) && !/^v\d$/.test(wordAt(scanned, at))) continue;
    const found = versionAt(scanned, at, family) ?? versionAt(scanned, at + 1, family);
    if (found !== null && found.to <= from && from - found.to <= 4) return found.id;
  }
  return null;
}

/** What stands between `or` and `later`, in six languages. */
const BETWEEN =
  '(?:(?: at your option)?(?: any| all)?|(?: as soon)(?: as)? they will be approved by the european commission|(?: nach ihrer (?:wahl|option))? jede[rn]?| sobald diese von der europäischen kommission genehmigt wurden| (?:à votre gré )?toute(?: version)?| dès leur approbation par la commission européenne(?: versions)?| (?:naar (?:uw )?keuze )?(?:elke|iedere|een)| zodra deze worden goedgekeurd door de europese commissie| (?:a (?:tua|vostra|propria) scelta )?(?:qualsiasi|ogni|una)(?: versione)?| non appena saranno approvate dalla commissione europea(?: le)?(?: versioni)?| (?:a su elección )?(?:cualquier|una)(?: versión)?| en cuanto sean aprobadas por la comisión europea(?: versiones)?)';
/** `or later`, `or (at your option) any later version`, `+`, right after a version. */
const LATER = new RegExp(
  `^(?:or|and|oder|ou|o|of|e|bzw|und|soit)${BETWEEN}(?: versions?| versione| versioni| versiones| versión)? (?:later|newer|higher|above|greater|subsequent|späteren?|spätere|neueren?|höher|folgeversionen|ultérieures?|postérieures?|latere|opeenvolgende|recentere|hogere|successiva|successive|posterior|posteriores|superior)(?: (?:versions?|version(?:en)?|versiones?|versión|versione|versioni|versie|versies))?(?: (?:of|der|de l|van de|dell|de la) (?:the )?(?:eupl|license|licence|lizenz|licentie|licenza|licencia|lgpl|gpl|agpl))?(?= |$)`,
  'u',
);
const ONLY = /^(?:only|exclusively|nur|uniquement|seulement|alleen|soltanto|solo|solamente)$/u;

export function withLater(scanned: ScannedText, named: NamedLicense): NamedLicense {
  if (named.id === null) return named;
  const last = named.to - 1;
  if (((scanned.flags[last] ?? 0) & FLAG.plusAfter) !== 0) return { ...named, versions: 'later' };
  const after: string[] = [];
  let words = 0;
  for (let at = named.to; at < scanned.count && words < 26; at += 1, words += 1) after.push(wordAt(scanned, at));
  let offset = 0;
  while (
    offset < 14 &&
    /^(?:of|the|de|la|license|licence|this|gnu|general|public|gpl|lgpl|agpl|as|published|by|free|software|foundation|der|lizenz|inc|international|fsf|dated|june|july|february|1991|1999|2007|29)$/.test(
      after[offset] ?? '',
    )
  )
    offset += 1;
  const rest = after.slice(offset).join(' ');
  for (const [skipped, said] of [
    [0, after.join(' ')],
    [offset, rest],
  ] as const) {
    const [later] = LATER.exec(said) ?? [];
    if (later !== undefined) return { ...named, to: named.to + skipped + later.split(' ').length, versions: 'later' };
  }
  if (ONLY.test(after[0] ?? '')) return { ...named, to: named.to + 1, versions: 'only' };
  if (ONLY.test(after[offset] ?? '')) return { ...named, to: named.to + offset + 1, versions: 'only' };
  return named;
}

function isDigits(scanned: ScannedText, at: number): boolean {
  return at < scanned.count && ((scanned.flags[at] ?? 0) & FLAG.digits) !== 0;
}

/** Whether a full stop and no space stands between a word and the next. */
function touches({ ends, starts }: ScannedText, at: number): boolean {
  return (starts[at + 1] ?? 0) === (ends[at] ?? 0) + 1;
}

/** Whether a licence that is named, with or without its version, is of the same name as another, and not of another version. */
export function isOfFamily({ id, family }: NamedLicense, base: string): boolean {
  if (id !== null) return id === base;
  const known = FAMILIES.find(({ names }) => names.split('|').includes(family.toLowerCase()));
  return (
    known !== undefined && (known.bare === base || Object.values(known.versions).includes(base) || isBsd(known, base))
  );
}

/** Whether a name is one of the GNU licences'. */
export function isGnu({ id, family }: NamedLicense): boolean {
  const known = FAMILIES.find(({ names }) => names.split('|').includes(family.toLowerCase()));
  return GNU.test(id ?? Object.values(known?.versions ?? {})[0] ?? '');
}

/** `BSD` alone is any of them. */
function isBsd({ names }: Family, base: string): boolean {
  return names.startsWith('bsd style') && /^BSD-\d-Clause$/.test(base);
}

/** The id with `-only` or `-or-later` where the family has them. */
export function idOf({ id, versions, isVersionOpen }: NamedLicense): string | null {
  if (id === null || isVersionOpen) return null;
  if (!GNU.test(id)) return id;
  return versions === 'later' ? `${id}-or-later` : `${id}-only`;
}
