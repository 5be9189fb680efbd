import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('each direct dependency has its reason, and no reason is left of one that is gone', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'));
  const [running = '', building = ''] = read('docs/decisions/008-dependencies.md').split('| what checks and builds |');
  const namesIn = (text: string): string[] => [...text.matchAll(/^\| `([^`]+)` \| \S/gm)].map(([, name = '']) => name);

  expect(namesIn(running)).toEqual(Object.keys(dependencies));
  expect(namesIn(building).toSorted()).toEqual(Object.keys(devDependencies).toSorted());
});
