import { linesThatCount } from './sentence-in.ts';

/** What somebody says about a company's list of people, where GitHub logins are looked up at that moment. */
export type CompanyCommand =
  /** By a manager; the reason null: not said. */
  | { readonly does: 'admit' | 'dismiss' | 'invite'; readonly login: string; readonly reason: string | null }
  /** By who contributes for a company of this name. */
  | { readonly does: 'join'; readonly company: string }
  /** By who was invited. */
  | { readonly does: 'accept' };

const NAMING = /^\/portreeve (admit|dismiss|invite) @?([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))(?:[ \t]+(\S.{0,499}))?$/;
const JOINING = /^\/portreeve join[ \t]+(\S.{0,199})$/;

/** The command that a comment gives on a line that counts; null where there is none, or more than one. */
export function companyCommandIn(body: string): CompanyCommand | null {
  const found = linesThatCount(body).flatMap((line): CompanyCommand[] => {
    if (line === '/portreeve accept') return [{ does: 'accept' }];
    const company = JOINING.exec(line)?.[1];
    if (company !== undefined) return [{ does: 'join', company: company.trim() }];
    const [, does, login, reason] = NAMING.exec(line) ?? [];
    if ((does !== 'admit' && does !== 'dismiss' && does !== 'invite') || login === undefined) return [];
    return [{ does, login, reason: reason?.trim() ?? null }];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The organisation's answer to what is asked in a company's name. */
export type CompanyAnswer =
  | { readonly does: 'approve'; readonly request: number }
  | { readonly does: 'refuse'; readonly request: number; readonly reason: string };

const ANSWER = /^\/portreeve company (approve|refuse) (\d{1,9})(?:[ \t]+(\S.{0,499}))?$/;

/** The answer that a comment gives; null where there is none, more than one, or a refusal says no reason. */
export function companyAnswerIn(body: string): CompanyAnswer | null {
  const found = linesThatCount(body).flatMap((line): CompanyAnswer[] => {
    const [, does, number, reason] = ANSWER.exec(line) ?? [];
    const request = Number(number);
    if (does === 'approve' && reason === undefined) return [{ does, request }];
    return does === 'refuse' && reason !== undefined ? [{ does, request, reason: reason.trim() }] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Names of companies that only differ in capitals and blanks are one. */
export function isSameCompany(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  return plain(one) === plain(other);
}
