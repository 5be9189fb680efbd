import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Commit, MergeComparison } from '../contributions/commit.ts';
import { type Git, gitFor } from './git.ts';

/** More merges than these are not compared: each takes git some milliseconds. */
const MOST_COMPARED = 500;

/**
 * Merges the parents of merges anew, to see whether a merge holds what none of its parents does. That is done in a
 * repository of our own which only reads the clone's objects: the clone's settings could name programs as merge drivers,
 * and nothing is written into it.
 */
export class MergeComparer {
  readonly #scratch: Git;
  #compared = 0;

  private constructor(scratch: Git) {
    this.#scratch = scratch;
  }

  static async open(clone: Git): Promise<MergeComparer> {
    const format = (await clone.run(['rev-parse', '--show-object-format'])).output.toString('latin1').trim();
    const objects = (await clone.run(['rev-parse', '--git-path', 'objects'])).output
      .toString('utf8')
      .replace(/\n$/, '');
    const folder = await mkdtemp(join(await realpath(tmpdir()), 'portreeve-merge-'));
    const scratch = await gitFor({ gitFolder: folder, workTree: null }, folder);
    await scratch.run(['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, folder]);
    await writeFile(join(folder, 'objects', 'info', 'alternates'), `${resolve(clone.folder, objects)}\n`);
    return new MergeComparer(scratch);
  }

  async close(): Promise<void> {
    await rm(this.#scratch.folder, { recursive: true, force: true });
  }

  /** Null where git cannot tell: more than two parents, objects that the clone lacks, a git before 2.38. */
  async compare({ sha, parents }: Commit): Promise<MergeComparison> {
    const [ours, theirs, ...others] = parents;
    if (ours === undefined || theirs === undefined || others.length > 0) return null;
    if (this.#compared >= MOST_COMPARED) return null;
    this.#compared += 1;
    const merge = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '--allow-unrelated-histories', '-z'];
    const { status, output } = await this.#run([...merge, ours, theirs]);
    if (status !== 0 && status !== 1) return null;
    const [tree = '', ...conflicts] = output.split('\0').filter((part) => part !== '');
    const conflicted = new Set(conflicts);
    const difference = await this.#run(['diff-tree', '-r', '-z', '--name-only', '--no-renames', tree, sha]);
    if (difference.status !== 0) return null;
    const changed = difference.output.split('\0').filter((path) => path !== '');
    if (changed.some((path) => !conflicted.has(path))) return 'changed';
    return status === 1 ? 'conflicted' : 'clean';
  }

  async #run(args: readonly string[]): Promise<{ readonly status: number; readonly output: string }> {
    const { status, output } = await this.#scratch.run(args, [0, 1, 128, 129]);
    return { status, output: output.toString('utf8') };
  }
}
