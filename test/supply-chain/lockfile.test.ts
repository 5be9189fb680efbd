import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
const lockfile: { lockfileVersion: number; packages: Record<string, Locked> } = read('package-lock.json');
const manifest: {
  allowScripts: Record<string, boolean>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
} = read('package.json');
const locked = Object.entries(lockfile.packages).filter(([path]) => path !== '');

/** `node_modules/a/node_modules/@b/c` → `@b/c` */
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('A50: what is installed is what was reviewed', () => {
  test('a package that brings an install script is named in allowScripts, and no other is', () => {
    const scripted = locked
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => nameOf(path));

    expect(Object.keys(manifest.allowScripts).toSorted()).toEqual([...new Set(scripted)].toSorted());
  });

  test('the only script that runs is the one that puts the test’s own Node in place', () => {
    const allowed = Object.entries(manifest.allowScripts).filter(([, isAllowed]) => isAllowed);

    expect(allowed.map(([name]) => name)).toEqual(['node']);
  });

  test('every package is held to its content by a hash; only other platforms’ optional ones by their exact version', () => {
    const loose = locked.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));
    const unexplained = loose.filter(
      ([, { integrity, optional, os, version }]) =>
        integrity !== undefined || optional !== true || os === undefined || !/^\d+\.\d+\.\d+/.test(version ?? ''),
    );

    expect(unexplained.map(([path]) => path)).toEqual([]);
  });

  test('every package comes by its name from the registry that npm is set to: no repository, no file, no host of its own', () => {
    const strange = locked.filter(([, { resolved, link, version }]) => resolved !== undefined || link || !version);

    expect(strange.map(([path, { resolved }]) => [path, resolved])).toEqual([]);
  });

  test('every direct dependency is a version range, never an address', () => {
    const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

    expect(wanted.filter(([, range]) => !/^[\^~]?\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(range))).toEqual([]);
    expect(lockfile.lockfileVersion).toBe(3);
  });
});
