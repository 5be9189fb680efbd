import { z } from 'zod';
import { known } from '../core/fact.ts';
import { filesWith, type RepositoryFiles } from '../core/files.ts';
import type { Finding } from '../core/finding.ts';
import type { IdentifiedLicense } from '../core/license.ts';
import type { LicenseDeclaration, LicenseDeclarations, UnreadableManifest } from '../core/license-declaration.ts';
import { definePolicy } from '../core/policy.ts';
import {
  type Comparison,
  compareDeclarations,
  idsOf,
  isCertain,
  isVersionOpen,
  openVersion,
} from '../licenses/declared/compare-declarations.ts';
import { DECLARING_FILES, readDeclarations, SOURCE_SAMPLE } from '../licenses/declared/declarations-fact.ts';
import { resolveVersions } from '../licenses/declared/resolve-versions.ts';

/** More contradictions than these are counted, not listed. */
const MOST_FINDINGS = 15;

const text = (path: string, expression: string, sameText: readonly string[] = []): IdentifiedLicense => ({
  path,
  expression,
  sameText,
  open: true,
  match: 'exact',
  matches: [],
  evidence: `Every word is that of ${expression}.`,
});
const altered: IdentifiedLicense = {
  ...text('LICENSE', 'NOASSERTION'),
  open: null,
  match: 'unidentified',
  evidence: 'Its words are not exactly those of a licence on the SPDX list.',
};

/** The facts of an example, read from its files as a collector's would be. */
function facts(
  contents: Parameters<typeof filesWith>[0],
  licenses: readonly IdentifiedLicense[],
  { detected = null, texts = [] }: { detected?: string | null; texts?: readonly IdentifiedLicense[] } = {},
) {
  const files = filesWith(contents);
  const declarations = { ...readDeclarations(files, detected), texts };
  const resolved = resolveVersions(known(licenses), known(declarations));
  return { files, licenses: resolved.status === 'known' ? resolved.value : [], declarations };
}

/** Where something is said; the line goes with the path, as editors and compilers write it. */
interface Place {
  readonly path: string;
  readonly line?: number | undefined;
}

interface Said extends Place {
  readonly written: string;
}

const at = ({ path, line }: Place): string => (line === undefined ? path : `${path}:${line}`);

const EUPL = text('LICENSE', 'EUPL-1.2');
const GPL: IdentifiedLicense = {
  ...text('COPYING', 'NOASSERTION', ['GPL-3.0-only', 'GPL-3.0-or-later']),
  match: 'unidentified',
};
const TAG = 'SPDX-License-Identifier';

