import { z } from 'zod';
import { filesWith, splitPath, type WatchedFiles, watchedEntries } from '../core/files.ts';
import type { IdentifiedLicense } from '../core/license.ts';
import { definePolicy } from '../core/policy.ts';
import { idsOf, isCertain, isVersionOpen, openVersion } from '../licenses/declared/compare-declarations.ts';
import { textOf, whyUnreadable } from './reading/community-file.ts';
import { type PubliccodeFault, readPubliccode } from './reading/publiccode-file.ts';

const NAME = 'publiccode.yml';
const PUBLICCODE: WatchedFiles = {
  folders: [''],
  isName: (name) => /^publiccode\.ya?ml$/i.test(name),
  description: 'publiccode.yml',
};

/** More faults than these in one file are counted, not listed. */
const MOST_FAULTS = 15;

const FILE = `publiccodeYmlVersion: "0.5"
name: Bus stops
url: https://github.com/city/bus-stops
platforms: [web]
developmentStatus: stable
softwareType: standalone/web
description:
  en:
    shortDescription: Shows where buses stop, and when.
    longDescription: >-
      Bus stops shows every stop of the city on a map, with the next departures and with what travellers in wheelchairs
      need to know about it. Cities that publish their timetables can use it as it is.
    features: [Shows the next departures]
legal:
  license: EUPL-1.2
maintenance:
  type: internal
  contacts:
    - name: Ada Lindt
localisation:
  localisationReady: true
  availableLanguages: [en]
`;
const EUPL: IdentifiedLicense = {
  path: 'LICENSE',
  expression: 'EUPL-1.2',
  sameText: [],
  open: true,
  match: 'exact',
  matches: [],
  evidence: 'Every word is that of EUPL-1.2.',
};
const MIT: IdentifiedLicense = { ...EUPL, expression: 'MIT', evidence: 'Every word is that of MIT.' };

