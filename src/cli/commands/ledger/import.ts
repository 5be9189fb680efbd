import { resolve } from 'node:path';
import { type AgreementRecord, IMPORTED, isStillGood } from '../../../contributions/agreements/coverage.ts';
import { OperatorError } from '../../../core/errors.ts';
import { IMPORT_SOURCES } from '../../../ledger/entry.ts';
import type { ImportedSignature } from '../../../ledger/import/imported.ts';
import { readImport } from '../../../ledger/import/read-import.ts';
import { terminalText } from '../../../report/escape.ts';
import { findLedger, importSignatures, individualAgreement } from '../../../tasks/ledger.ts';
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
    const agreement = values.agreement ?? '';
    const { record } = await individualAgreement(store, ledger, agreement);
    const purpose = { source, agreement, revision, by: operatorName() };
    const isWritten = values.write === true;
    const outcome = await importSignatures(store, ledger, reading, purpose, { isWritten, now });
    const { rows } = outcome;
    const signed = rows.map((row) => ({ ...row, revision: row.revision ?? revision }));
    const lines = [
      `${isWritten ? 'Written' : 'Would be written'} for ${nameOf(ledger)}: ${outcome.written}`,
      ...(isWritten ? [] : listOf(rows)),
      `  there already: ${outcome.known}`,
      `  without proof: ${outcome.unproved}`,
      `  with a name but no account’s number, which cover nobody: ${outcome.unnamed}`,
      ...uncovered(signed, record),
      `  cannot be taken: ${reading.bad.length}`,
      ...reading.bad.map(({ line, problem }) => `    ${line}: ${terminalText(problem)}`),
      ...(isWritten ? [] : ['Nothing was written. Add --write to do it.']),
    ];
    world.out.write(`${lines.join('\n')}\n`);
    return reading.bad.length === 0 ? 0 : 1;
  });
}

const MOST_SHOWN = 20;

/** So that who looks sees whether the columns were taken for what they are. */
function listOf(rows: readonly ImportedSignature[]): string[] {
  const shown = rows.slice(0, MOST_SHOWN).map(({ line, accountId, login, name, signedAt, isProved }) => {
    const who = [login, name].flatMap((one) => (one === null ? [] : terminalText(one))).join(', ');
    const number = accountId === null ? 'no number' : accountId;
    return `    ${line}: ${who === '' ? 'no name' : who} (${number}), ${signedAt.slice(0, 10)}, ${isProved ? 'proved there' : 'without proof'}`;
  });
  return rows.length <= MOST_SHOWN ? shown : [...shown, `    … and ${rows.length - MOST_SHOWN} more`];
}

/** The trap of every import: a list that does not tell which text was signed covers nobody by itself. */
function uncovered(rows: readonly Pick<ImportedSignature, 'revision'>[], record: AgreementRecord): string[] {
  const unknown = rows.filter(({ revision }) => revision === null && !isStillGood(IMPORTED, record)).length;
  const other = rows.filter(({ revision }) => revision !== null && !isStillGood(revision, record)).length;
  return [
    ...(unknown === 0
      ? []
      : [`  whose text nobody knows, which count once ${record.id} has \`compatible: [${IMPORTED}]\`: ${unknown}`]),
    ...(other === 0 ? [] : [`  of a text that ${record.id} does not name compatible: ${other}`]),
  ];
}