export const licenseDeclaredMatchesFound = definePolicy({
  id: 'license-declared-matches-found',
  subject: 'repository',
  meta: {
    title: 'One licence, wherever it is named',
    rationale:
      'People read the licence file; package managers, catalogues and scanners read what a manifest or a header declares. Where the two differ, nobody knows which one was granted, and whoever relied on the wrong one may have no right to use the software.',
    remediation:
      'Decide which licence is meant, if necessary with your Open Source Programme Office, and write the same SPDX expression into each of the places named above. Where a part stands under another licence, put the text of that licence into the folder LICENSES, called by its SPDX id.',
    severity: 'warning',
    disclosure: 'public',
    lifecycle: 'stable',
    references: [
      'https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/',
      'https://reuse.software/spec-3.3/',
      'https://spdx.org/licenses/',
    ],
    points: ['licence-check-offered'],
  },
  needs: ['files', 'licenses', 'declarations'],
  watches: DECLARING_FILES,
  samples: SOURCE_SAMPLE,
  options: z.strictObject({}),
  messages: {
    matches: ({ places, found }: { places: string; found: string }) => `${places} and the text agree: ${found}.`,
    contradiction: (said: Said & { found: string }) => `${at(said)} declares ${said.written}, but ${said.found}.`,
    'no-rights': (said: Said & { found: string }) =>
      `${at(said)} says “${said.written}”, which grants nobody any right, but ${said.found}.`,
    'lacks-text': (said: Said & { ids: string; found: string }) =>
      `${at(said)} declares ${said.written}, but there is no text of ${said.ids}: ${said.found}.`,
    'part-lacks-text': (said: Said & { found: string; reason: string }) =>
      `${at(said)} declares ${said.written} for a part, of which there is no text here: ${said.found}. ${said.reason}`,
    'part-incompatible': (said: Said & { found: string; reason: string }) =>
      `${at(said)} declares ${said.written} for a part, which cannot become part of the whole: ${said.found}. ${said.reason}`,
    differs: (said: Said & { other: string; otherWritten: string }) =>
      `${at(said)} declares ${said.written}, but ${said.other} declares ${said.otherWritten}.`,
    'points-nowhere': (said: Said & { file: string }) => `${at(said)} points to ${said.file}, which is not there.`,
    unclear: (said: Said & { problem: string; suggestion: string | null }) =>
      `${at(said)} declares “${said.written}”: it ${said.problem}${said.suggestion === null ? '' : ` (did you mean ${said.suggestion}?)`}.`,
    unreadable: (place: Place & { problem: string }) =>
      `${at(place)} ${place.problem}, so nobody can tell which licence it declares.`,
    'misnamed-text': ({ path, expression }: { path: string; expression: string }) =>
      `${path} is called by another licence than its text, which is ${expression}.`,
    more: ({ count }: { count: number }) =>
      `${count} more ${count === 1 ? 'contradiction is' : 'contradictions are'} not listed.`,
    'github-differs': ({ written, found }: { written: string; found: string }) =>
      `GitHub shows ${written} for this repository, but ${found}; it reads a changed licence file again by itself.`,
    'not-comparable': (said: Said) =>
      `${at(said)} declares ${said.written}, and no licence text is certain enough to compare it with.`,
    'version-open': ({ path, id }: { path: string; id: string }) =>
      `${path} is ${id}, and nothing that was read settles whether later versions hold too. Say which is meant, ${id}-only or ${id}-or-later: in the manifest, or in the sources with a line “${TAG}: …”.`,
    'nothing-declared': () => 'No manifest, README or header that was read names a licence.',
  },
  proposal: null,
  examples: [
    {
      name: 'a manifest with another licence than the text',
      facts: facts({ 'package.json': '{\n  "name": "stops",\n  "license": "MIT"\n}\n' }, [EUPL]),
      expect: ['fail contradiction'],
    },
    {
      name: 'a header that speaks of a licence without a text here',
      facts: facts({ 'main.ts': `// ${TAG}: MIT\n` }, [EUPL]),
      expect: ['fail part-lacks-text'],
    },
    {
      name: 'a header whose licence the whole cannot keep',
      facts: facts({ 'src/main.c': `/* ${TAG}: GPL-2.0-only */\n` }, [text('LICENSE', 'Apache-2.0')]),
      expect: ['fail part-incompatible'],
    },
    {
      name: 'two licences declared, one text',
      facts: facts({ 'Cargo.toml': '[package]\nlicense = "MIT AND CC-BY-4.0"\n' }, [text('LICENSE', 'MIT')]),
      expect: ['fail lacks-text'],
    },
    {
      name: 'a package that reserves all rights beside an open licence',
      facts: facts({ 'package.json': '{ "license": "UNLICENSED" }' }, [EUPL]),
      expect: ['fail no-rights'],
    },
    {
      name: 'two manifests that differ, and no text',
      facts: facts({ 'Cargo.toml': '[package]\nlicense = "MIT"\n', 'composer.json': '{ "license": "ISC" }' }, []),
      expect: ['not-applicable not-comparable', 'fail differs'],
    },
    {
      name: 'a text for both “only” and “or later”, and manifests that do not agree',
      facts: facts(
        {
          'Cargo.toml': '[package]\nlicense = "GPL-3.0-only"\n',
          'pyproject.toml': '[project]\nlicense = "GPL-3.0-or-later"\n',
        },
        [GPL],
      ),
      expect: ['fail differs'],
    },
    {
      name: 'a manifest that points to a file which is not there',
      facts: facts({ 'package.json': '{ "license": "SEE LICENSE IN LICENSE.md" }' }, [EUPL]),
      expect: ['fail points-nowhere'],
    },
    {
      name: 'a word that is no SPDX expression',
      facts: facts({ 'package.json': '{ "license": "EUPL" }' }, [EUPL]),
      expect: ['fail unclear'],
    },
    {
      name: 'a manifest that cannot be read',
      facts: facts({ 'pyproject.toml': '[project\n' }, [EUPL]),
      expect: ['fail unreadable'],
    },
    {
      name: 'a text under a wrong name',
      facts: facts({ 'LICENSES/MIT.txt': 'Permission to use, copy …' }, [EUPL], {
        texts: [text('LICENSES/MIT.txt', 'ISC')],
      }),
      expect: ['fail misnamed-text'],
    },
    {
      name: 'more contradictions than anybody reads',
      facts: facts({ 'REUSE.toml': `${`[[annotations]]\n"${TAG}" = "ISC"\n`.repeat(17)}` }, [EUPL]),
      expect: [...Array.from({ length: 15 }, () => 'fail part-lacks-text' as const), 'fail more'],
    },
    {
      name: 'one licence in all places',
      facts: facts(
        {
          'package.json': '{ "license": "EUPL-1.2" }',
          'README.md': '# Stops\n\n## Licence\n\nEUPL 1.2\n',
          'src/index.ts': `// ${TAG}: EUPL-1.2\n`,
        },
        [EUPL],
        { detected: 'EUPL-1.2' },
      ),
      expect: ['pass matches'],
    },
    {
      name: 'a manifest that says which version the text leaves open',
      facts: facts({ 'Cargo.toml': '[package]\nlicense = "GPL-3.0-or-later"\n' }, [GPL]),
      expect: ['pass matches'],
    },
    {
      name: 'a text for both “only” and “or later”, and nothing that says which',
      facts: facts({ COPYING: 'GNU GENERAL PUBLIC LICENSE …' }, [GPL]),
      expect: ['not-applicable version-open'],
    },
    {
      name: 'a part under another licence, with its text',
      facts: facts({ 'main.ts': `// ${TAG}: MIT\n`, 'LICENSES/MIT.txt': 'MIT License …' }, [EUPL], {
        texts: [text('LICENSES/MIT.txt', 'MIT')],
      }),
      expect: ['pass matches'],
    },
    {
      name: 'GitHub takes the text for another licence',
      facts: facts({ 'package.json': '{ "license": "EUPL-1.2" }' }, [EUPL], { detected: 'EUPL-1.1' }),
      expect: ['pass matches', 'not-applicable github-differs'],
    },
    {
      name: 'a declared licence beside a text that is altered',
      facts: facts({ 'package.json': '{ "license": "EUPL-1.2" }' }, [altered]),
      expect: ['not-applicable not-comparable'],
    },
    {
      name: 'nothing but a licence file',
      facts: facts({ LICENSE: 'EUPL …' }, [EUPL]),
      expect: ['not-applicable nothing-declared'],
    },
  ],
  evaluate({ files, licenses, declarations }, _options, { pass, fail, notApplicable }) {
    const compared = compareDeclarations(licenses, declarations);
    const faults = [
      ...declarations.unreadable.map((one) => fail('unreadable', { ...placeOf(one), problem: one.problem })),
      ...compared.flatMap((one) => faultsOf(one, files)),
      ...misnamed(declarations).map((one) => fail('misnamed-text', { path: one.path, expression: nameOf(one) })),
    ];
    const more = faults.length - MOST_FINDINGS;
    const listed = more > 0 ? [...faults.slice(0, MOST_FINDINGS), fail('more', { count: more })] : faults;
    const notes = [...notesOf(compared), ...openNotes()];
    const agreeing = compared.filter(isAgreeing);
    const [first] = agreeing;
    if (listed.length > 0) return [...notes, ...listed];
    if (first !== undefined) return [pass('matches', agreement(agreeing)), ...notes];
    return notes.length > 0 ? notes : [notApplicable('nothing-declared')];

    function faultsOf(one: Comparison, all: RepositoryFiles): Finding[] {
      const { declaration } = one;
      const said = saidIn(declaration);
      if (said === null) return [];
      const { meaning } = declaration;
      if (meaning.kind === 'file')
        return isThere(meaning.path, all) ? [] : [fail('points-nowhere', { ...said, file: meaning.path })];
      if (meaning.kind === 'unclear') return meaning.isFault ? [fail('unclear', { ...said, ...meaning })] : [];
      switch (one.status) {
        case 'contradicts':
          return [fail('contradiction', { ...said, found: foundIn(one.texts) })];
        case 'grants-nothing':
          return [fail('no-rights', { ...said, found: foundIn(one.texts) })];
        case 'lacks-text':
          return [fail('lacks-text', { ...said, ids: one.ids.join(' and '), found: foundIn(one.texts) })];
        case 'part-lacks-text': {
          const { answer = 'ask a person', reason = 'A person must say whether it may be part of this work.' } =
            one.compatibility ?? {};
          const code = answer === 'incompatible' ? 'part-incompatible' : 'part-lacks-text';
          return [fail(code, { ...said, found: foundIn(one.texts), reason })];
        }
        case 'differs': {
          const other = saidIn(one.from);
          return other === null ? [] : [fail('differs', { ...said, other: at(other), otherWritten: other.written })];
        }
        case 'matches':
        case 'not-compared':
          return [];
      }
    }

    /** Where declarations do not agree, the finding about them says so. */
    function openNotes(): Finding[] {
      if (compared.some(({ status }) => status === 'differs')) return [];
      return licenses
        .filter(isVersionOpen)
        .map((one) => notApplicable('version-open', { path: one.path, id: openVersion(one) }));
    }

    function notesOf(all: readonly Comparison[]): Finding[] {
      return all.flatMap((one) => {
        const { declaration } = one;
        const said = saidIn(declaration);
        if (said === null) {
          const isOther = one.status === 'contradicts' || one.status === 'lacks-text';
          return isOther
            ? [notApplicable('github-differs', { written: declaration.written, found: foundIn(one.texts) })]
            : [];
        }
        const names = declaration.meaning.kind === 'expression' || declaration.meaning.kind === 'one-of';
        return one.status === 'not-compared' && names ? [notApplicable('not-comparable', said)] : [];
      });
    }
  },
});

