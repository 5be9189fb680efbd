import { IMPORT_SOURCES } from '../../ledger/entry.ts';
import { readArguments } from '../command.ts';
import type { ExitCode, World } from '../world.ts';
import { OPTIONS, type OptionName, usage, type Values } from './ledger/arguments.ts';
import { dismiss, erase, listRequests, revoke } from './ledger/end.ts';
import { printKeys, rotateKey, runExport } from './ledger/export.ts';
import { runImport } from './ledger/import.ts';
import { verify } from './ledger/verify.ts';

export const help = `portreeve ledger: the record of contributor agreements

Usage: portreeve ledger verify [--head HASH]    find whatever was altered, removed, reordered or cut off
       portreeve ledger verify FILE             the same of an export, without a database and without a network
       portreeve ledger export FILE             a signed copy, of all or with --account of one person
       portreeve ledger import FILE --from PROGRAM --agreement ID
                                                signatures from elsewhere
       portreeve ledger revoke --account ID --reason TEXT
                                                no longer rely on what an account signed
       portreeve ledger erase --account ID --reason TEXT
                                                delete what is known about an account; the chain stays whole
       portreeve ledger requests                who asked to be erased, on their page; erase answers it
       portreeve ledger dismiss --account ID    forget such a request, which you have answered otherwise
       portreeve ledger keys                    print the public keys with which exports are signed
       portreeve ledger rotate-key              sign with a new key from now on; the one before signs too for 90 days

import, revoke and erase only say what they would do, until you add --write.

Options:
  --organization ORG  Whose ledger, by login or id; needed where there are several.
  --head HASH         For verify: a head that was published earlier. A chain that was cut or written anew lacks it.
                      May be given several times.
  --key ID            For verify FILE: the key that must have signed it. May be given several times.
  --account ID        The number of an account on GitHub, as https://api.github.com/users/NAME shows it.
  --agreement ID      For import: what was signed. For revoke: only this agreement.
  --revision HASH     For import: the SHA-256 of the text that was signed, for rows that do not tell.
  --from PROGRAM      For import: ${IMPORT_SOURCES.join(', ')}. csv has the columns account_id, login, name,
                      email, signed_at and revision, of which it needs signed_at and one of the first two.
  --reason TEXT       For revoke and erase: why. It is kept beside the row that says so; name nobody in it.
  --format FORMAT     For export: json (the default) or html, a page to print. For verify, requests and keys: text
                      (the default) or json.
  --write             For import, revoke and erase: do it.
  --help              Print this.

It works beside the running app and finds its database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
The key is kept in the data folder, beside the app's own credentials, and made when it is first needed.
Exit status: 0 all is whole, or it is done, 1 something is not as it was written, a row cannot be taken, or somebody
waits for an answer, 2 it could not be found out.
`;

/** What one of its commands takes, and does. */
interface Verb {
  readonly options: readonly OptionName[];
  readonly needed: readonly OptionName[];
  readonly file: 'needed' | 'possible' | 'none';
  readonly run: (values: Values, file: string | null, world: World) => Promise<ExitCode>;
}

const VERBS: Readonly<Record<string, Verb>> = {
  verify: { options: ['organization', 'head', 'key', 'format'], needed: [], file: 'possible', run: verify },
  export: { options: ['organization', 'account', 'format'], needed: [], file: 'needed', run: runExport },
  import: {
    options: ['organization', 'from', 'agreement', 'revision', 'write'],
    needed: ['from', 'agreement'],
    file: 'needed',
    run: runImport,
  },
  revoke: {
    options: ['organization', 'account', 'agreement', 'reason', 'write'],
    needed: ['account', 'reason'],
    file: 'none',
    run: revoke,
  },
  erase: {
    options: ['organization', 'account', 'reason', 'write'],
    needed: ['account', 'reason'],
    file: 'none',
    run: erase,
  },
  requests: { options: ['organization', 'format'], needed: [], file: 'none', run: listRequests },
  dismiss: { options: ['organization', 'account'], needed: ['account'], file: 'none', run: dismiss },
  keys: { options: ['format'], needed: [], file: 'none', run: printKeys },
  'rotate-key': { options: [], needed: [], file: 'none', run: rotateKey },
};

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [name, file = null, ...others] = positionals;
  const verb = name !== undefined && Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (name === undefined || verb === undefined) {
    throw usage(`Which of ${Object.keys(VERBS).join(', ')}?`);
  }
  if (others.length > 0 || (verb.file === 'none' && file !== null))
    throw usage(`\`ledger ${name}\` takes no such argument.`);
  if (verb.file === 'needed' && file === null) throw usage(`\`ledger ${name}\` takes one FILE.`);
  const given = Object.keys(values);
  const foreign = given.find((option) => option !== 'help' && !verb.options.some((one) => one === option));
  if (foreign !== undefined) throw usage(`\`ledger ${name}\` takes no --${foreign}.`);
  const missing = verb.needed.find((option) => !given.includes(option));
  if (missing !== undefined) throw usage(`\`ledger ${name}\` needs --${missing}.`);
  return verb.run(values, file, world);
}
