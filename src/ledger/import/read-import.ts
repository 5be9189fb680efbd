import { z } from 'zod';
import { BadCell, idOf, loginOf, momentOf, revisionOf, textOf } from './cells.ts';
import type { BadRow, ImportedSignature, ImportReading, ImportSource } from './imported.ts';
import { type CsvRow, readCsv } from './read-csv.ts';

/** The file is not what it was said to be. */
export interface NotThisFormat {
  /** One sentence. */
  readonly problem: string;
}

/**
 * Reads what another program exports: CLA assistant's CSV or JSON, the JSON of its action, EasyCLA's CSV, or a plain CSV
 * with a head of our own. A row that cannot be taken is told with its line, and the others are kept.
 * @param now ISO 8601
 */
export function readImport(text: string, source: ImportSource, now: string): ImportReading | NotThisFormat {
  const isJson = /^\s*[[{]/.test(text.replace(/^\uFEFF/, ''));
  switch (source) {
    case 'cla-assistant':
      return isJson
        ? fromJson(text, ['signatures', 'value'], claAssistantItem, now)
        : fromCsv(text, CLA_ASSISTANT, now);
    case 'cla-action':
      return isJson
        ? fromJson(text, ['signedContributors'], claActionItem, now)
        : { problem: 'The action’s list is JSON, which begins with { or [.' };
    case 'easycla':
      return isJson ? NO_CSV : fromCsv(text, easyClaFormat(text), now);
    case 'csv':
      return isJson ? NO_CSV : fromCsv(text, PLAIN, now);
  }
}

const NO_CSV: NotThisFormat = { problem: 'It is JSON, and the list is CSV.' };

/** How a program's CSV is to be read. */
interface CsvFormat {
  /** Names in its head, lower case, that must be there. */
  readonly required: readonly string[];
  readonly read: (cells: Readonly<Record<string, string>>, now: string) => Omit<ImportedSignature, 'line' | 'fields'>;
  /** Names that `read` looks at: what else there is becomes a field. */
  readonly known: readonly string[];
}

const NOTHING = { accountId: null, login: null, name: null, email: null, revision: null, comment: null } as const;

/** Its page exports logins only, so no row tells which account signed. */
const CLA_ASSISTANT: CsvFormat = {
  required: ['user name', 'signed at'],
  known: ['user name', 'signed at'],
  read: (cells, now) => ({
    ...NOTHING,
    login: required(loginOf(cells['user name'], 'User Name'), 'User Name'),
    signedAt: momentOf(cells['signed at'], 'Signed At', now),
    isProved: false,
  }),
};

/** As its console exports them now. */
const EASYCLA: CsvFormat = {
  required: ['github username', 'signed date'],
  known: ['github username', 'name', 'email', 'signed date', 'approved', 'signed'],
  read: (cells, now) => {
    if (cells.signed === 'false') throw new BadCell('It is not signed there, and is left out.');
    if (cells.approved === 'false') throw new BadCell('It is approved there no longer, and is left out.');
    return easyClaSignature(cells, { login: 'GitHub Username', date: 'Signed Date' }, now);
  },
};

/** As it did before; what it calls a GitHub ID is a login. */
const EARLIER_EASYCLA: CsvFormat = {
  required: ['github id', 'date signed'],
  known: ['github id', 'name', 'email', 'date signed'],
  read: (cells, now) => easyClaSignature(cells, { login: 'GitHub ID', date: 'Date Signed' }, now),
};

/** @param columns what the head calls them */
function easyClaSignature(
  cells: Parameters<CsvFormat['read']>[0],
  { login, date }: { readonly login: string; readonly date: string },
  now: string,
): ReturnType<CsvFormat['read']> {
  return {
    ...NOTHING,
    login: required(loginOf(cells[login.toLowerCase()], login), login),
    name: textOf(cells.name, 'Name'),
    email: textOf(cells.email, 'Email'),
    signedAt: momentOf(cells[date.toLowerCase()], date, now),
    isProved: false,
  };
}

/** Our own: what somebody wrote into a table proves nothing, but an account's id says who is meant. */
const PLAIN: CsvFormat = {
  required: ['signed_at'],
  known: ['account_id', 'login', 'name', 'email', 'signed_at', 'revision'],
  read: (cells, now) => {
    const accountId = idOf(cells.account_id, 'account_id');
    const login = loginOf(cells.login, 'login');
    if (accountId === null && login === null) throw new BadCell('account_id and login are missing: who signed.');
    return {
      ...NOTHING,
      accountId,
      login,
      name: textOf(cells.name, 'name'),
      email: textOf(cells.email, 'email'),
      signedAt: momentOf(cells.signed_at, 'signed_at', now),
      revision: revisionOf(cells.revision, 'revision'),
      isProved: false,
    };
  },
};

function easyClaFormat(text: string): CsvFormat {
  const [head = ''] = text.trimStart().split('\n', 1);
  return /github id/i.test(head) ? EARLIER_EASYCLA : EASYCLA;
}

function fromCsv(
  text: string,
  { required: names, known, read }: CsvFormat,
  now: string,
): ImportReading | NotThisFormat {
  const { head, rows, bad } = readCsv(text);
  const missing = names.filter((name) => !head.includes(name));
  if (missing.length > 0) return { problem: `Its first line names no column ${missing.join(', ')}.` };
  const twice = head.find((name, index) => head.indexOf(name) !== index);
  if (twice !== undefined) return { problem: `Its first line names the column ${twice} twice.` };
  const fieldsOf = ({ cells }: CsvRow) => fieldsFrom(Object.entries(cells).filter(([name]) => !known.includes(name)));
  return collect(rows, bad, (row) => ({ ...read(row.cells, now), line: row.line, fields: fieldsOf(row) }));
}

type Item = Readonly<Record<string, unknown>>;

function fromJson(
  text: string,
  keys: readonly string[],
  read: (item: Item, now: string) => Omit<ImportedSignature, 'line'>,
  now: string,
): ImportReading | NotThisFormat {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { problem: `It is no JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.` };
  }
  const list = listIn(value, keys);
  if (list === null) return { problem: `It holds no list${keys.map((key) => `, nor one called ${key}`).join('')}.` };
  const rows = list.map((item, index) => ({ item, line: index + 1 }));
  return collect(rows, [], ({ item, line }) => {
    const parsed = z.record(z.string(), z.unknown()).safeParse(item).data;
    if (parsed === undefined) throw new BadCell('It is no object.');
    return { ...read(parsed, now), line };
  });
}

function listIn(value: unknown, keys: readonly string[]): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  const object = z.record(z.string(), z.unknown()).safeParse(value).data ?? {};
  for (const key of keys) {
    const list = Object.hasOwn(object, key) ? object[key] : undefined;
    if (Array.isArray(list)) return list;
  }
  return null;
}

