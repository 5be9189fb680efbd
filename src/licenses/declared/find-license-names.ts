import { SPDX_IDS } from '../generated/spdx-ids.ts';

/** Ids that no other word is: those with a version or a hyphen. */
const IDS = new Map(SPDX_IDS.filter((id) => /[-\d]/.test(id) && id.length > 3).map((id) => [id.toLowerCase(), id]));

/** What is read of a text; nobody names a licence further down. */
const LONGEST = 10_000;

type Ids = readonly string[];
interface NamePattern {
  /** Groups: the version, and what says `or later` or `only`. Without nested repetition, so that it is linear. */
  readonly pattern: RegExp;
  readonly ids: (version: string | null, later: 'or-later' | 'only' | null) => Ids;
}

const VERSION = String.raw`(?:[\s,–-]{0,3}(?:version|v\.?)?[\s-]{0,2}(\d(?:\.\d)?))?`;
const LATER = String.raw`(\+|[\s,-]{0,3}\(?(?:or|and)[\s-](?:any[\s-])?(?:later|newer)|[\s-]only)?`;

function gnu(family: string, name: string, versions: Ids): NamePattern {
  return {
    pattern: new RegExp(String.raw`\b(?:GNU[\s-])?(?:${family}|${name})(?:[\s-]licen[cs]e)?${VERSION}${LATER}`, 'gi'),
    ids(version, later) {
      const found = versions.filter((one) => version === null || one === version || one === `${version}.0`);
      const kinds = later === null ? ['only', 'or-later'] : [later];
      return found.flatMap((one) => kinds.map((kind) => `${family}-${one}-${kind}`));
    },
  };
}

function versioned(family: string, name: string, versions: Ids): NamePattern {
  return {
    pattern: new RegExp(String.raw`\b(?:${name})${VERSION}`, 'gi'),
    ids(version) {
      const found = versions.filter((one) => version === null || one === version || one === `${version}.0`);
      return found.map((one) => `${family}-${one}`);
    },
  };
}

function named(pattern: RegExp, ...ids: Ids): NamePattern {
  return { pattern, ids: () => ids };
}

const CC_VERSIONS = ['1.0', '2.0', '2.5', '3.0', '4.0'];

