import { canonicalDomain } from '../../contributions/agreements/domain.ts';
import { terminalText } from '../../report/escape.ts';
import { companyRequests } from '../../store/company-requests.ts';
import type { KnownLedger } from '../../store/ledger.ts';
import type { Store } from '../../store/store.ts';
import {
  admit,
  admitDomain,
  approveCompany,
  type CompanyRoster,
  corporateAgreement,
  type Deed,
  dismiss,
  dismissDomain,
  findCompany,
  listCompanies,
  terminate,
  thoseOfDomain,
} from '../../tasks/companies.ts';
import { findLedger } from '../../tasks/ledger.ts';
import { readArguments } from '../command.ts';
import type { ExitCode, World } from '../world.ts';
import { operatorName, readAccount, readReason, usage, withStore } from './ledger/arguments.ts';

export const help = `portreeve company: companies that signed a contributor agreement for their people

Usage: portreeve company list                     every company with its managers and people
       portreeve company approve --agreement ID --name NAME --manager ID --reason TEXT
                                                  take in what a company signed, as the agreement is in force now
       portreeve company approve --company N --agreement ID --name NAME --reason TEXT
                                                  likewise, of a company that signed something before
       portreeve company admit --company N --account ID --reason TEXT [--as-manager]
                                                  name an account as one of the company's
       portreeve company dismiss --company N --account ID --reason TEXT
                                                  take an account off the company's list
       portreeve company admit | dismiss --company N --domain DOMAIN --reason TEXT
                                                  likewise for all who show a verified address of exactly this domain
       portreeve company requests                 what is asked in companies' names and waits for an answer
       portreeve company terminate --company N --reason TEXT
                                                  end the agreement for all whom the company named

All but list and requests only say what they would do, until you add --write. Managers name people themselves, by a comment
\`/portreeve admit LOGIN\` or \`/portreeve dismiss LOGIN REASON\` anywhere in the organisation.

Options:
  --organization ORG  Whose ledger, by login or id; needed where there are several.
  --agreement ID      An agreement of the kind \`corporate\`, as its file is called.
  --name NAME         The company's name, as it signed.
  --manager ID        The number of the account that may name the company's people.
  --company N         The company's number, as \`company list\` shows it.
  --account ID        The number of an account on GitHub, as https://api.github.com/users/NAME shows it.
  --domain DOMAIN     Of e-mail addresses that GitHub has verified, such as example.com. Make sure that all of it is the
                      company's own.
  --reason TEXT       Why, or where the signed paper lies. It is kept beside the row that says so.
  --write             Do it.
  --help              Print this.

Open pull requests of the people concerned are judged again within five minutes.
Exit status: 0 done, 2 it could not be done.
`;

const OPTIONS = {
  organization: { type: 'string' },
  agreement: { type: 'string' },
  name: { type: 'string' },
  manager: { type: 'string' },
  company: { type: 'string' },
  account: { type: 'string' },
  domain: { type: 'string' },
  reason: { type: 'string' },
  'as-manager': { type: 'boolean' },
  write: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof readArguments<typeof OPTIONS>>['values'];

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [verb, ...others] = positionals;
  const known = verb !== undefined && Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (known === undefined || others.length > 0) throw usage(`Which of ${Object.keys(VERBS).join(', ')}?`);
  return known(values, world);
}

const VERBS: Readonly<Record<string, (values: Values, world: World) => Promise<ExitCode>>> = {
  list,
  requests,
  approve,
  admit: (values, world) => changeRoster(values, world, 'admit'),
  dismiss: (values, world) => changeRoster(values, world, 'dismiss'),
  terminate: end,
};

async function list({ organization }: Values, world: World): Promise<ExitCode> {
  return withStore(world, async (store) => {
    const ledger = await findLedger(store, organization ?? null);
    const companies = await listCompanies(store, ledger);
    world.out.write(
      companies.length === 0 ? 'No company has signed an agreement.\n' : companies.map(describe).join(''),
    );
    return 0;
  });
}

function describe({ company, members }: CompanyRoster): string {
  const { number, approvals, ended } = company;
  const state = ended === null ? '' : `, ended ${ended.at.slice(0, 10)}`;
  const signed = approvals.map(
    ({ agreement, revision, at }) => `  ${agreement} ${revision.slice(0, 12)}, ${at.slice(0, 10)}`,
  );
  const people = members
    .filter(({ ended: gone }) => gone === null)
    .map(({ role, accountId, domain }) => `  ${role} ${[accountId, domain].filter((one) => one !== null).join(', ')}`);
  return `${[`${number} ${named(company.name)}${state}`, ...signed, ...people].join('\n')}\n`;
}

async function requests({ organization }: Values, world: World): Promise<ExitCode> {
  return withStore(world, async (store) => {
    const { installationId } = await findLedger(store, organization ?? null);
    const all = await store.asInstallation(installationId, companyRequests);
    const waiting = all.filter(({ refused }) => refused === null);
    const lines = waiting.map(({ number, kind, agreementId, name, domain, login, accountId, by, askedAt, fields }) =>
      [
        `${number} ${kind} ${agreementId}: ${terminalText(name)}${domain === null ? '' : `, ${domain}`}`,
        `  ${terminalText(login)} (${accountId})${by === null ? '' : `, invited by ${terminalText(by.login)}`}, ${askedAt.toISOString().slice(0, 10)}`,
        ...Object.entries(fields).map(([id, value]) => `  ${id}: ${terminalText(value)}`),
      ].join('\n'),
    );
    world.out.write(lines.length === 0 ? 'Nothing is asked in a company’s name.\n' : `${lines.join('\n')}\n`);
    return 0;
  });
}

