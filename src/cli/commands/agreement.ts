import { resolve } from 'node:path';
import { terminalText } from '../../report/escape.ts';
import { type LookedAtAgreement, lookAtAgreement } from '../../tasks/compare-agreements.ts';
import { loadTexts } from '../../tasks/texts.ts';
import { readArguments } from '../command.ts';
import type { ExitCode, World } from '../world.ts';
import { usage } from './ledger/arguments.ts';

export const help = `portreeve agreement: look at a contributor agreement before anybody signs it

Usage: portreeve agreement FILE [--before FILE]

It says what is wrong in it, with the line; else its revision, and the sentence by which people will sign it.

Options:
  --before FILE  The agreement as it is in force: says whether its signatures stay good, and what changes.
  --help         Print this.

It needs no token, no network and no database. See docs/agreements.md.
Exit status: 0 it can be read, 1 something is wrong in it, 2 there is no such file.
`;

const OPTIONS = { before: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw usage('Give the one file to look at.');
  const before = values.before === undefined ? null : resolve(world.folder, values.before);
  const looked = await lookAtAgreement(await loadTexts(), resolve(world.folder, path), before);
  world.out.write(`${linesOf(looked, path).join('\n')}\n`);
  return looked.ok ? 0 : 1;
}

function linesOf(looked: LookedAtAgreement, path: string): string[] {
  if (!looked.ok) {
    return looked.problems.map(
      ({ line, column, message, suggestion }) =>
        `${terminalText(path)}:${line}:${column} ${terminalText(message)}${suggestion === null ? '' : ` Did you mean “${terminalText(suggestion)}”?`}`,
    );
  }
  const { agreement, sentences, before } = looked;
  const { id, kind, languages, revision, graceDays } = agreement;
  return [
    `${id}, ${kind}, in ${languages.join(', ')}`,
    `revision ${revision}`,
    ...sentences.map((sentence) => `  ${sentence}`),
    ...(before === null
      ? []
      : [
          before.isCompatible
            ? 'Signatures under the text before stay good.'
            : `Signatures under the text before stay good for ${graceDays} days. If nobody has to sign again, add: compatible: [${before.revision}]`,
          ...(before.change ?? 'The two texts differ too much, or not at all.')
            .split('\n')
            .map((line) => terminalText(line)),
        ]),
  ];
}
