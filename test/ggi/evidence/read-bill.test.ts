import { describe, expect, test } from '@jest/globals';
import { countLicenses, packagesIn } from '../../../src/ggi/evidence/read-bill.ts';

const purl = (locator: string) => [
  { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: locator },
];
const bill = (...packages: readonly object[]) => ({ sbom: { packages } });
const one = (name: string, license: string | null = null) => ({ name, license });

describe('the packages of a bill of materials', () => {
  test.each([
    [
      'by their address, without the version',
      bill({ externalRefs: purl('pkg:npm/hono@4.1.0') }),
      [one('pkg:npm/hono')],
    ],
    ['with a scope', bill({ externalRefs: purl('pkg:npm/%40octokit/rest@22.0.1') }), [one('pkg:npm/@octokit/rest')]],
    [
      'with a scope and no version',
      bill({ externalRefs: purl('pkg:npm/%40octokit/rest') }),
      [one('pkg:npm/@octokit/rest')],
    ],
    ['with qualifiers', bill({ externalRefs: purl('pkg:deb/debian/curl@8?arch=x#a') }), [one('pkg:deb/debian/curl')]],
    ['each once', bill({ name: 'a' }, { name: 'a' }), [one('a')]],
    [
      'with what was concluded',
      bill({ name: 'a', licenseConcluded: 'MIT', licenseDeclared: 'ISC' }),
      [one('a', 'MIT')],
    ],
    [
      'else with what was declared',
      bill({ name: 'a', licenseConcluded: 'NOASSERTION', licenseDeclared: 'ISC' }),
      [one('a', 'ISC')],
    ],
    ['without the wrapper', { packages: [{ name: 'a' }] }, [one('a')]],
    ['not those that are no packages', bill({}, { name: 7 }), []],
    ['none', bill(), []],
  ])('%s', (_, document, packages) => {
    expect(packagesIn(document)).toEqual(packages);
  });

  test('leave out the repository itself', () => {
    const packages = [
      { SPDXID: 'SPDXRef-R', name: 'com.github.city/stops' },
      { SPDXID: 'SPDXRef-1', name: 'a' },
    ];
    const relationships = [{ relationshipType: 'DESCRIBES', spdxElementId: 'D', relatedSpdxElement: 'SPDXRef-R' }];

    expect(packagesIn({ sbom: { packages, relationships } })).toEqual([one('a')]);
  });

  test.each([[null], [7], ['x'], [[]], [{}], [{ sbom: { packages: 'a' } }]])('there is no bill in %j', (document) => {
    expect(packagesIn(document)).toBeNull();
  });
});

test('licences are counted by their ids, and those that are not known are counted too', () => {
  const packages = ['MIT', 'mit', 'MIT OR Apache-2.0', 'something else', null].map((license) => ({ license }));

  expect(countLicenses(packages)).toEqual([
    { id: 'MIT', packages: 3 },
    { id: 'Apache-2.0', packages: 1 },
    { id: null, packages: 2 },
  ]);
  expect(countLicenses([])).toEqual([]);
});
