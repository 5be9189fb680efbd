import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../src/core/fact.ts';
import type { RepositoryFiles, WatchedFiles } from '../../src/core/files.ts';
import { byPath, type FixtureFiles, ODD_ENTRIES, ODD_REPOSITORY, ODD_WATCHED } from './repositories.ts';

/** Puts a fixture where a collector finds it, and collects its files; the fixture's commit is the one that is read. */
export type CollectFixture = (
  fixture: FixtureFiles,
  watched: readonly WatchedFiles[],
) => Promise<Fact<RepositoryFiles>>;

/** What every collector of repository files must do, wherever it finds them. */
export function describeCollector(name: string, collect: CollectFixture): void {
  describe(`the collector of ${name}`, () => {
    test('sees every entry of the odd repository as all collectors do', async () => {
      const files = await collect(ODD_REPOSITORY, ODD_WATCHED);

      if (files.status !== 'known') throw new Error(files.reason);
      expect(byPath(files.value.entries)).toEqual(ODD_ENTRIES);
    });

    test('reads nothing that is not watched', async () => {
      const files = await collect({ LICENSE: 'MIT', 'docs/SECURITY.md': 'mail us' }, []);

      if (files.status !== 'known') throw new Error(files.reason);
      expect(files.value.entries.every((entry) => entry.content === null)).toBe(true);
    });

    test('a folder reached by a link is not a folder that GitHub looks into', async () => {
      const files = await collect(
        { 'manual/SECURITY.md': 'mail us', docs: { symlink: 'manual' }, '.github': { symlink: '/etc' } },
        ODD_WATCHED,
      );

      if (files.status !== 'known') throw new Error(files.reason);
      expect(byPath(files.value.entries)).toEqual([
        { path: '.github', kind: 'symlink', content: null },
        { path: 'docs', kind: 'symlink', content: null },
        { path: 'manual', kind: 'folder', content: null },
      ]);
    });
  });
}
