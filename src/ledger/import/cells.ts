/** Reads one cell of a foreign file. Each throws a `BadCell` whose message says what to do. */
export class BadCell extends Error {}

const LONGEST = 2_000;

/** Trimmed; null where there is nothing. */
export function textOf(value: unknown, name: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw new BadCell(`${name} is no text.`);
  const text = String(value).trim();
  if (text.length > LONGEST) throw new BadCell(`${name} is longer than ${LONGEST} characters.`);
  return text === '' ? null : text;
}

/** A number that counts something on GitHub, from 1; null where there is nothing. */
export function idOf(value: unknown, name: string): number | null {
  const text = textOf(value, name);
  if (text === null) return null;
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(id)) throw new BadCell(`${name} is no number such as 1234567.`);
  return id;
}

/** A login as GitHub has them; null where there is nothing. */
export function loginOf(value: unknown, name: string): string | null {
  const login = textOf(value, name);
  if (login === null || /^[a-z\d](?:[a-z\d-]{0,38})(?:\[bot\])?$/i.test(login)) return login;
  throw new BadCell(`${name} is no login of GitHub’s.`);
}

/** SHA-256 in hexadecimal; null where there is nothing. */
export function revisionOf(value: unknown, name: string): string | null {
  const revision = textOf(value, name)?.toLowerCase() ?? null;
  if (revision === null || /^[0-9a-f]{64}$/.test(revision)) return revision;
  throw new BadCell(`${name} is no SHA-256 of a document: 64 hexadecimal digits.`);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A moment, from a date with or without a time, `2023-07-04` or `2023-07-04T10:00:00Z`, or as `Jul 4, 2023`. Without a
 * time zone it is taken for UTC. What one country reads as another day than the next is refused.
 * @param now ISO 8601; nothing was signed after it
 */
export function momentOf(value: unknown, name: string, now: string): string {
  const text = textOf(value, name);
  if (text === null) throw new BadCell(`${name} is missing: when it was signed.`);
  const moment = fromIso(text) ?? fromWords(text);
  if (moment === null) throw new BadCell(`${name} is no date such as 2023-07-04.`);
  if (moment > now) throw new BadCell(`${name} is in the future.`);
  return moment;
}

function fromIso(text: string): string | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text);
  if (match === null) return null;
  const [, day = '', minutes = '00:00', seconds = ':00', zone = 'Z'] = match;
  const [whole = '', fraction = ''] = seconds.split('.');
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  return dayOf(day) === null ? null : isoOf(`${day}T${minutes}${whole}.${milliseconds}${offset}`);
}

function fromWords(text: string): string | null {
  const [, month = '', day = '', year = ''] = /^([a-z]{3,9})\.? (\d{1,2}),? ?(\d{4})$/i.exec(text) ?? [];
  const number = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  return number === 0 ? null : dayOf(`${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** The beginning of a day that there is: 30 February is none. */
function dayOf(day: string): string | null {
  const moment = isoOf(`${day}T00:00:00.000Z`);
  return moment?.startsWith(day) === true ? moment : null;
}

function isoOf(text: string): string | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
