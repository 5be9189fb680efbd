import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readPubliccode } from '../../../src/policies/reading/publiccode-file.ts';

const own = readFileSync(new URL('../../../publiccode.yml', import.meta.url), 'utf8');
const long = 'A sentence about the software for those who decide. '.repeat(4);
const FILE = `publiccodeYmlVersion: 0.4
name: Bus stops
url: https://github.com/city/bus-stops
platforms: web
developmentStatus: stable
softwareType: library
description:
  pt-BR:
    shortDescription: Onde param os ônibus.
    longDescription: ${long}
    features: [Mostra]
legal:
  license: MIT OR EUPL-1.2
maintenance:
  type: none
localisation:
  localisationReady: no thanks
  availableLanguages: [en]
`;
const WELL = FILE.replace('no thanks', 'false');

/** `line sentence` of each fault. */
function faultsOf(text: string): string[] {
  const reading = readPubliccode(text);
  if (reading.status === 'empty') return ['empty'];
  return reading.faults.map(({ line, sentence }) => `${line} ${sentence}`);
}

test('our own publiccode.yml is one', () => {
  expect(readPubliccode(own)).toMatchObject({ status: 'read', faults: [], license: { ids: ['EUPL-1.2'] } });
});

test('the smallest one, in any version, with its licences', () => {
  expect(readPubliccode(WELL)).toEqual({
    status: 'read',
    faults: [],
    license: { line: 13, ids: ['MIT', 'EUPL-1.2'] },
  });
});

describe('each fault has its line and its key', () => {
  test.each([
    ['name: Bus stops\n', '', '1 “name” is missing here'],
    [
      'url: https://github.com/city/bus-stops',
      'url: bus-stops',
      '3 url: “bus-stops” is not the address of a source code repository',
    ],
    ['platforms: web', 'platforms: []', '4 platforms: This is empty'],
    [
      'stable',
      'stabel',
      '5 developmentStatus: “stabel” does not fit: it must be “concept”, “development”, “beta”, “stable” or “obsolete” (did you mean stable?)',
    ],
    ['pt-BR', 'pt_BR', '8 description.pt_BR: The key is no language tag, such as “en”'],
    [
      'Onde param os ônibus.',
      'é'.repeat(151),
      '9 description.pt-BR.shortDescription: The text has 151 characters; at most 150 are allowed',
    ],
    [long, 'Short.', '10 description.pt-BR.longDescription: The text has 6 characters; at least 150 are needed'],
    ['    features: [Mostra]\n', '', '7 description: At least one language needs “features”'],
    [
      'MIT OR EUPL-1.2',
      'EUPL',
      '13 legal.license: “EUPL” names “EUPL”, which is not on the SPDX licence list (did you mean EUPL-1.2?)',
    ],
    ['type: none', 'type: community', '14 maintenance: Maintenance of the type “community” needs “contacts”'],
    ['type: none', 'type: contract', '14 maintenance: Maintenance of the type “contract” needs “contractors”'],
    [
      'type: none',
      'type: contract\n  contractors:\n    - name: Acme\n      until: 31.12.2027',
      '18 maintenance.contractors[0].until: “31.12.2027” is not a day; write it as 2027-12-31',
    ],
    ['[en]', '[e_n]', '18 localisation.availableLanguages[0]: “e_n” is not a language tag, such as “en” or “pt-BR”'],
    [
      'localisationReady: false',
      'localisationReady: yes',
      '17 localisation.localisationReady: “yes” does not fit: it must be “true” or “false” (did you mean true?)',
    ],
  ])('%j → %j', (from, to, expected) => {
    expect(WELL).toContain(from);
    expect(faultsOf(WELL.replace(from, to))).toEqual([expected]);
  });
});

test('a country’s own keys, and those that the standard has given up, are let alone', () => {
  expect(faultsOf(`${WELL}monochromeLogo: x.svg\nIT:\n  countryExtensionVersion: "1.0"\n`)).toEqual([]);
});

test.each([
  ['an alias', 'a: &x [1]\nb: *x\n'],
  ['a document of half a megabyte', `name: ${'x'.repeat(500_000)}`],
  ['brackets that never close', '['.repeat(10_000)],
])('%s is no YAML that is read here', (_, text) => {
  expect(readPubliccode(text).status).toBe('not-yaml');
});

test('comments alone are nothing', () => {
  expect(readPubliccode('# later\n')).toEqual({ status: 'empty' });
});
