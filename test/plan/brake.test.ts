import { describe, expect, test } from '@jest/globals';
import { countedWrites, type PlannedRepository, planHash, weigh } from '../../src/plan/brake.ts';

const LIMITS = { repositories: 20, percent: 10 };

describe('what waits', () => {
  test.each([
    // repositories, lately, total, isFirst
    [0, 0, 40, false, null],
    [0, 0, 40, true, 'first-enforcement'],
    [4, 0, 40, false, null],
    [5, 0, 40, false, 'large-share'],
    [20, 0, 250, false, null],
    [21, 0, 250, false, 'many-repositories'],
    [21, 0, 100_000, false, 'many-repositories'],
    [2, 0, 5, false, null],
    [3, 0, 5, false, 'large-share'],
    [1, 19, 250, false, null],
    [1, 20, 250, false, 'many-lately'],
    [0, 25, 250, false, null],
  ] as const)('%d repositories, %d lately, of %d, first %s: %s', (repositories, lately, total, isFirst, reason) => {
    expect(weigh({ repositories, lately, total, isFirst }, LIMITS)).toBe(reason);
  });
});

describe('what counts', () => {
  const frame = { repository: { repositoryId: 1, owner: 'o', name: 'n' }, fingerprint: '', details: {} };

  test('check runs, reactions and the issue that tells of it do not', () => {
    const issue = { ...frame, kind: 'create-issue', isConfidential: false, title: '', body: '' } as const;
    const writes = countedWrites([
      { ...issue, key: 'policy-issue:1' },
      { ...issue, key: 'held:in:1' },
      { ...frame, kind: 'react', key: 'reaction:1:2', commentId: 2, content: '+1' },
    ]);
    expect(writes).toEqual(['create-issue policy-issue:1']);
  });
});

describe('a plan’s hash', () => {
  const plan = (repositoryId: number, ...writes: string[]): PlannedRepository => ({
    repositoryId,
    nodeId: '',
    name: '',
    isPublic: true,
    writes,
    policies: [],
    restricted: 0,
  });

  test('is the same in whatever order the repositories come, and another for anything more', () => {
    const hash = planHash('c', [plan(1, 'a'), plan(12, 'b')]);
    expect(hash).toMatch(/^[0-9a-f]{12}$/);
    expect(planHash('c', [plan(12, 'b'), plan(1, 'a')])).toBe(hash);
    expect(planHash('d', [plan(1, 'a'), plan(12, 'b')])).not.toBe(hash);
    expect(planHash('c', [plan(1, 'a', 'x'), plan(12, 'b')])).not.toBe(hash);
    expect(planHash('c', [plan(1, 'a'), plan(12, 'b'), plan(3, 'c')])).not.toBe(hash);
  });
});