/** Longer names before those that they contain. */
const NAMES: readonly NamePattern[] = [
  versioned(
    'EUPL',
    [
      'EUPL',
      'European Union Public Licen[cs]e',
      'Open-Source-Lizenz für die Europäische Union',
      'Licence publique de l.Union européenne',
      'Licencia Pública de la Unión Europea',
      'Licenza Pubblica dell.Unione Europea',
      'Openbare Licentie van de Europese Unie',
      'Licença Pública da União Europeia',
    ].join('|'),
    ['1.0', '1.1', '1.2'],
  ),
  gnu('AGPL', String.raw`Affero General Public Licen[cs]e(?: \(AGPL\))?`, ['1.0', '3.0']),
  gnu('LGPL', String.raw`(?:Lesser|Library)(?: or (?:Lesser|Library))? General Public Licen[cs]e(?: \(LGPL\))?`, [
    '2.0',
    '2.1',
    '3.0',
  ]),
  gnu('GPL', String.raw`General Public Licen[cs]e(?: \(GPL\))?`, ['1.0', '2.0', '3.0']),
  gnu('GFDL', 'Free Documentation Licen[cs]e', ['1.1', '1.2', '1.3']),
  versioned('Apache', String.raw`Apache(?:[\s-]Software)?(?:[\s-]Licen[cs]e)?`, ['1.0', '1.1', '2.0']),
  versioned('MPL', 'MPL|Mozilla Public Licen[cs]e', ['1.0', '1.1', '2.0']),
  versioned('EPL', 'EPL|Eclipse Public Licen[cs]e', ['1.0', '2.0']),
  versioned('CDDL', 'CDDL|Common Development and Distribution Licen[cs]e', ['1.0', '1.1']),
  versioned('CECILL', 'CeCILL', ['1.0', '1.1', '2.0', '2.1']),
  versioned('ODbL', 'ODbL|Open Database Licen[cs]e', ['1.0']),
  named(/\bCC[\s-]?0\b|\bCC Zero\b|\bCreative Commons Zero\b/gi, 'CC0-1.0'),
  versioned(
    'CC-BY-NC-SA',
    String.raw`CC[\s-]BY[\s-]NC[\s-]SA|Creative Commons Attribution[\s-]Non-?Commercial[\s-]Share-?Alike`,
    CC_VERSIONS,
  ),
  versioned('CC-BY-NC', String.raw`CC[\s-]BY[\s-]NC|Creative Commons Attribution[\s-]Non-?Commercial`, CC_VERSIONS),
  versioned('CC-BY-ND', String.raw`CC[\s-]BY[\s-]ND|Creative Commons Attribution[\s-]No-?Derivatives`, CC_VERSIONS),
  versioned('CC-BY-SA', String.raw`CC[\s-]BY[\s-]SA|Creative Commons Attribution[\s-]Share-?Alike`, CC_VERSIONS),
  versioned('CC-BY', String.raw`CC[\s-]BY|Creative Commons Attribution`, CC_VERSIONS),
  named(
    /\b(?:3|three)[\s-]clause[\s-]BSD\b|\bBSD[\s-](?:3|three)(?:[\s-]clause)?\b|\b(?:new|modified|revised)[\s-]BSD\b/gi,
    'BSD-3-Clause',
  ),
  named(
    /\b(?:2|two)[\s-]clause[\s-]BSD\b|\bBSD[\s-](?:2|two)(?:[\s-]clause)?\b|\b(?:simplified|free)[\s-]?BSD\b/gi,
    'BSD-2-Clause',
  ),
  named(/\bBSD\b/g, 'BSD-2-Clause', 'BSD-3-Clause', 'BSD-4-Clause'),
  // In German “mit” is “with”.
  named(/\bMIT-0\b/g, 'MIT-0'),
  named(/\bMIT\b|\bExpat\b/g, 'MIT'),
  named(/\bISC\b/g, 'ISC'),
  named(/\bUnlicense\b/g, 'Unlicense'),
  named(/\bzlib\b/g, 'Zlib'),
  named(/\bBoost Software Licen[cs]e\b/gi, 'BSL-1.0'),
  named(/\bWTFPL\b/g, 'WTFPL'),
  named(/\bPostgreSQL Licen[cs]e\b/gi, 'PostgreSQL'),
];

const KNOWN = new Set(SPDX_IDS);

/**
 * The licences that a text names, as ids and as people write them: `Apache License, Version 2.0`, `GPLv3+`, `BSD`.
 * Where a name leaves open which one is meant, all of them. Linear.
 */
export function findLicenseNames(text: string): string[] {
  const found = new Set<string>();
  let rest = text.slice(0, LONGEST).replaceAll(/[A-Za-z\d][A-Za-z\d.+-]*/g, (word) => {
    const id = IDS.get(word.replace(/[.-]+$/, '').toLowerCase());
    if (id === undefined) return word;
    for (const one of twinsOf(id)) found.add(one);
    return ' ; ';
  });
  for (const { pattern, ids } of NAMES) {
    rest = rest.replaceAll(pattern, (_name, version?: unknown, later?: unknown) => {
      const number = typeof version === 'string' ? version : null;
      for (const id of ids(number, laterOf(later))) if (KNOWN.has(id)) found.add(id);
      return ' ; ';
    });
  }
  return [...found];
}

function laterOf(said: unknown): 'or-later' | 'only' | null {
  if (typeof said !== 'string') return null;
  return /only/i.test(said) ? 'only' : 'or-later';
}

/** People who write `GPL-3.0` leave open which one they mean, whatever the SPDX list says. */
export function twinsOf(id: string): readonly string[] {
  const twins = [`${id}-only`, `${id}-or-later`];
  if (KNOWN.has(twins[0] ?? '')) return twins;
  return id.endsWith('+') ? [`${id.slice(0, -1)}-or-later`] : [id];
}
