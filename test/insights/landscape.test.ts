import { describe, expect, test } from '@jest/globals';
import { exemptionsAround } from '../../src/insights/exemptions.ts';
import { licenseLandscape } from '../../src/insights/licenses.ts';
import { maySee } from '../../src/insights/repository-record.ts';
import { sharedRepositories } from '../../src/insights/sharing.ts';
import { publiccodeUsers } from '../../src/policies/reading/publiccode-users.ts';
import { aRepository } from './a-history.ts';

const EUPL = { expression: 'EUPL-1.2', open: true };
const MIT = { expression: 'MIT', open: true };

test('licences are counted by repository, the most used first', () => {
  const repositories = [
    aRepository({ repositoryId: 1, licenses: [EUPL] }),
    aRepository({ repositoryId: 2, licenses: [EUPL, MIT, MIT] }),
    aRepository({ repositoryId: 3, licenses: [] }),
    aRepository({ repositoryId: 4, licenses: null }),
    aRepository({ repositoryId: 5, licenses: [{ expression: 'NOASSERTION', open: null }] }),
  ];
  expect(licenseLandscape(repositories)).toEqual([
    { license: 'EUPL-1.2', open: true, repositoryIds: [1, 2] },
    { license: 'MIT', open: true, repositoryIds: [2] },
    { license: 'none', open: false, repositoryIds: [3] },
    { license: 'unclear', open: null, repositoryIds: [5] },
    { license: 'unknown', open: null, repositoryIds: [4] },
  ]);
});

describe('exemptions around today', () => {
  const exemption = { policy: 'readme', repositories: ['bus-*'], reason: 'It moves.', approver: 'ada' };
  const around = (untils: readonly string[]) =>
    exemptionsAround([{ exemptions: untils.map((until) => ({ ...exemption, until })) }], [aRepository()], {
      today: '2026-11-25',
      ago: 7,
      ahead: 30,
    }).map(({ until, daysLeft }) => [until, daysLeft]);

  test.each<[until: string, shown: boolean, daysLeft: number]>([
    ['2026-11-17', false, -8],
    ['2026-11-18', true, -7],
    ['2026-11-25', true, 0],
    ['2026-12-25', true, 30],
    ['2026-12-26', false, 31],
  ])('one until %s', (until, shown, daysLeft) => {
    expect(around([until])).toEqual(shown ? [[until, daysLeft]] : []);
  });

  test('only the one that holds the longest counts', () => {
    expect(around(['2026-11-26', '2026-12-01', '2026-11-27'])).toEqual([['2026-12-01', 6]]);
    expect(around(['2026-11-26', '2028-01-01'])).toEqual([]);
  });

  test('another repository is none of its business', () => {
    const layers = [{ exemptions: [{ ...exemption, until: '2026-12-01' }] }];
    const options = { today: '2026-11-25', ago: 7, ahead: 30 };
    expect(exemptionsAround(layers, [aRepository({ name: 'parks' })], options)).toEqual([]);
  });
});

test('forks and what not everybody may see are not shared', () => {
  const repositories = [
    aRepository({ licenses: [EUPL], publiccode: 'usedBy: [City of Delft, City of Delft, "", 7]' }),
    aRepository({ repositoryId: 2, licenses: [EUPL, { expression: 'NOASSERTION', open: null }] }),
    aRepository({ repositoryId: 3, isFork: true, licenses: [EUPL] }),
    aRepository({ repositoryId: 4, visibility: 'internal', licenses: [EUPL] }),
  ];
  expect(sharedRepositories(repositories)).toEqual([
    { repositoryId: 1, isPublic: true, isOpen: true, isDescribed: true, usedBy: ['City of Delft'] },
    { repositoryId: 2, isPublic: true, isOpen: false, isDescribed: false, usedBy: [] },
  ]);
});

test.each([
  ['', []],
  ['usedBy: Delft', []],
  ['usedBy: [&a Delft, *a]', []],
  ['name: x\nusedBy:\n  - Delft\n  - Gent\n', ['Delft', 'Gent']],
  [`usedBy: ["${'x'.repeat(201)}", Gent]`, ['Gent']],
])('who uses it, by %j', (source, users) => {
  expect(publiccodeUsers(source)).toEqual(users);
});

test('everybody sees what is public, and insiders all', () => {
  const seen = (['public', 'internal', 'private'] as const).map((visibility) => maySee({ visibility }, 'everybody'));
  expect(seen).toEqual([true, false, false]);
  expect(maySee({ visibility: 'private' }, 'insiders')).toBe(true);
});
