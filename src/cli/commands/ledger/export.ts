import { resolve } from 'node:path';
import { terminalText } from '../../../report/escape.ts';
import { renderLedgerPage } from '../../../report/ledger-page.ts';
import { createPrivateFile } from '../../../store/private-file.ts';
import { openSigningKeys, rotateSigningKey, type SigningKeys } from '../../../store/signing-keys.ts';
import { entriesOf, exportLedger, findLedger } from '../../../tasks/ledger.ts';
import { readFormat } from '../../command.ts';
import { readDatabasePlace } from '../../operator.ts';
import type { ExitCode, World } from '../../world.ts';
import { jsonText, nameOf, readAccount, type Values, withStore } from './arguments.ts';

/** `ledger export`. */
export async function runExport(values: Values, file: string | null, world: World): Promise<ExitCode> {
  const format = readFormat(values.format, ['json', 'html']);
  const account = values.account === undefined ? null : readAccount(values.account);
  const path = resolve(world.folder, file ?? '');
  return withStore(world, async (store) => {
    const ledger = await findLedger(store, values.organization ?? null);
    const now = world.now();
    const signing = await openSigningKeys(readDatabasePlace(world).dataFolder, now);
    const made = await exportLedger(store, ledger, account, signing, now);
    const text = format === 'json' ? jsonText(made) : renderLedgerPage(made, entriesOf(made));
    await createPrivateFile(path, (handle) => handle.writeFile(text));
    world.out.write(`Written: ${terminalText(path)} (${made.rows.length} rows of ${nameOf(ledger)})\n`);
    if (format === 'json') world.out.write(`  signed by the key ${made.signatures[0]?.key}\n`);
    return 0;
  });
}

/** `ledger keys`. */
export async function printKeys(values: Values, _file: string | null, world: World): Promise<ExitCode> {
  const isJson = readFormat(values.format, ['text', 'json']) === 'json';
  const { dataFolder } = readDatabasePlace(world, { mayBeMissing: true });
  printSigningKeys(await openSigningKeys(dataFolder, world.now()), isJson, world);
  return 0;
}

/** `ledger rotate-key`. */
export async function rotateKey(_values: Values, _file: string | null, world: World): Promise<ExitCode> {
  const { dataFolder } = readDatabasePlace(world, { mayBeMissing: true });
  printSigningKeys(await rotateSigningKey(dataFolder, world.now()), false, world);
  return 0;
}

function printSigningKeys({ keys, signers }: SigningKeys, isJson: boolean, world: World): void {
  if (isJson) {
    world.out.write(jsonText(keys));
    return;
  }
  const blocks = keys.map(({ id, createdAt, publicKey }, index) => {
    const signs = signers.some(({ key }) => key.id === id);
    return `${id}\n  made ${createdAt}, ${index === 0 ? 'current' : signs ? 'signs too for a while' : 'former'}\n${publicKey}`;
  });
  world.out.write(blocks.join('\n'));
}