/** Null for what GitHub says itself: it has no place here that anybody could mend. */
function saidIn({ path, line, written }: LicenseDeclaration): Said | null {
  return path === null ? null : { ...placeOf({ path, line }), written };
}

function placeOf({ path, line }: Pick<UnreadableManifest, 'path' | 'line'>): Place {
  return line === null ? { path } : { path, line };
}

function isAgreeing(one: Comparison): one is Extract<Comparison, { status: 'matches' }> {
  return one.status === 'matches' && one.declaration.path !== null;
}

const MOST_PLACES = 3;

function agreement(agreeing: readonly Extract<Comparison, { status: 'matches' }>[]): { places: string; found: string } {
  const places = [...new Set(agreeing.flatMap(({ declaration }) => saidIn(declaration) ?? []).map(at))];
  const more = places.length - MOST_PLACES;
  const shown = more > 0 ? [...places.slice(0, MOST_PLACES), `${more} more`] : places;
  const texts = [...new Set(agreeing.flatMap((one) => one.texts))];
  return { places: shown.join(', '), found: foundIn(texts) };
}

/** `LICENSE is EUPL-1.2 and LICENSE-docs is CC-BY-4.0`; where a text leaves the version open, both are named. */
function foundIn(texts: readonly IdentifiedLicense[]): string {
  const shown = texts.slice(0, MOST_PLACES).map((one) => `${one.path} is ${nameOf(one)}`);
  return shown.join(' and ');
}

function nameOf(license: IdentifiedLicense): string {
  return license.sameText.length > 0 ? [...new Set(idsOf(license))].join(' or ') : license.expression;
}

function isThere(path: string, files: RepositoryFiles): boolean {
  const isListed = !path.includes('/') || path.startsWith('LICENSES/');
  return !isListed || files.entries.some((entry) => entry.path === path && entry.kind !== 'folder');
}

/** Texts whose name and words differ, both certain. */
function misnamed({ texts }: LicenseDeclarations): IdentifiedLicense[] {
  return texts.filter((one) => {
    const name = one.path.slice(one.path.lastIndexOf('/') + 1).replace(/\.txt$/, '');
    return isCertain(one) && !idsOf(one).includes(name);
  });
}