export const publiccodeYml = definePolicy({
  id: 'publiccode-yml',
  subject: 'repository',
  meta: {
    title: 'A publiccode.yml that catalogues can read',
    rationale:
      'Public administrations find software that they can use again through catalogues, and those read the file publiccode.yml: what the software does, under which licence it stands, who maintains it. In some countries public software must have one. A catalogue leaves out a file with a mandatory key missing, and nobody is told.',
    remediation:
      'Write a file publiccode.yml in the root of the default branch, by that name and not with the ending .yaml. Fill in the mandatory keys as the standard describes them, name the licence by the SPDX expression of your licence file, and mend the lines named above. Begin from the example of the standard or with its editor.',
    severity: 'warning',
    disclosure: 'public',
    lifecycle: 'stable',
    isChosen: true,
    references: [
      'https://yml.publiccode.tools/schema.core.html',
      'https://github.com/publiccodeyml/publiccode.yml',
      'https://publiccode-editor.developers.italia.it/',
    ],
  },
  needs: ['files', 'licenses'],
  watches: PUBLICCODE,
  options: z.strictObject({}),
  messages: {
    valid: ({ path }: { path: string }) => `${path} has all that the standard demands.`,
    missing: () => 'There is no publiccode.yml in the root.',
    'wrong-name': ({ path }: { path: string }) =>
      `${path} is not called publiccode.yml, which is the only name that catalogues look for.`,
    empty: ({ path }: { path: string }) => `${path} is empty.`,
    unreadable: ({ path, why }: { path: string; why: string }) => `${path} cannot be read: ${why}.`,
    'not-yaml': ({ sentence }: PubliccodeFault & { path: string }) => `${sentence}.`,
    'not-standard': ({ sentence }: PubliccodeFault & { path: string }) => `${sentence}.`,
    'other-license': ({ named, found }: { path: string; line: number; named: string; found: string }) =>
      `legal.license names ${named}, but the licence file is ${found}.`,
    more: ({ path, count }: { path: string; count: number }) =>
      `${path} has ${count} more ${count === 1 ? 'fault' : 'faults'}, which are not listed.`,
  },
  proposal: null,
  examples: [
    { name: 'no file', facts: { files: filesWith({ LICENSE: 'x' }), licenses: [] }, expect: ['fail missing'] },
    {
      name: 'a file with the ending .yaml',
      facts: { files: filesWith({ 'publiccode.yaml': FILE }), licenses: [EUPL] },
      expect: ['fail wrong-name'],
    },
    {
      name: 'a file with nothing in it',
      facts: { files: filesWith({ 'publiccode.yml': '# later\n' }), licenses: [] },
      expect: ['fail empty'],
    },
    {
      name: 'a file that is no text',
      facts: { files: filesWith({ 'publiccode.yml': { kind: 'binary' } }), licenses: [] },
      expect: ['fail unreadable'],
    },
    {
      name: 'a line that is no YAML',
      facts: { files: filesWith({ 'publiccode.yml': 'name: Bus stops\n\turl: x\n' }), licenses: [] },
      expect: ['fail not-yaml'],
    },
    {
      name: 'keys left out, and values that the standard does not know',
      facts: {
        files: filesWith({
          'publiccode.yml': FILE.replace('name: Bus stops\n', '')
            .replace('stable', 'ready')
            .replace('license: EUPL-1.2', 'license: EUPL')
            .replace('  contacts:\n    - name: Ada Lindt\n', ''),
        }),
        licenses: [EUPL],
      },
      expect: ['fail not-standard', 'fail not-standard', 'fail not-standard', 'fail not-standard'],
    },
    {
      name: 'another licence than that of the repository',
      facts: { files: filesWith({ 'publiccode.yml': FILE }), licenses: [MIT] },
      expect: ['fail other-license'],
    },
    {
      name: 'more faults than anybody reads',
      facts: {
        files: filesWith({ 'publiccode.yml': FILE.replace('[en]', `[${'x_y, '.repeat(17)}en]`) }),
        licenses: [EUPL],
      },
      expect: [...Array.from({ length: 15 }, () => 'fail not-standard' as const), 'fail more'],
    },
    {
      name: 'all that is mandatory',
      facts: { files: filesWith({ 'publiccode.yml': FILE }), licenses: [EUPL] },
      expect: ['pass valid'],
    },
    {
      name: 'two licences, one of which it names',
      facts: { files: filesWith({ 'publiccode.yml': FILE }), licenses: [EUPL, MIT] },
      expect: ['pass valid'],
    },
  ],
  evaluate({ files, licenses }, _options, { pass, fail }) {
    const candidates = watchedEntries(files, PUBLICCODE).filter(({ kind }) => kind === 'file' || kind === 'symlink');
    const entry = candidates.find((one) => splitPath(one.path).name === NAME);
    if (entry === undefined) {
      const [other] = candidates;
      return [other === undefined ? fail('missing') : fail('wrong-name', { path: other.path })];
    }
    const { path } = entry;
    const why = whyUnreadable(entry);
    if (why !== null) return [fail('unreadable', { path, why })];

    const reading = readPubliccode(textOf(entry));
    if (reading.status === 'empty') return [fail('empty', { path })];
    const code = reading.status === 'not-yaml' ? 'not-yaml' : 'not-standard';
    const listed = reading.faults.slice(0, MOST_FAULTS).map((fault) => fail(code, { path, ...fault }));
    const count = reading.faults.length - listed.length;
    const more = count === 0 ? [] : [fail('more', { path, count })];
    const differing = reading.status === 'read' ? otherLicense(reading.license, licenses) : null;
    const differs = differing === null ? [] : [fail('other-license', { path, ...differing })];
    const faults = [...listed, ...more, ...differs];
    return faults.length === 0 ? [pass('valid', { path })] : faults;
  },
});

/** Where none of the licences that are certain is named, one of the two is wrong. */
function otherLicense(
  named: { readonly line: number; readonly ids: readonly string[] } | null,
  licenses: readonly IdentifiedLicense[],
): { readonly line: number; readonly named: string; readonly found: string } | null {
  const certain = licenses.filter(isCertain);
  if (named === null || certain.length === 0) return null;
  const isNamed = certain.some((one) => idsOf(one).some((id) => named.ids.includes(id)));
  if (isNamed) return null;
  const found = certain.map((one) => (isVersionOpen(one) ? openVersion(one) : one.expression)).join(', ');
  return { line: named.line, named: named.ids.join(', '), found };
}
