import { resolve } from 'node:path';
import { OperatorError } from '../../../core/errors.ts';
import { type ExportVerification, readExport, verifyExport } from '../../../ledger/export.ts';
import type { LedgerReading } from '../../../ledger/verify.ts';
import { terminalText } from '../../../report/escape.ts';
import { verifyLedgers } from '../../../tasks/ledger.ts';
import { readFormat } from '../../command.ts';
import type { ExitCode, World } from '../../world.ts';
import { jsonText, nameOf, readHash, readText, usage, type Values, withStore } from './arguments.ts';

/** `ledger verify`, of the database or of an export. */
export async function verify(values: Values, file: string | null, world: World): Promise<ExitCode> {
  const isJson = readFormat(values.format, ['text', 'json']) === 'json';
  const heads = (values.head ?? []).map((head) => readHash(head, 'head'));
  if (file !== null) {
    if (values.organization !== undefined) throw usage('An export says itself whose it is: leave out --organization.');
    const path = resolve(world.folder, file);
    const reading = readExport(await readText(path));
    if ('problem' in reading) throw new OperatorError('ledger-file', { path, problem: reading.problem });
    const trusted = (values.key ?? []).map((key) => readHash(key, 'key'));
    const verification = verifyExport(reading.export, { trusted, heads });
    const { organization, account } = reading.export;
    const name = `${organization.login ?? organization.id}${account === null ? '' : `, account ${account}`}`;
    world.out.write(isJson ? jsonText({ name, ...verification }) : exportText(name, verification, trusted.length > 0));
    return verification.problems.length === 0 ? 0 : 1;
  }
  if (values.key !== undefined) throw usage('Only an export is signed: give its FILE with --key.');
  return withStore(world, async (store) => {
    const verified = await verifyLedgers(store, values.organization ?? null, heads);
    const all = verified.map(({ ledger, reading, heads: count }) => ({
      name: nameOf(ledger),
      ...reading,
      heads: count,
    }));
    if (isJson) world.out.write(jsonText(all));
    else if (all.length === 0) world.out.write('Nobody has signed anything yet.\n');
    else
      world.out.write(
        all.map((one) => readingText(one.name, one, { isCompared: one.heads > 0, remedy: OF_DATABASE })).join('\n'),
      );
    return all.every(({ problems }) => problems.length === 0) ? 0 : 1;
  });
}

const OF_DATABASE =
  'What to do: keep a copy of the database as it is, find out who could write to it, and put back a backup in which this command finds nothing. What was signed by comment since stands on GitHub.';
const OF_FILE = 'What to do: do not rely on this file, and ask the organisation for another.';

function readingText(
  name: string,
  { rows, head, erased, problems }: LedgerReading,
  { isCompared, remedy }: { readonly isCompared: boolean; readonly remedy: string },
): string {
  const state =
    problems.length === 0 ? 'whole' : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`;
  const gone = erased === 0 ? '' : `, ${erased} of them without the person they were about`;
  const unseen =
    isCompared || rows === 0
      ? []
      : ['  Whether the end was cut off shows only beside a head that was published earlier: --head HASH.'];
  return `${[
    `${terminalText(name)}: ${state}, ${rows} ${rows === 1 ? 'row' : 'rows'}${gone}`,
    ...(head === null ? [] : [`  head ${head}`]),
    ...problems.map(({ sentence }) => `  ${terminalText(sentence)}`),
    ...(problems.length === 0 ? [] : [`  ${remedy}`]),
    ...unseen,
  ].join('\n')}\n`;
}

function exportText(name: string, verification: ExportVerification, isKeyKnown: boolean): string {
  const signed = verification.signedBy.map((id) => `  signed by the key ${id}\n`).join('');
  const unknown = isKeyKnown
    ? ''
    : '  Compare the key with the one that the organisation published, or name it: --key ID.\n';
  return `${readingText(name, verification, { isCompared: true, remedy: OF_FILE })}${signed}${signed === '' ? '' : unknown}`;
}
