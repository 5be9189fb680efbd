import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { OperatorError } from '../core/errors.ts';
import type { Git } from './git.ts';

/** Reads git's objects one after the other through `git cat-file --batch`, which takes 4 ms to start, once. */
export class ObjectReader {
  readonly #git: Git;
  #isWhole: Promise<void> | null = null;
  #check: Conversation | null = null;
  #batch: Conversation | null = null;

  constructor(git: Git) {
    this.#git = git;
  }

  /**
   * How many bytes an object has; null when the clone lacks it, as a partial clone may.
   * @throws OperatorError `borrowed-objects`
   */
  async size(id: string): Promise<number | null> {
    await this.#assertWhole();
    this.#check ??= new Conversation(this.#git.start(['cat-file', '--batch-check']));
    return sizeIn(await this.#check.ask(id));
  }

  async content(id: string): Promise<Buffer | null> {
    await this.#assertWhole();
    this.#batch ??= new Conversation(this.#git.start(['cat-file', '--batch']));
    const size = sizeIn(await this.#batch.ask(id));
    return size === null ? null : this.#batch.take(size);
  }

  #assertWhole(): Promise<void> {
    this.#isWhole ??= assertWhole(this.#git);
    return this.#isWhole;
  }

  close(): void {
    this.#check?.end();
    this.#batch?.end();
  }
}

/**
 * A clone may name other folders in which git is to look for objects, and a hostile one any folder of the machine. Git
 * has no option against that.
 * @see https://git-scm.com/docs/gitrepository-layout#Documentation/gitrepository-layout.txt-objectsinfoalternates
 * @throws OperatorError `borrowed-objects`
 */
export async function assertWhole(git: Git): Promise<void> {
  const { output } = await git.run(['rev-parse', '--git-path', 'objects/info/alternates']);
  const file = resolve(git.folder, output.toString('utf8').replace(/\n$/, ''));
  const others = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new OperatorError('git-failed', { folder: git.folder, problem: `${file} cannot be read.` }, { cause: error });
  });
  if (others.trim() !== '') throw new OperatorError('borrowed-objects', { folder: git.folder });
}

/** `<id> <type> <size>`, or `<id> missing`. */
function sizeIn(answer: string): number | null {
  const [, , size] = answer.split(' ');
  return size === undefined ? null : Number(size);
}

/** A line to the process, a line and perhaps some bytes back. */
class Conversation {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #chunks: AsyncIterator<Buffer>;
  #buffered: Buffer = Buffer.alloc(0);

  constructor(process: ChildProcessWithoutNullStreams) {
    this.#process = process;
    this.#chunks = process.stdout[Symbol.asyncIterator]();
    // What git has to complain of shows in an answer that does not come; a pipe that breaks is the same news.
    process.stderr.resume();
    process.stdin.on('error', () => undefined);
  }

  async ask(line: string): Promise<string> {
    this.#process.stdin.write(`${line}\n`);
    let end = this.#buffered.indexOf(0x0a);
    while (end === -1) {
      if (!(await this.#more())) return `${line} missing`;
      end = this.#buffered.indexOf(0x0a);
    }
    return this.#cut(end + 1).toString('utf8', 0, end);
  }

  /** An object's bytes, without the line feed that follows them; null when the process ended within. */
  async take(size: number): Promise<Buffer | null> {
    const chunks: Buffer[] = [this.#buffered];
    let length = this.#buffered.length;
    while (length < size + 1) {
      const { value, done } = await this.#chunks.next();
      if (done === true) return null;
      chunks.push(value);
      length += value.length;
    }
    this.#buffered = Buffer.concat(chunks);
    return this.#cut(size + 1).subarray(0, size);
  }

  end(): void {
    this.#process.stdin.end();
    this.#process.stdout.destroy();
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    if (done === true) return false;
    this.#buffered = Buffer.concat([this.#buffered, value]);
    return true;
  }

  #cut(length: number): Buffer {
    const head = this.#buffered.subarray(0, length);
    this.#buffered = this.#buffered.subarray(length);
    return head;
  }
}
