import { resolve } from 'node:path';
import { OperatorError } from '../../core/errors.ts';
import type { FileLicense } from '../../report/license-json.ts';
import { identifyFiles } from '../../tasks/identify-files.ts';
import { readVersion } from '../../tasks/version.ts';
import { readArguments, readFormat } from '../command.ts';
import type { ExitCode, Output, World } from '../world.ts';

const FORMATS = ['text', 'json', 'sarif'] as const;
type Format = (typeof FORMATS)[number];

export const help = `portreeve license: say which licence a text is, to the word, and what differs

Usage: portreeve license FILE|DIR… [OPTIONS]

A DIR stands for every file in it that is named as a licence.
A licence is named only where every word of the text is accounted for: what is altered, or has a sentence
more, is NOASSERTION, with what it nearly is. See docs/licences.md.

Options:
  --format FORMAT  text (the default), json or sarif.
  --all            Look into every file of a DIR, not only those that are named as a licence.
  --explain        Print how every part of a text was accounted for (text only).
  --help           Print this.

Exit status: 0 it was found out, whatever the licences are; 2 nothing could be read.
`;

const OPTIONS = {
  format: { type: 'string' },
  all: { type: 'boolean' },
  explain: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Fewer files are done before a bar could be read. */
const FEWEST_FOR_PROGRESS = 50;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (positionals.length === 0) throw new OperatorError('usage', { problem: 'Give the files or folders to look at.' });
  const format = readFormat(values.format, FORMATS);
  if (values.explain === true && format !== 'text')
    throw new OperatorError('usage', {
      problem: `--explain is for people: it goes with --format text, not ${format}.`,
    });
  const progress = progressOn(world.err);
  const { files, listVersion } = await identifyFiles({
    paths: positionals,
    resolve: (path) => resolve(world.folder, path),
    all: values.all === true,
    isExplained: values.explain === true,
    onProgress: progress.show,
  });
  progress.clear();

  world.out.write(await render(files, format, listVersion, values.explain === true, world.out));
  for (const { path, problem } of files) if (problem !== null) world.err.write(`portreeve: ${path} ${problem}\n`);
  return files.some(({ license }) => license !== null) ? 0 : 2;
}

/** Each format is loaded only when it is asked for. */
async function render(
  files: readonly FileLicense[],
  format: Format,
  listVersion: string,
  isExplained: boolean,
  out: Output,
): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../../report/license-json.ts')).renderLicenseJson(files);
    case 'sarif':
      return (await import('../../report/license-sarif.ts')).renderLicenseSarif(
        files,
        listVersion,
        await readVersion(),
      );
    case 'text':
      return (await import('../../report/license-text.ts')).renderLicenseText(files, listVersion, {
        ...out,
        isExplained,
      });
  }
}

/** A bar on a terminal, and nothing where nobody looks. */
function progressOn({ width, write }: Output): {
  readonly show: (done: number, of: number) => void;
  readonly clear: () => void;
} {
  if (width === null) return { show: () => {}, clear: () => {} };
  let shown = -1;
  return {
    show(done, of) {
      const percent = Math.floor((100 * done) / of);
      if (of < FEWEST_FOR_PROGRESS || percent === shown) return;
      shown = percent;
      const room = Math.max(10, Math.min(40, width - 30));
      const full = Math.floor((room * done) / of);
      write(`\r${'█'.repeat(full)}${'░'.repeat(room - full)} ${percent} % of ${of} files`);
    },
    clear() {
      if (shown !== -1) write(`\r${' '.repeat(Math.max(0, width - 1))}\r`);
    },
  };
}
