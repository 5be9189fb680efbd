import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A git clone that is judged. */
export interface Clone {
  readonly name: string;
  readonly folder: string;
}

const SIZES = [10, 1_000, 20_000] as const;
const README = '# A service\n\nIt lets people book a place in a swimming course.\n';

/** This project's own clone, and made ones of so many files, most of them in folders. */
export function makeClones(folder: string): Clone[] {
  const own = { name: 'this project', folder: fileURLToPath(new URL('../../', import.meta.url)) };
  return [
    own,
    ...SIZES.map((size) => ({ name: `${size.toLocaleString('en')} files`, folder: makeClone(folder, size) })),
  ];
}

function makeClone(folder: string, size: number): string {
  const clone = join(folder, String(size));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  };
  write('README.md', README);
  write('LICENSE', 'To be decided.\n');
  for (let count = 2; count < size; count += 1) {
    write(`src/part-${Math.floor(count / 100)}/module-${count}.js`, `export const number = ${count};\n`);
  }
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-C', clone, '-c', 'user.name=Bench', '-c', 'user.email=bench@example.org', ...args], {
      stdio: 'ignore',
    });
  };
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message=Begin');
  return clone;
}
