import { describe, expect, test } from '@jest/globals';
import { tellingPaths } from '../../../src/insights/publication/telling-paths.ts';

describe('what the names of files tell', () => {
  test.each([
    { path: '.env', is: 'secrets' },
    { path: 'deploy/.env.production', is: 'secrets' },
    { path: 'deploy/server.PEM', is: 'secrets' },
    { path: '.ssh/id_rsa', is: 'secrets' },
    { path: 'terraform.tfstate', is: 'secrets' },
    { path: '.env.example', is: null },
    { path: 'config/app.key.sample', is: null },
    { path: 'docs/keys.md', is: null },
    { path: 'data/citizens.csv', is: 'personal' },
    { path: 'backup/Dump.SQL', is: 'personal' },
    { path: 'mail/archive.mbox', is: 'personal' },
    { path: 'src/csv.ts', is: null },
    { path: 'static/jquery.min.js', is: 'thirdParty' },
    { path: 'lib/driver.jar', is: 'thirdParty' },
    { path: 'NOTICE', is: 'notices' },
    { path: 'THIRD-PARTY-NOTICES.txt', is: 'notices' },
    { path: 'LICENSES/MIT.txt', is: 'notices' },
    { path: 'REUSE.toml', is: 'notices' },
    { path: 'docs/NOTICE', is: null },
    { path: 'publiccode.yml', is: 'publiccode' },
    { path: 'docs/publiccode.yml', is: null },
  ])('$path: $is', ({ path, is }) => {
    const told = Object.entries(tellingPaths([path])).filter(([, paths]) => paths.length > 0);
    expect(told.map(([kind]) => kind)).toEqual(is === null ? [] : [is]);
  });

  test('a folder of others’ work is told once, and what is in it no more', () => {
    const paths = ['web/vendor/a/.env', 'web/vendor/b.csv', 'node_modules/x/index.js', 'vendor.ts'];
    expect(tellingPaths(paths)).toMatchObject({
      thirdParty: ['web/vendor/', 'node_modules/'],
      secrets: [],
      personal: [],
    });
  });
});
