import { expect, test } from '@jest/globals';
import { known, unavailable } from '../../src/core/fact.ts';
import { type RepositoryKind, repositoryKind } from '../../src/core/repository-kind.ts';
import { describeClone } from '../../src/tasks/described-clone.ts';

test.each<[what: string, RepositoryKind | null, string[], string | null, RepositoryKind]>([
  ['nothing said', null, [], null, 'code'],
  ['a topic', null, ['bus', 'dataset'], null, 'data'],
  ['another topic', null, ['docs'], null, 'documentation'],
  ['two topics, of which the first counts', null, ['documentation', 'open-data'], null, 'documentation'],
  ['a topic of what is code all the same', null, ['documentation'], 'TypeScript', 'code'],
  ['a group', 'data', ['docs'], 'TypeScript', 'data'],
  ['a group that calls it code', 'code', ['docs'], null, 'code'],
])('%s', (_, configured, topics, primaryLanguage, kind) => {
  const description = known({ ...describeClone('x', null), topics, primaryLanguage });

  expect(repositoryKind(configured, description)).toEqual(known(kind));
});

test('without a description it is code unless its group says otherwise', () => {
  const nothing = unavailable('Not asked.');

  expect([repositoryKind(null, nothing), repositoryKind('data', nothing)]).toEqual([known('code'), known('data')]);
});
