import { expect, test } from '@jest/globals';
import { folderOf } from '../../src/cli/world.ts';

test.each([
  [
    'our npm script: where the person stands',
    { npm_lifecycle_event: 'portreeve', npm_package_name: 'portreeve', INIT_CWD: '/home/ada' },
    '/home/ada',
  ],
  [
    'a script of another project: its own folder',
    { npm_lifecycle_event: 'lint', npm_package_name: 'bus', INIT_CWD: '/home/ada' },
    '/cwd',
  ],
  ['npx: where the person stands, which is the folder', { npm_lifecycle_event: 'npx', INIT_CWD: '/home/ada' }, '/cwd'],
  ['no npm', {}, '/cwd'],
])('a relative folder is meant from: %s', (_, env, folder) => {
  expect(folderOf(env, '/cwd')).toBe(folder);
});