function named(name: string | null): string {
  return name === null ? '(no name)' : terminalText(name);
}

async function approve(values: Values, world: World): Promise<ExitCode> {
  const agreement = needed(values.agreement, 'agreement');
  const name = needed(values.name, 'name');
  const company = values.company === undefined ? null : readNumber(values.company);
  if (company === null && values.manager === undefined) throw usage('A new company needs --manager.');
  const manager = values.manager === undefined ? null : { accountId: readAccount(values.manager), login: null };
  const deed = readDeed(values, world);
  return withStore(world, async (store) => {
    const ledger = await findLedger(store, values.organization ?? null);
    if (company !== null) await findCompany(store, ledger, company);
    const { newest } = await corporateAgreement(store, ledger, agreement);
    const what = `${terminalText(name)} under ${agreement}, revision ${newest.revision}`;
    if (values.write !== true) return preview(world, `Would be taken in: ${what}.`);
    const { number, isWritten } = await approveCompany(store, ledger, { agreement, name, company, manager }, deed);
    world.out.write(`${isWritten ? 'Taken in' : 'Taken in before'}: ${what}. It is company ${number}.\n`);
    return 0;
  });
}

async function changeRoster(values: Values, world: World, does: 'admit' | 'dismiss'): Promise<ExitCode> {
  if (values.domain !== undefined && values.account !== undefined) throw usage('Either --account or --domain.');
  if (values.domain !== undefined) return changeDomain(values, world, does, values.domain);
  const number = readNumber(needed(values.company, 'company'));
  const accountId = readAccount(values.account);
  const role = values['as-manager'] === true ? 'manager' : 'member';
  const deed = readDeed(values, world);
  return change(values, world, { number, does, whom: String(accountId) }, async (store, ledger, members) => {
    const listed = members.filter((one) => one.accountId === accountId && one.ended === null);
    // A manager is one of the list too.
    const stands = listed.some((one) => role === 'member' || one.role === role);
    if (does === 'admit' ? stands : listed.length === 0) return null;
    return () =>
      store.asOperator((db) =>
        does === 'admit'
          ? admit(db, ledger, { number, account: { accountId, login: null }, role }, deed)
          : dismiss(db, ledger, listed, deed),
      );
  });
}

async function changeDomain(values: Values, world: World, does: 'admit' | 'dismiss', given: string): Promise<ExitCode> {
  const number = readNumber(needed(values.company, 'company'));
  const domain = canonicalDomain(given);
  if (domain === null) throw usage('--domain is a domain of e-mail addresses, such as example.com.');
  const deed = readDeed(values, world);
  return change(values, world, { number, does, whom: domain }, async (store, ledger, members) => {
    const listed = thoseOfDomain(members, domain);
    const stands = listed.some(({ accountId }) => accountId === null);
    if (does === 'admit' ? stands : listed.length === 0) return null;
    return () =>
      store.asOperator<unknown>((db) =>
        does === 'admit' ? admitDomain(db, ledger, { number, domain }, deed) : dismissDomain(db, ledger, listed, deed),
      );
  });
}

/** @param prepare what is done with `--write`; null: there is nothing to do */
async function change(
  { organization, write }: Values,
  world: World,
  { number, does, whom }: { readonly number: number; readonly does: 'admit' | 'dismiss'; readonly whom: string },
  prepare: (
    store: Store,
    ledger: KnownLedger,
    members: CompanyRoster['members'],
  ) => Promise<(() => Promise<unknown>) | null>,
): Promise<ExitCode> {
  return withStore(world, async (store) => {
    const ledger = await findLedger(store, organization ?? null);
    const { company, members } = await findCompany(store, ledger, number);
    const doIt = await prepare(store, ledger, members);
    if (doIt === null) {
      const how = does === 'admit' ? 'on' : 'not on';
      world.out.write(`${whom} is ${how} the list of ${named(company.name)}: there is nothing to do.\n`);
      return 0;
    }
    const what = `${whom} ${does === 'admit' ? 'to' : 'from'} ${named(company.name)} (${number})`;
    if (write !== true) return preview(world, `Would ${does} ${what}.`);
    await doIt();
    world.out.write(`Done: ${does} ${what}.\n`);
    return 0;
  });
}

async function end(values: Values, world: World): Promise<ExitCode> {
  const number = readNumber(needed(values.company, 'company'));
  const deed = readDeed(values, world);
  return withStore(world, async (store) => {
    const ledger = await findLedger(store, values.organization ?? null);
    const { company, members } = await findCompany(store, ledger, number);
    const people = members.filter(({ ended }) => ended === null).length;
    const what = `the agreement with ${named(company.name)} (${number}), which covers ${people} accounts`;
    if (company.ended !== null) {
      world.out.write(`The agreement with ${named(company.name)} has ended already.\n`);
      return 0;
    }
    if (values.write !== true) return preview(world, `Would end ${what}.`);
    await terminate(store, ledger, number, deed);
    world.out.write(`Ended: ${what}.\n`);
    return 0;
  });
}

function preview(world: World, sentence: string): ExitCode {
  world.out.write(`${sentence}\nNothing was written. Add --write to do it.\n`);
  return 0;
}

function readDeed({ reason }: Values, world: World): Deed {
  const by = { accountId: null, name: operatorName() };
  return { by, reason: readReason(reason), comment: null, once: null, now: world.now() };
}

function needed(given: string | undefined, option: string): string {
  const value = given?.trim() ?? '';
  if (value === '' || value.length > 200) throw usage(`It needs --${option}.`);
  return value;
}

function readNumber(given: string): number {
  const number = Number(given);
  if (/^[1-9]\d{0,9}$/.test(given)) return number;
  throw usage('--company is a number, as `portreeve company list` shows it.');
}
