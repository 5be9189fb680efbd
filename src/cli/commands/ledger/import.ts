import { resolve } from 'node:path';
import { OperatorError } from '../../../core/errors.ts';
import { IMPORT_SOURCES } from '../../../ledger/entry.ts';
import { readImport } from '../../../ledger/import/read-import.ts';
import { terminalText } from '../../../report/escape.ts';
import { findLedger, importSignatures } from '../../../tasks/ledger.ts';
import { readFormat } from '../../command.ts';
import type { ExitCode, World } from '../../world.ts';
import { nameOf, operatorName, readHash, readText, type Values, withStore } from './arguments.ts';

/** `ledger import`. */
export async function runImport(values: Values, file: string | null, world: World): Promise<ExitCode> {
  const source = readFormat(values.from, IMPORT_SOURCES);
  const revision = values.revision === undefined ? null : readHash(values.revision, 'revision');
  const path = resolve(world.folder, file ?? '');
  const now = world.now();
  const reading = readImport(await readText(path), source, now.toISOString());
  if ('problem' in reading) throw new OperatorError('ledger-file', { path, problem: reading.problem });
  return withStore(world, async (store) => {
    const ledger = await findLedger(store, values.organization ?? null);
    const purpose = { source, agreement: values.agreement ?? '', revision, by: operatorName() };
    const isWritten = values.write === true;
    const outcome = await importSignatures(store, ledger, reading, purpose, { isWritten, now });
    const lines = [
      `${isWritten ? 'Written' : 'Would be written'} for ${nameOf(ledger)}: ${outcome.written}`,
      `  there already: ${outcome.known}`,
      `  without proof: ${outcome.unproved}`,
      `  with a name but no account’s number, which cover nobody: ${outcome.unnamed}`,
      `  cannot be taken: ${reading.bad.length}`,
      ...reading.bad.map(({ line, problem }) => `    ${line}: ${terminalText(problem)}`),
      ...(isWritten ? [] : ['Nothing was written. Add --write to do it.']),
    ];
    world.out.write(`${lines.join('\n')}\n`);
    return reading.bad.length === 0 ? 0 : 1;
  });
}