/** Signed after a sign-in, unless its `origin` says that it came from another list. */
function claAssistantItem(item: Item, now: string): Omit<ImportedSignature, 'line'> {
  if (textOf(item.revoked_at, 'revoked_at') !== null) throw new BadCell('It was revoked there, and is left out.');
  const accountId = idOf(item.userId, 'userId');
  const origin = textOf(item.origin, 'origin');
  const fields = ['owner', 'repo', 'gist_url', 'gist_version', 'origin', 'org_cla'].map(
    (name) => [name, typeof item[name] === 'boolean' ? String(item[name]) : (textOf(item[name], name) ?? '')] as const,
  );
  return {
    ...NOTHING,
    accountId,
    login: required(loginOf(item.user, 'user'), 'user'),
    signedAt: momentOf(item.created_at, 'created_at', now),
    fields: fieldsFrom([...fields, ...customFields(item.custom_fields)]),
    isProved: accountId !== null && origin?.startsWith('sign') === true,
  };
}

function customFields(value: unknown): [string, string][] {
  const text = textOf(value, 'custom_fields');
  if (text === null) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new BadCell('custom_fields is no JSON.', { cause });
  }
  const object = z.record(z.string(), z.unknown()).safeParse(parsed).data;
  if (object === undefined) throw new BadCell('custom_fields is no object.');
  return Object.entries(object).map(([name, field]) => [
    name,
    typeof field === 'boolean' ? String(field) : (textOf(field, name) ?? ''),
  ]);
}

/** By a comment whose id stands there: GitHub still shows whose it is. */
function claActionItem(item: Item, now: string): Omit<ImportedSignature, 'line'> {
  const accountId = idOf(item.id, 'id');
  const id = idOf(item.comment_id, 'comment_id');
  const repositoryId = idOf(item.repoId, 'repoId');
  const number = idOf(item.pullRequestNo, 'pullRequestNo');
  const comment = id === null || repositoryId === null || number === null ? null : { id, repositoryId, number };
  return {
    ...NOTHING,
    accountId,
    login: required(loginOf(item.name, 'name'), 'name'),
    signedAt: momentOf(item.created_at, 'created_at', now),
    fields: {},
    comment,
    isProved: accountId !== null && comment !== null,
  };
}

function required<T>(value: T | null, name: string): T {
  if (value === null) throw new BadCell(`${name} is missing: who signed.`);
  return value;
}

const MOST_FIELDS = 50;

function fieldsFrom(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const filled = entries.filter(([, value]) => value.trim() !== '');
  if (filled.length > MOST_FIELDS) throw new BadCell(`It has more than ${MOST_FIELDS} further cells.`);
  for (const [name, value] of filled) textOf(value, name);
  return Object.fromEntries(filled);
}

function collect<T extends { readonly line: number }>(
  rows: readonly T[],
  unreadable: readonly BadRow[],
  read: (row: T) => ImportedSignature,
): ImportReading {
  const signatures: ImportedSignature[] = [];
  const bad: BadRow[] = [...unreadable];
  for (const row of rows) {
    try {
      signatures.push(read(row));
    } catch (error) {
      if (!(error instanceof BadCell)) throw error;
      bad.push({ line: row.line, problem: error.message });
    }
  }
  return { signatures, bad: bad.toSorted((a, b) => a.line - b.line) };
}
