import { expect, test } from '@jest/globals';
import { type ConsentChange, selfNamed } from '../../src/config/proved-consent.ts';

const words = (text: string) => text.split(' ').filter((word) => word !== '');
const change = (text: string | null, before: string | readonly (string | null)[], ...by: readonly string[]) => ({
  ...{ text, by },
  before: typeof before === 'string' ? [before] : before,
});

test.each<[name: string, changes: readonly ConsentChange[], counted: string[]]>([
  ['who added themselves', [change('ada', [null], 'Ada')], ['ada']],
  ['nobody whom somebody else added', [change('ada bob', '', 'bob')], ['bob']],
  ['nobody of whom no change is known', [], []],
  ['nobody where it is not proved who did it', [change('ada', '')], []],
  [
    'who was there already, whoever changed the rest',
    [change('ada bob', 'ada', 'bob'), change('ada', '', 'ada')],
    ['ada', 'bob'],
  ],
  [
    'nobody who withdrew and was put back by another',
    [change('ada', '', 'bob'), change('', 'ada', 'ada'), change('ada', '', 'ada')],
    [],
  ],
  [
    'who came back themselves, whoever had added them first',
    [change('ada', '', 'ada'), change(null, 'ada', 'ada'), change('ada', '', 'bob')],
    ['ada'],
  ],
  [
    'both sides of a merge, which adds nobody itself',
    [change('ada bob', ['ada', 'bob'], 'cleo'), change('bob', '', 'bob'), change('ada', '', 'ada')],
    ['ada', 'bob'],
  ],
])('counts %s', (_name, changes, counted) => {
  expect(selfNamed(['ada', 'bob'], changes, words)).toEqual(counted);
});
