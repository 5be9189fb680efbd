import { domainToASCII } from 'node:url';
import type { Identity } from './commit.ts';

/** `name <email>` as a sign-off or a co-author line holds it, both as they were written. */
export interface WrittenIdentity {
  readonly name: string;
  readonly email: string;
}

/** Why a text is no `name <email>`. */
export type IdentityProblem = 'no-address' | 'text-after-address' | 'no-name' | 'no-email' | 'not-an-address';

/** Reads `name <email>`: the address stands between the first `<` and the last `>`, and nothing follows it. */
export function readIdentity(
  value: string,
):
  | { readonly ok: true; readonly identity: WrittenIdentity }
  | { readonly ok: false; readonly problem: IdentityProblem } {
  const open = value.indexOf('<');
  const close = value.lastIndexOf('>');
  if (open === -1 || close < open) return { ok: false, problem: 'no-address' };
  if (value.slice(close + 1).trim() !== '') return { ok: false, problem: 'text-after-address' };
  const name = value.slice(0, open).trim();
  const email = value.slice(open + 1, close);
  if (name === '') return { ok: false, problem: 'no-name' };
  if (email.trim() === '') return { ok: false, problem: 'no-email' };
  return isAddress(email.trim()) ? { ok: true, identity: { name, email } } : { ok: false, problem: 'not-an-address' };
}

/**
 * One `@` with something on both sides, and nothing that ends an address. No more than that: `[bot]`, a host without a
 * dot and letters of any script are real.
 */
export function isAddress(email: string): boolean {
  const at = email.indexOf('@');
  return at > 0 && at < email.length - 1 && at === email.lastIndexOf('@') && !NOT_IN_ADDRESS.test(email);
}

const NOT_IN_ADDRESS = /[\s<>\p{Cc}]/u;
const NOT_ASCII = /[\u0080-\uffff]/;
/** Invisible characters that make two different names look the same. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const NOT_PRINTABLE_ASCII = /[^ -~]/;

/** Whether a real mail host could have this address: a hint for people, never a reason to refuse it. */
export function isOddAddress(email: string): boolean {
  const host = email.slice(email.indexOf('@') + 1);
  return !host.includes('.') || NOT_ASCII.test(email);
}

/** An address in the one form in which two spellings of it are equal: the host as its ASCII name, no capitals. */
export function canonicalEmail(email: string): string {
  const trimmed = email.trim();
  if (!NOT_ASCII.test(trimmed)) return trimmed.toLowerCase();
  const address = trimmed.normalize('NFC');
  const at = address.lastIndexOf('@');
  return `${lowerAscii(address.slice(0, at + 1))}${canonicalHost(address.slice(at + 1))}`;
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

const HOST = /^[A-Za-z0-9._\P{ASCII}-]+$/u;

/** Only a name of letters, digits, dots and hyphens goes to the URL parser: it would cut another at `/`, `#` or `?`. */
function canonicalHost(host: string): string {
  const ascii = NOT_ASCII.test(host) && HOST.test(host) ? domainToASCII(host) : '';
  return ascii === '' || /^[\d.]+$/.test(ascii) ? lowerAscii(host) : ascii;
}

/** Whether characters that nobody sees stand in a text. */
export function hasInvisible(text: string): boolean {
  return NOT_PRINTABLE_ASCII.test(text) && text.search(INVISIBLE) !== -1;
}

/** A text without what nobody sees in it. */
export function visibleOnly(text: string): string {
  return hasInvisible(text) ? text.replace(INVISIBLE, '') : text;
}

/**
 * A name in the form in which two spellings of it are equal. Git strips punctuation from both ends of the name that it
 * writes into a commit, some versions the full stop of `Jr.` too, and none from a sign-off.
 */
export function canonicalName(name: string): string {
  if (PLAIN_NAME.test(name)) return name.toLowerCase();
  const text = visibleOnly(name.normalize('NFC').replace(/\s+/g, ' '));
  return foldCase(withoutCrud(text));
}

const PLAIN_NAME = /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/;
const CRUD = new Set([...' .,:;<>"\\\'']);

function withoutCrud(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && CRUD.has(text[start] ?? '')) start += 1;
  while (end > start && CRUD.has(text[end - 1] ?? '')) end -= 1;
  return text.slice(start, end);
}

/** Upper case first, so that `ß` is `ss` and the two small sigmas are one; a Turkish i has no dot to fall over. */
function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase().replaceAll('i\u0307', 'i');
}

/** A name without accents, for telling a person who left them out from another person. */
export function plainName(name: string): string {
  return canonicalName(name.normalize('NFKD').replace(/\p{M}+/gu, ''));
}

/** The numeric account id of `ID+login@users.noreply.github.com`; null for any other address. The login proves nothing. */
export function noreplyId(email: string): number | null {
  if (!email.includes('+')) return null;
  const address = canonicalEmail(email);
  if (!address.endsWith(NOREPLY)) return null;
  const found = /^(\d{1,15})\+[^@]*$/.exec(address.slice(0, -NOREPLY.length));
  return found === null ? null : Number(found[1]);
}

const NOREPLY = '@users.noreply.github.com';

/** An address as others may see it: `al…@example.com`. What GitHub makes up (noreply) is nobody's secret. */
export function maskEmail(email: string): string {
  const address = email.trim();
  const at = address.lastIndexOf('@');
  if (at === -1) return '…';
  if (address.endsWith(NOREPLY)) return address;
  // Two letters, but not where they are all that there is.
  const first = lengthAt(address, 0);
  const second = first + lengthAt(address, first);
  return `${address.slice(0, second < at ? second : first < at ? first : 0)}…${address.slice(at)}`;
}

/** Of a letter that may be of two halves. */
function lengthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

const GAPS = /([\s<>]+)/;

/** What people wrote, as others may see it: without what nobody sees, and with each address in it masked. */
export function shownText(text: string): string {
  const shown = visibleOnly(text).trim();
  // What begins with the sign is no address: so people are mentioned.
  if (shown.indexOf('@', 1) === -1) return shown;
  return shown
    .split(GAPS)
    .map((word) => (word.indexOf('@', 1) === -1 ? word : maskEmail(word)))
    .join('');
}

/** `Name <al…@example.com>`, without what nobody sees; what is missing is said. */
export function describeIdentity({ name, email }: Identity): string {
  const shownName = shownText(name ?? '');
  const shownEmail = visibleOnly(email ?? '').trim();
  return `${shownName === '' ? '(no name)' : shownName} <${shownEmail === '' ? 'no address' : maskEmail(shownEmail)}>`;
}
