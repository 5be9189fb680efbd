import { terminalText } from '../../../report/escape.ts';
import {
  dismissRequest,
  erasePerson,
  findLedger,
  revokeSignatures,
  standingSignatures,
  waitingRequests,
  whoIs,
} from '../../../tasks/ledger.ts';
import { readFormat } from '../../command.ts';
import type { ExitCode, World } from '../../world.ts';
import { jsonText, nameOf, operatorName, readAccount, readReason, usage, type Values, withStore } from './arguments.ts';

/** `ledger revoke`. */
export async function revoke(values: Values, _file: string | null, world: World): Promise<ExitCode> {
  const account = readAccount(values.account);
  const reason = readReason(values.reason);
  return withStore(world, async (store) => {
    const ledger = await findLedger(store, values.organization ?? null);
    const { login } = await whoIs(store, ledger, account);
    const standing = await standingSignatures(store, ledger, account, values.agreement ?? null);
    const who = `${terminalText(login ?? 'no name')} (${account})`;
    const list = standing.map(
      ({ sequence, agreement, at }) => `  row ${sequence}: ${terminalText(agreement)}, ${at}\n`,
    );
    if (standing.length === 0) {
      world.out.write(`Nothing that ${who} signed holds still: there is nothing to revoke.\n`);
      return 0;
    }
    if (values.write !== true) {
      world.out.write(`Would be revoked, of ${who}:\n${list.join('')}Nothing was written. Add --write to do it.\n`);
      return 0;
    }
    await revokeSignatures(store, ledger, standing, { reason, by: operatorName(), now: world.now() });
    world.out.write(`Revoked, of ${who}:\n${list.join('')}`);
    return 0;
  });
}

/** `ledger erase`. */
export async function erase(values: Values, _file: string | null, world: World): Promise<ExitCode> {
  const account = readAccount(values.account);
  const reason = readReason(values.reason);
  return withStore(world, async (store) => {
    const ledger = await findLedger(store, values.organization ?? null);
    const { rows, login } = await whoIs(store, ledger, account);
    const who = `${terminalText(login ?? 'no name')} (${account})`;
    if (values.write !== true) {
      world.out.write(
        `Would be erased: what ${rows === 1 ? '1 row says' : `${rows} rows say`} about ${who}. Whatever they signed holds no longer, and nothing brings it back.\nNothing was erased. Add --write to do it.\n`,
      );
      return 0;
    }
    const erased = await erasePerson(store, ledger, account, { reason, by: operatorName(), now: world.now() });
    world.out.write(
      `Erased: what ${erased === 1 ? '1 row' : `${erased} rows`} said about ${who}. Backups from before today still hold it.\n`,
    );
    return 0;
  });
}

/** `ledger requests`. */
export async function listRequests(values: Values, _file: string | null, world: World): Promise<ExitCode> {
  const isJson = readFormat(values.format, ['text', 'json']) === 'json';
  return withStore(world, async (store) => {
    const waiting = await waitingRequests(store, values.organization ?? null);
    const lines = waiting.map(
      ({ ledger, login, accountId, askedAt }) =>
        `${terminalText(nameOf(ledger))}  ${terminalText(login)} (${accountId}), ${askedAt.toISOString()}\n  portreeve ledger erase --organization ${ledger.organizationId} --account ${accountId} --reason "asked for it on their page"\n`,
    );
    if (isJson) {
      const all = waiting.map(({ ledger, ...request }) => ({ organization: nameOf(ledger), ...request }));
      world.out.write(jsonText(all));
    } else world.out.write(lines.join('') || 'Nobody waits for an answer.\n');
    return waiting.length === 0 ? 0 : 1;
  });
}

/** `ledger dismiss`. */
export async function dismiss(values: Values, _file: string | null, world: World): Promise<ExitCode> {
  const account = readAccount(values.account);
  return withStore(world, async (store) => {
    const ledger = await findLedger(store, values.organization ?? null);
    const isDone = await dismissRequest(store, ledger, account);
    if (!isDone) throw usage(`The account ${account} waits for no answer.`);
    world.out.write(`The request of the account ${account} is forgotten. Nothing was erased.\n`);
    return 0;
  });
}
